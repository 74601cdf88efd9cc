import { selectActivities, type ActivityQuery } from './activities';
import { ApiError, type RouteGroup } from '../engine/context';

/** lemlist's largest page, and the one it gives when no limit is asked for. */
const PAGE_SIZE = 100;

type ListQuery = ActivityQuery & { version?: string; offset?: string; limit?: string };

export const activityRoutes: RouteGroup = (api, { state }) => {
	api.get<{ Querystring: ListQuery }>('/activities', { config: { kind: 'activities' } }, async ({ query, team }) => {
		if (query.version !== 'v2') throw new ApiError(400, 'Bad version');
		const found = selectActivities(
			state.activities.filter(({ teamId }) => teamId === team._id),
			query,
		);
		const limit = Math.min(Number(query.limit ?? PAGE_SIZE), PAGE_SIZE) || PAGE_SIZE;
		const offset = Number(query.offset ?? 0) || 0;
		return found.slice(offset, offset + limit);
	});
};
