import { path } from '../../../shared/http/path';
import { additionalFields } from '../../fields/frames';
import { listCampaign, sequenceId } from '../../fields/ids';
import { sequence } from '../../fields/locators/sequence';
import type { RequestOperation } from '../../table/operation';
import { bySequence } from './order';
import { stepBody } from './stepBody';
import { stepSettings, stepType } from './stepFields';

export const addStep: RequestOperation = {
	value: 'addStep',
	name: 'Add Step',
	action: 'Add step to sequence',
	description:
		'Add a step to a sequence, at its end unless an index is given. Several items for one sequence are added in their order. Gives the new step.',
	routes: ['POST /sequences/{sequenceId}/steps'],
	fields: [
		listCampaign,
		sequenceId,
		stepType,
		additionalFields(
			...([
				...stepSettings,
				{
					displayName: 'Index',
					name: 'index',
					type: 'number',
					typeOptions: { minValue: -1 },
					default: 0,
					description: 'The place of the step in the sequence; by default the end',
				},
			].sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')) as typeof stepSettings),
		),
	],
	request: (parameters) => ({
		method: 'POST',
		path: path`/sequences/${parameters.id('sequenceId', sequence)}/steps`,
		body: stepBody(parameters, parameters.filled('additionalFields'), 'additionalFields'),
	}),
	orderBy: bySequence,
};
