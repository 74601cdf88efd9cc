import { ApiError } from '../engine/apiError';
import { type Resource, type Routes, Store } from '../engine/world';
import { paginate, type PageQuery } from './pagination';
import { Teams } from './teams';

/** A contact as GET /contacts lists it. */
export interface Contact {
	_id: string;
	teamId: string;
	fullName: string;
	email: string;
}

/** Contacts by id. Those of leads are not among them: an ID made of a lead's works everywhere all the same. */
export class Contacts extends Store<Contact> {
	add(contact: Partial<Contact> = {}): Contact {
		const added = {
			_id: this.world.createId('ctc'),
			teamId: this.world.store(Teams).first._id,
			fullName: 'Ann Lee',
			email: 'ann@example.com',
			...contact,
		};
		this.set(added._id, added);
		return added;
	}
}

const PAGE_SIZE = 500;
const DEFAULT_LIMIT = '100';

const routes: Routes = (api, world) => {
	const contacts = world.store(Contacts);
	api.get<{ Querystring: PageQuery & { search?: string } }>(
		'/contacts',
		{ config: { kind: 'contacts' } },
		async ({ team, query }) => {
			const { search, limit = DEFAULT_LIMIT, offset = '0' } = query;
			if (search !== undefined && search.length < 2) throw new ApiError(400, { error: 'search query too short' });
			const found = [...contacts.values()].filter(
				({ teamId, fullName, email }) =>
					teamId === team._id && `${fullName} ${email}`.toLowerCase().includes((search ?? '').toLowerCase()),
			);
			const { rows } = paginate(found, { limit, offset }, PAGE_SIZE);
			return { data: rows, total: found.length, limit: Number(limit), offset: Number(offset) };
		},
	);
};

export const contacts = { store: Contacts, routes } satisfies Resource;
