import { z } from 'zod';

import { parseAnswer, unknownForm } from './answers';
import { type Locator, locator, type LocatorDefinition } from './locator';

interface UserRow {
	userId: string;
	name?: string | null;
	email?: string | null;
}

const team = z.object({
	users: z
		.array(z.object({ userId: z.string(), name: z.string().nullish(), email: z.string().nullish() }))
		.nullish()
		.catch(undefined),
	userIds: z.array(z.string()).nullish().catch(undefined),
});

/**
 * The users in an answer of GET /team, by name. Names and addresses are documented with version=v2; the answer that was
 * recorded, without it, has the IDs alone.
 */
function readUsers(body: unknown): UserRow[] {
	const { users, userIds } = parseAnswer(team, body, 'the team');
	const rows: UserRow[] | undefined = users ?? userIds?.map((userId) => ({ userId }));
	if (rows === undefined) throw unknownForm('the team', 'Expected a list of users', body);
	return rows.sort((a, b) => (a.name ?? '').localeCompare(b.name ?? '', 'en'));
}

const definition: LocatorDefinition<UserRow> = {
	what: 'a user',
	prefixes: ['usr_'],
	searchMethod: 'searchUsers',
	field: { name: 'userId', displayName: 'User', description: 'The user of the team to work with' },
	example: 'usr_A1B2C3D4E5F6G7H8I',
	list: () => ({
		what: 'the team',
		request: { path: '/team', query: { version: 'v2' } },
		paging: { by: 'none' },
		read: readUsers,
	}),
	choice: ({ userId, name, email }) => {
		const known = [name?.trim(), name?.trim() && email ? `(${email})` : email].filter(Boolean).join(' ');
		return { name: known || userId, value: userId };
	},
};

/** A user of the team. */
export const user: Locator = locator(definition);

/** The same, where lemlist takes the address that the user logs in with as well. */
export const userOrEmail: Locator = locator({ ...definition, orEmail: true });
