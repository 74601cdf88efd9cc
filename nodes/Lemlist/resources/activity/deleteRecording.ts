import { path } from '../../../shared/http/path';
import type { RequestOperation } from '../../table/operation';

export const deleteRecording: RequestOperation = {
	value: 'deleteRecording',
	name: 'Delete Recording',
	action: 'Delete recording of activity',
	description: 'Delete the recording of a call and its transcript',
	notice: 'This cannot be undone: the recording and its transcript are gone for good. The activity itself stays.',
	routes: ['DELETE /activities/{activityId}/recording-transcript'],
	fields: [
		// A text: which activity of a call holds its recording is not documented, and what is deleted does not come back.
		{
			displayName: 'Activity ID',
			name: 'activityId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. act_PbKqTGpQqSlPcoOZ5',
			description: 'The ID of the call among the activities',
		},
	],
	request: (parameters) => ({
		method: 'DELETE',
		path: path`/activities/${parameters.required('activityId')}/recording-transcript`,
	}),
	output: (_body, parameters) => ({ deleted: true, activityId: parameters.required('activityId') }),
};
