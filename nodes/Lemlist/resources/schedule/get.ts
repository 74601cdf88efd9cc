import { path } from '../../../shared/http/path';
import { scheduleId } from '../../fields/ids';
import { schedule } from '../../fields/locators/schedule';
import type { RequestOperation } from '../../table/operation';
import { scheduleSummary } from './summary';

export const get: RequestOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get schedule',
	description: 'Get one schedule: the days, hours and time zone in which lemlist sends',
	routes: ['GET /schedules/{scheduleId}'],
	fields: [scheduleId],
	simplify: scheduleSummary,
	request: (parameters) => ({ path: path`/schedules/${parameters.id('scheduleId', schedule)}` }),
};
