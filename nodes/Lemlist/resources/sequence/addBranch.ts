import { path } from '../../../shared/http/path';
import { additionalFields } from '../../fields/frames';
import { listCampaign, sequenceId, stepId } from '../../fields/ids';
import { sequence, step } from '../../fields/locators/sequence';
import { madeWithoutAnswer } from '../../table/emptyAnswers';
import type { RequestOperation } from '../../table/operation';
import { branchBody } from './branchBody';
import { branchSettings } from './branchFields';
import { bySequence } from './order';

export const addBranch: RequestOperation = {
	value: 'addBranch',
	name: 'Add Branch',
	action: 'Add condition branch',
	description: 'Add a branch to a condition step on a field, a score, an email address or a call',
	notice: 'A closed beta of lemlist: other teams get an error 403.',
	routes: ['POST /sequences/{sequenceId}/steps/{stepId}/branches'],
	fields: [listCampaign, sequenceId, stepId, additionalFields(...branchSettings)],
	request: (parameters) => ({
		method: 'POST',
		path: path`/sequences/${parameters.id('sequenceId', sequence)}/steps/${parameters.id('stepId', step)}/branches`,
		body: branchBody(parameters, parameters.filled('additionalFields')),
	}),
	withoutAnswer: () => madeWithoutAnswer('the new branch'),
	orderBy: bySequence,
};
