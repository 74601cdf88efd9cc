import { ApiError, type RouteGroup } from '../engine/context';

const STATES = ['running', 'paused', 'draft', 'ended', 'archived', 'errors'];

export const teamRoutes: RouteGroup = (api, { state }) => {
	api.get<{ Querystring: { version?: string } }>('/team', { config: { kind: 'team' } }, async ({ team, query }) => {
		const { users, ...withoutUsers } = team;
		return query.version === 'v2' ? { ...withoutUsers, users } : withoutUsers;
	});

	api.get('/team/credits', { config: { kind: 'credits' } }, async () => ({
		credits: 100,
		details: { remaining: { total: 100, freemium: 0, subscription: 80, gifted: 10, paid: 10 } },
	}));

	api.get<{ Querystring: { state?: string } }>(
		'/team/senders',
		{ config: { kind: 'senders' } },
		async ({ team, query }) => {
			if (query.state !== undefined && !STATES.includes(query.state))
				throw new ApiError(400, 'Bad params (invalid state parameter)');
			const campaigns = [...state.campaigns.values()].filter(
				({ teamId, status }) => teamId === team._id && (query.state ?? status) === status,
			);
			return team.users.map(({ userId }) => ({
				userId,
				campaigns: campaigns
					.filter(({ senders }) => senders.some(({ id }) => id === userId))
					.map(({ _id, name, status }) => ({ _id, name, status, sendingChannels: ['email', 'linkedinVisit'] })),
			}));
		},
	);
};
