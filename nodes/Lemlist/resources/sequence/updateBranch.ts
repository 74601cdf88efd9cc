import { path } from '../../../shared/http/path';
import { updateFields } from '../../fields/frames';
import { sequenceId, stepId } from '../../fields/ids';
import type { RequestOperation } from '../../table/operation';
import { branchBody } from './branchBody';
import { branchSequenceId, branchSettings } from './branchFields';
import { bySequence } from './order';

export const updateBranch: RequestOperation = {
	value: 'updateBranch',
	name: 'Update Branch',
	action: 'Update condition branch',
	description:
		'Change a branch of a condition step. While the campaign is running, only its name can be changed. A closed beta of lemlist: other teams get 403.',
	routes: ['PATCH /sequences/{sequenceId}/steps/{stepId}/branches/{branchSequenceId}'],
	fields: [sequenceId, stepId, branchSequenceId, updateFields(...branchSettings)],
	request: (parameters) => ({
		method: 'PATCH',
		path: path`/sequences/${parameters.required('sequenceId')}/steps/${parameters.required('stepId')}/branches/${parameters.required('branchSequenceId')}`,
		body: branchBody(parameters, parameters.changes('updateFields')),
	}),
	orderBy: bySequence,
};
