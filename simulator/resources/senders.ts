import { ApiError } from '../engine/apiError';
import type { Resource, Routes } from '../engine/world';
import { Campaigns } from './campaigns';

const STATES = ['running', 'paused', 'draft', 'ended', 'archived', 'errors'];

const routes: Routes = (api, world) => {
	const campaigns = world.store(Campaigns);

	api.get<{ Querystring: { state?: string } }>(
		'/team/senders',
		{ config: { kind: 'senders' } },
		async ({ team, query }) => {
			if (query.state !== undefined && !STATES.includes(query.state))
				throw new ApiError(400, 'Bad params (invalid state parameter)');
			const found = [...campaigns.values()].filter(
				({ teamId, status }) => teamId === team._id && (query.state ?? status) === status,
			);
			return team.users.map(({ userId }) => ({
				userId,
				campaigns: found
					.filter(({ senders }) => senders.some(({ id }) => id === userId))
					.map(({ _id, name, status }) => ({ _id, name, status, sendingChannels: ['email', 'linkedinVisit'] })),
			}));
		},
	);
};

export const senders = { routes } satisfies Resource;
