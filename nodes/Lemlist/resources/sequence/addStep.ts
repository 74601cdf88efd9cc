import { path } from '../../../shared/http/path';
import { additionalFields } from '../../fields/frames';
import { listCampaign, sequenceId } from '../../fields/ids';
import { sequence } from '../../fields/locators/sequence';
import { madeWithoutAnswer } from '../../table/emptyAnswers';
import type { RequestOperation } from '../../table/operation';
import { bySequence } from './order';
import { stepBody } from './stepBody';
import { stepSettings, stepType } from './stepFields';

/** Stands for the place behind the last step. */
const END = -1;

export const addStep: RequestOperation = {
	value: 'addStep',
	name: 'Add Step',
	action: 'Add step to sequence',
	description: 'Add a step to a sequence, at its end unless an index is given',
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
					default: END,
					description: 'The place of the new step: 0 is the first, 1 the second, -1 the end',
				},
			].sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')) as typeof stepSettings),
		),
	],
	request: (parameters) => {
		const { index = END, ...settings } = parameters.filled('additionalFields');
		const place = parameters.toWholeNumber(index, 'additionalFields.index', { lowest: END });
		return {
			method: 'POST',
			path: path`/sequences/${parameters.id('sequenceId', sequence)}/steps`,
			// lemlist documents what no index means, and not what -1 does.
			body: { ...stepBody(parameters, settings, 'additionalFields'), ...(place !== END && { index: place }) },
		};
	},
	withoutAnswer: () => madeWithoutAnswer('the new step'),
	orderBy: bySequence,
};
