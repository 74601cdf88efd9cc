import { path } from '../../../shared/http/path';
import { scheduleId } from '../../fields/ids';
import { schedule } from '../../fields/locators/schedule';
import type { RequestOperation } from '../../table/operation';

export const deleteSchedule: RequestOperation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete schedule',
	description: 'Delete a schedule of the team. Check first that no campaign sends by it.',
	notice: 'This cannot be undone.',
	routes: ['DELETE /schedules/{scheduleId}'],
	fields: [scheduleId],
	request: (parameters) => ({ method: 'DELETE', path: path`/schedules/${parameters.id('scheduleId', schedule)}` }),
	output: (_body, parameters) => ({ deleted: true, scheduleId: parameters.id('scheduleId', schedule) }),
};
