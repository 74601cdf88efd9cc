import { path } from '../../../shared/http/path';
import { updateFields } from '../../fields/frames';
import { listCampaign, sequenceId, stepId } from '../../fields/ids';
import { branch, sequence, step } from '../../fields/locators/sequence';
import type { RequestOperation } from '../../table/operation';
import { branchBody } from './branchBody';
import { branchSequenceId, branchSettings } from './branchFields';
import { bySequence } from './order';

export const updateBranch: RequestOperation = {
	value: 'updateBranch',
	name: 'Update Branch',
	action: 'Update condition branch',
	description: 'Change a branch of a condition step. While the campaign is running, only its name can change.',
	notice: 'A closed beta of lemlist: other teams get an error 403.',
	routes: ['PATCH /sequences/{sequenceId}/steps/{stepId}/branches/{branchSequenceId}'],
	fields: [listCampaign, sequenceId, stepId, branchSequenceId, updateFields(...branchSettings)],
	request: (parameters) => ({
		method: 'PATCH',
		path: path`/sequences/${parameters.id('sequenceId', sequence)}/steps/${parameters.id('stepId', step)}/branches/${parameters.id('branchSequenceId', branch)}`,
		body: branchBody(parameters, parameters.changes('updateFields')),
	}),
	orderBy: bySequence,
};
