import { path } from '../../../shared/http/path';
import { listCampaign, sequenceId, stepId } from '../../fields/ids';
import { branch, sequence, step } from '../../fields/locators/sequence';
import type { RequestOperation } from '../../table/operation';
import { branchSequenceId } from './branchFields';
import { bySequence } from './order';

export const deleteBranch: RequestOperation = {
	value: 'deleteBranch',
	name: 'Delete Branch',
	action: 'Delete condition branch',
	description: 'Delete a branch of a condition step, with the steps in it',
	notice: 'This cannot be undone. A closed beta of lemlist: other teams get an error 403.',
	routes: ['DELETE /sequences/{sequenceId}/steps/{stepId}/branches/{branchSequenceId}'],
	fields: [listCampaign, sequenceId, stepId, branchSequenceId],
	request: (parameters) => ({
		method: 'DELETE',
		path: path`/sequences/${parameters.id('sequenceId', sequence)}/steps/${parameters.id('stepId', step)}/branches/${parameters.id('branchSequenceId', branch)}`,
	}),
	output: (_body, parameters) => ({ deleted: true, branchSequenceId: parameters.id('branchSequenceId', branch) }),
	orderBy: bySequence,
};
