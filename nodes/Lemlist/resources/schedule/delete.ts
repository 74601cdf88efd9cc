import { path } from '../../../shared/path';
import type { RequestOperation } from '../../operation';
import { scheduleId } from './fields';

export const deleteSchedule: RequestOperation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete schedule',
	description: 'Delete a schedule of the team. Check first that no campaign sends by it.',
	routes: ['DELETE /schedules/{scheduleId}'],
	fields: [scheduleId],
	request: (parameters) => ({ method: 'DELETE', path: path`/schedules/${parameters.required('scheduleId')}` }),
	output: (_body, parameters) => ({ deleted: true, scheduleId: parameters.required('scheduleId') }),
};
