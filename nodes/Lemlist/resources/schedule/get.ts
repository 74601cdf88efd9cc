import { path } from '../../../shared/path';
import type { RequestOperation } from '../../operation';
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
