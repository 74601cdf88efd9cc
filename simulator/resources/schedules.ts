import { ApiError } from '../engine/apiError';
import { type Resource, type Routes, Store } from '../engine/world';
import { Campaigns } from './campaigns';
import { type PageQuery, paginate } from './pagination';
import { Teams, type Team } from './teams';

/** A schedule as GET /schedules/{id} answers it. */
export interface Schedule {
	_id: string;
	name: string;
	secondsToWait: number;
	timezone: string;
	/** HH:mm */
	start: string;
	/** HH:mm */
	end: string;
	/** 1 = Monday … 7 = Sunday */
	weekdays: number[];
	public: boolean;
	teamId: string;
	createdBy: string;
	createdAt: string;
}

const DEFAULTS = {
	name: 'Default schedule',
	secondsToWait: 1200,
	timezone: 'Europe/Paris',
	start: '09:00',
	end: '18:00',
	weekdays: [1, 2, 3, 4, 5],
	public: false,
};

const FIRST_SCHEDULE = Date.UTC(2025, 0, 6, 8);
const HOUR = 3_600_000;

/** Schedules by id. */
export class Schedules extends Store<Schedule> {
	/** lemlist's largest page of GET /schedules is not documented. */
	pageSize = 100;

	/** Adds a schedule; each is created an hour after the one before it unless `createdAt` is given. */
	add(schedule: Partial<Schedule> = {}): Schedule {
		const teams = this.world.store(Teams);
		const team = teams.get(schedule.teamId ?? '') ?? teams.first;
		const added = {
			...DEFAULTS,
			_id: this.world.createId('skd'),
			teamId: team._id,
			createdBy: team.createdBy,
			createdAt: new Date(FIRST_SCHEDULE + this.size * HOUR).toISOString(),
			...schedule,
		};
		this.set(added._id, added);
		return added;
	}

	/** A team's schedule. Throws lemlist's answers for an unknown one and for another team's. */
	require(team: Team, scheduleId: string, notFound: string | object = 'Schedule not found'): Schedule {
		const schedule = this.get(scheduleId);
		if (!schedule) throw new ApiError(404, notFound);
		if (schedule.teamId !== team._id) throw new ApiError(400, 'Bad team');
		return schedule;
	}
}

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

const checks: Record<string, (value: unknown) => boolean> = {
	name: (value) => typeof value === 'string',
	secondsToWait: Number.isInteger,
	timezone: (value) => typeof value === 'string' && value !== '',
	start: (value) => TIME_OF_DAY.test(String(value)),
	end: (value) => TIME_OF_DAY.test(String(value)),
	weekdays: (value) => Array.isArray(value) && value.every((day) => Number.isInteger(day) && day >= 1 && day <= 7),
	public: (value) => typeof value === 'boolean',
};

/** Whether a body holds nothing but right fields of a schedule. */
function areScheduleFields(body: unknown): body is Partial<Schedule> {
	return (
		typeof body === 'object' &&
		body !== null &&
		Object.entries(body).every(([name, value]) => checks[name]?.(value) === true)
	);
}

/** What a new schedule needs. */
const REQUIRED_FIELDS = ['name', 'timezone', 'start', 'end', 'weekdays'] as const;

interface OfSchedule {
	Params: { scheduleId: string };
}

const routes: Routes = (api, world) => {
	const schedules = world.store(Schedules);
	const campaigns = world.store(Campaigns);
	const config = { kind: 'schedules' };

	api.get<{ Querystring: PageQuery & { sortOrder?: string } }>('/schedules', { config }, async ({ team, query }) => {
		const found = [...schedules.values()].filter(({ teamId }) => teamId === team._id);
		found.sort((a, b) => a.createdAt.localeCompare(b.createdAt));
		if (query.sortOrder === 'desc') found.reverse();
		const { rows, pagination } = paginate(found, query, schedules.pageSize);
		return { schedules: rows, pagination };
	});

	api.post('/schedules', { config }, async ({ team, body }) => {
		const complete = areScheduleFields(body) && REQUIRED_FIELDS.every((name) => body[name] !== undefined);
		if (!complete) throw new ApiError(400, { error: 'BadRequest', message: 'Bad team or invalid schedule fields' });
		return schedules.add({ ...(body as Partial<Schedule>), teamId: team._id });
	});

	api.get<OfSchedule>('/schedules/:scheduleId', { config }, async ({ team, params }) =>
		schedules.require(team, params.scheduleId),
	);

	api.patch<OfSchedule>('/schedules/:scheduleId', { config }, async ({ team, params, body }) => {
		const schedule = schedules.require(team, params.scheduleId, { error: 'Schedule not found' });
		if (!areScheduleFields(body))
			throw new ApiError(400, { error: 'BadRequest', message: 'Bad team or invalid schedule update' });
		return Object.assign(schedule, body);
	});

	api.delete<OfSchedule>('/schedules/:scheduleId', { config }, async ({ team, params }) => {
		const { _id } = schedules.require(team, params.scheduleId);
		schedules.delete(_id);
		return { _id };
	});

	api.get<{ Params: { campaignId: string } }>(
		'/campaigns/:campaignId/schedules',
		{ config },
		async ({ team, params }) =>
			campaigns.require(team, params.campaignId).scheduleIds.flatMap((id) => schedules.get(id) ?? []),
	);

	api.post<{ Params: { campaignId: string; scheduleId: string } }>(
		'/campaigns/:campaignId/schedules/:scheduleId',
		{ config },
		async ({ team, params }) => {
			const { scheduleIds } = campaigns.require(team, params.campaignId);
			const { _id } = schedules.require(team, params.scheduleId);
			if (!scheduleIds.includes(_id)) scheduleIds.push(_id);
			return { scheduleId: _id, campaignId: params.campaignId };
		},
	);
};

export const schedules = { store: Schedules, routes } satisfies Resource;
