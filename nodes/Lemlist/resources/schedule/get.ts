import { path } from '../../../shared/http/path';
import type { RequestOperation } from '../../table/operation';
import { scheduleId, simplifiedSchedule } from './fields';

export const get: RequestOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get schedule',
	description: 'Get one schedule: the days, hours and time zone in which lemlist sends',
	routes: ['GET /schedules/{scheduleId}'],
	fields: [scheduleId],
	simplify: simplifiedSchedule,
	request: (parameters) => ({ path: path`/schedules/${parameters.required('scheduleId')}` }),
};
