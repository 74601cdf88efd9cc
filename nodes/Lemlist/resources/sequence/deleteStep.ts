import { path } from '../../../shared/http/path';
import { listCampaign, sequenceId, stepId } from '../../fields/ids';
import { sequence, step } from '../../fields/locators/sequence';
import type { RequestOperation } from '../../table/operation';
import { bySequence } from './order';

export const deleteStep: RequestOperation = {
	value: 'deleteStep',
	name: 'Delete Step',
	action: 'Delete step from sequence',
	description: 'Delete a step of a sequence',
	notice: 'This cannot be undone. lemlist refuses it while the campaign is running.',
	routes: ['DELETE /sequences/{sequenceId}/steps/{stepId}'],
	fields: [listCampaign, sequenceId, stepId],
	request: (parameters) => ({
		method: 'DELETE',
		path: path`/sequences/${parameters.id('sequenceId', sequence)}/steps/${parameters.id('stepId', step)}`,
	}),
	output: (_body, parameters) => ({ deleted: true, stepId: parameters.id('stepId', step) }),
	orderBy: bySequence,
};
