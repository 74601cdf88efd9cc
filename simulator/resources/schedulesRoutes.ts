import { ApiError, type RouteGroup } from '../engine/context';
import { areScheduleFields, REQUIRED_FIELDS, type Schedule } from './schedules';
import type { State, Team } from '../state';
import { findCampaign } from './campaignsRoutes';
import { pageOf, wholeNumber } from '../engine/pageOf';

/** Not documented; what clients of lemlist assume. */
const PAGE_SIZE = 100;

interface OfSchedule {
	Params: { scheduleId: string };
}

function findSchedule(
	state: State,
	team: Team,
	scheduleId: string,
	notFound: string | object = 'Schedule not found',
): Schedule {
	const schedule = state.schedules.get(scheduleId);
	if (!schedule) throw new ApiError(404, notFound);
	if (schedule.teamId !== team._id) throw new ApiError(400, 'Bad team');
	return schedule;
}

export const scheduleRoutes: RouteGroup = (api, { state }) => {
	const config = { kind: 'schedules' };

	api.get<{ Querystring: { page?: string; offset?: string; limit?: string; sortOrder?: string } }>(
		'/schedules',
		{ config },
		async ({ team, query }) => {
			const found = [...state.schedules.values()].filter(({ teamId }) => teamId === team._id);
			found.sort((a, b) => a.createdAt.localeCompare(b.createdAt));
			if (query.sortOrder === 'desc') found.reverse();
			const limit = Math.min(wholeNumber(query.limit) ?? PAGE_SIZE, state.schedulePageSize);
			const offset =
				query.page === undefined ? (wholeNumber(query.offset) ?? 0) : ((wholeNumber(query.page) ?? 1) - 1) * limit;
			const totalPage = Math.ceil(found.length / limit);
			const currentPage = Math.floor(offset / limit) + 1;
			return {
				schedules: pageOf(found, { offset: String(offset), limit: String(limit) }, limit),
				pagination: {
					totalRecords: found.length,
					currentPage,
					nextPage: currentPage < totalPage ? currentPage + 1 : null,
					totalPage,
				},
			};
		},
	);

	api.post('/schedules', { config }, async ({ team, body }) => {
		const complete = areScheduleFields(body) && REQUIRED_FIELDS.every((name) => body[name] !== undefined);
		if (!complete) throw new ApiError(400, { error: 'BadRequest', message: 'Bad team or invalid schedule fields' });
		return state.addSchedule({ ...(body as Partial<Schedule>), teamId: team._id });
	});

	api.get<OfSchedule>('/schedules/:scheduleId', { config }, async ({ team, params }) =>
		findSchedule(state, team, params.scheduleId),
	);

	api.patch<OfSchedule>('/schedules/:scheduleId', { config }, async ({ team, params, body }) => {
		const schedule = findSchedule(state, team, params.scheduleId, { error: 'Schedule not found' });
		if (!areScheduleFields(body))
			throw new ApiError(400, { error: 'BadRequest', message: 'Bad team or invalid schedule update' });
		return Object.assign(schedule, body);
	});

	api.delete<OfSchedule>('/schedules/:scheduleId', { config }, async ({ team, params }) => {
		const { _id } = findSchedule(state, team, params.scheduleId);
		state.schedules.delete(_id);
		return { _id };
	});

	api.get<{ Params: { campaignId: string } }>(
		'/campaigns/:campaignId/schedules',
		{ config },
		async ({ team, params }) =>
			findCampaign(state, team, params.campaignId).scheduleIds.flatMap((id) => state.schedules.get(id) ?? []),
	);

	api.post<{ Params: { campaignId: string; scheduleId: string } }>(
		'/campaigns/:campaignId/schedules/:scheduleId',
		{ config },
		async ({ team, params }) => {
			const { scheduleIds } = findCampaign(state, team, params.campaignId);
			const { _id } = findSchedule(state, team, params.scheduleId);
			if (!scheduleIds.includes(_id)) scheduleIds.push(_id);
			return { scheduleId: _id, campaignId: params.campaignId };
		},
	);
};
