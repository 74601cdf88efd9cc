import { path } from '../../../shared/http/path';
import { listCampaign, sequenceId, stepId } from '../../fields/ids';
import { sequence, step } from '../../fields/locators/sequence';
import type { RequestOperation } from '../../table/operation';
import { bySequence } from './order';

export const removeStepSender: RequestOperation = {
	value: 'removeStepSender',
	name: 'Remove Step Sender',
	action: 'Remove sender of step',
	description: 'Have a step follow the senders of its campaign again. lemlist refuses this for voice notes.',
	routes: ['DELETE /sequences/{sequenceId}/steps/{stepId}/sender'],
	fields: [listCampaign, sequenceId, stepId],
	request: (parameters) => ({
		method: 'DELETE',
		path: path`/sequences/${parameters.id('sequenceId', sequence)}/steps/${parameters.id('stepId', step)}/sender`,
	}),
	output: (_body, parameters) => ({ deleted: true, stepId: parameters.id('stepId', step) }),
	orderBy: bySequence,
};
