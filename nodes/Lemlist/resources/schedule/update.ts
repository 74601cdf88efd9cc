import { path } from '../../../shared/http/path';
import { updateFields } from '../../fields/frames';
import { scheduleId } from '../../fields/ids';
import { schedule } from '../../fields/locators/schedule';
import type { RequestOperation } from '../../table/operation';
import { end, isPublic, name, secondsToWait, start, timezone, weekdays } from './fields';
import { scheduleSummary } from './summary';
import { timeOfDay, weekdayNumbers } from './times';

export const update: RequestOperation = {
	value: 'update',
	name: 'Update',
	action: 'Update schedule',
	description: 'Change a schedule of the team; what is not given stays as it is. Campaigns that send by it follow.',
	routes: ['PATCH /schedules/{scheduleId}'],
	fields: [scheduleId, updateFields(end, name, isPublic, secondsToWait, start, timezone, weekdays)],
	simplify: scheduleSummary,
	request: (parameters) => {
		const fields = parameters.changes('updateFields');
		return {
			method: 'PATCH',
			path: path`/schedules/${parameters.id('scheduleId', schedule)}`,
			body: {
				...fields,
				...('start' in fields && { start: timeOfDay(parameters, fields.start, 'updateFields') }),
				...('end' in fields && { end: timeOfDay(parameters, fields.end, 'updateFields') }),
				...('weekdays' in fields && { weekdays: weekdayNumbers(parameters, fields.weekdays) }),
			},
		};
	},
};
