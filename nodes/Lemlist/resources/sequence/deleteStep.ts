import { path } from '../../../shared/http/path';
import { sequenceId, stepId } from '../../fields/ids';
import type { RequestOperation } from '../../table/operation';
import { bySequence } from './order';

export const deleteStep: RequestOperation = {
	value: 'deleteStep',
	name: 'Delete Step',
	action: 'Delete step from sequence',
	description: 'Delete a step of a sequence for good. lemlist refuses this while the campaign is running.',
	routes: ['DELETE /sequences/{sequenceId}/steps/{stepId}'],
	fields: [sequenceId, stepId],
	request: (parameters) => ({
		method: 'DELETE',
		path: path`/sequences/${parameters.required('sequenceId')}/steps/${parameters.required('stepId')}`,
	}),
	output: (_body, parameters) => ({ deleted: true, stepId: parameters.required('stepId') }),
	orderBy: bySequence,
};
