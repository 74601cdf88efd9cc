import type { RouteGroup } from '../context';

export const teamRoutes: RouteGroup = (api) => {
	api.get<{ Querystring: { version?: string } }>('/team', { config: { kind: 'team' } }, async ({ team, query }) => {
		const { users, ...withoutUsers } = team;
		return query.version === 'v2' ? { ...withoutUsers, users } : withoutUsers;
	});
};
