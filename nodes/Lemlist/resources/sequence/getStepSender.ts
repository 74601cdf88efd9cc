import { path } from '../../../shared/http/path';
import { listCampaign, sequenceId, stepId } from '../../fields/ids';
import { sequence, step } from '../../fields/locators/sequence';
import type { RequestOperation } from '../../table/operation';

export const getStepSender: RequestOperation = {
	value: 'getStepSender',
	name: 'Get Step Sender',
	action: 'Get sender of step',
	description: 'Get the sender of a step. Without "sender" in the output the step follows the campaign.',
	notice: 'Needs the Email Pro plan of lemlist or a higher one.',
	routes: ['GET /sequences/{sequenceId}/steps/{stepId}/sender'],
	fields: [listCampaign, sequenceId, stepId],
	request: (parameters) => ({
		path: path`/sequences/${parameters.id('sequenceId', sequence)}/steps/${parameters.id('stepId', step)}/sender`,
	}),
};
