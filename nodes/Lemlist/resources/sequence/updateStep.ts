import { path } from '../../../shared/http/path';
import { updateFields } from '../../fields/frames';
import { listCampaign, sequenceId, stepId } from '../../fields/ids';
import { sequence, step } from '../../fields/locators/sequence';
import type { RequestOperation } from '../../table/operation';
import { bySequence } from './order';
import { stepBody } from './stepBody';
import { stepSettings, stepType } from './stepFields';

export const updateStep: RequestOperation = {
	value: 'updateStep',
	name: 'Update Step',
	action: 'Update step of sequence',
	description: 'Change a step of a sequence. Its type must be named, and cannot be changed.',
	routes: ['PATCH /sequences/{sequenceId}/steps/{stepId}'],
	fields: [
		listCampaign,
		sequenceId,
		stepId,
		{ ...stepType, description: 'What the step does now; lemlist refuses another type' },
		updateFields(...stepSettings),
	],
	request: (parameters) => ({
		method: 'PATCH',
		path: path`/sequences/${parameters.id('sequenceId', sequence)}/steps/${parameters.id('stepId', step)}`,
		body: stepBody(parameters, parameters.changes('updateFields'), 'updateFields'),
	}),
	orderBy: bySequence,
};
