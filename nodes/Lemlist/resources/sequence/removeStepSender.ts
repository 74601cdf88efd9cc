import { path } from '../../../shared/http/path';
import { sequenceId, stepId } from '../../fields/ids';
import type { RequestOperation } from '../../table/operation';
import { bySequence } from './order';

export const removeStepSender: RequestOperation = {
	value: 'removeStepSender',
	name: 'Remove Step Sender',
	action: 'Remove sender of step',
	description: 'Have a step follow the senders of its campaign again. lemlist refuses this for voice notes.',
	routes: ['DELETE /sequences/{sequenceId}/steps/{stepId}/sender'],
	fields: [sequenceId, stepId],
	request: (parameters) => ({
		method: 'DELETE',
		path: path`/sequences/${parameters.required('sequenceId')}/steps/${parameters.required('stepId')}/sender`,
	}),
	output: (_body, parameters) => ({ deleted: true, stepId: parameters.required('stepId') }),
	orderBy: bySequence,
};
