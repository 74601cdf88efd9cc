import { ApiError } from '../engine/apiError';
import { type Resource, type Routes, Store } from '../engine/world';
import { Teams } from './teams';

const ENTITIES = ['contact', 'company'] as const;

/** A field of contacts or companies, as GET /fields lists it. */
export interface Field {
	name: string;
	label: string;
	type: 'text' | 'number' | 'boolean' | 'datetime' | 'date' | 'phone';
	source: 'default' | 'custom' | 'crm_synced';
	crmField?: string;
}

interface TeamField extends Field {
	teamId: string;
	entity: (typeof ENTITIES)[number];
}

/** Some of those that every team has. */
const DEFAULTS: Array<Pick<TeamField, 'name' | 'label' | 'type' | 'entity'>> = [
	{ entity: 'contact', name: 'firstName', label: 'First name', type: 'text' },
	{ entity: 'contact', name: 'lastName', label: 'Last name', type: 'text' },
	{ entity: 'contact', name: 'jobTitle', label: 'Job title', type: 'text' },
	{ entity: 'contact', name: 'phone', label: 'Phone', type: 'phone' },
	{ entity: 'company', name: 'name', label: 'Name', type: 'text' },
	{ entity: 'company', name: 'domain', label: 'Domain', type: 'text' },
];

/** Fields that teams added, by entity and name. */
export class Fields extends Store<TeamField> {
	add(field: Partial<TeamField> = {}): TeamField {
		const teamId = this.world.store(Teams).first._id;
		const added: TeamField = {
			teamId,
			entity: 'contact',
			name: 'region',
			label: 'Region',
			type: 'text',
			source: 'custom',
			...field,
		};
		this.set(`${added.teamId} ${added.entity} ${added.name}`, added);
		return added;
	}
}

const routes: Routes = (api, world) => {
	const fields = world.store(Fields);
	api.get<{ Querystring: { entity?: string; source?: string } }>(
		'/fields',
		{ config: { kind: 'fields' } },
		async ({ query, team }) => {
			const { entity, source } = query;
			if (entity !== undefined && !(ENTITIES as readonly string[]).includes(entity)) {
				const error = `Invalid entity parameter. Must be one of: ${ENTITIES.join(', ')}`;
				throw new ApiError(400, { success: false, error });
			}
			const all: Array<Field & Pick<TeamField, 'entity'>> = [
				...DEFAULTS.map((one) => ({ ...one, source: 'default' as const })),
				...[...fields.values()].filter(({ teamId }) => teamId === team._id),
			].filter((field) => source === undefined || field.source === source);
			const listOf = (wanted: string) =>
				all
					.filter((field) => field.entity === wanted)
					.map(({ name, label, type, source: from, crmField }) => ({ name, label, type, source: from, crmField }));
			const wanted = ENTITIES.filter((one) => entity === undefined || entity === one);
			return { success: true, data: Object.fromEntries(wanted.map((one) => [one, listOf(one)])) };
		},
	);
};

export const fields = { store: Fields, routes } satisfies Resource;
