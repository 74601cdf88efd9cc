import { path } from '../../../shared/http/path';
import { listCampaign, sequenceId, stepId } from '../../fields/ids';
import { sequence, step } from '../../fields/locators/sequence';
import type { RequestOperation } from '../../table/operation';
import { bySequence } from './order';

export const reorderBranches: RequestOperation = {
	value: 'reorderBranches',
	name: 'Reorder Branches',
	action: 'Reorder condition branches',
	description: 'Set the order in which the branches of a condition step are tried, all but the last',
	notice: 'A closed beta of lemlist: other teams get an error 403.',
	routes: ['PATCH /sequences/{sequenceId}/steps/{stepId}/branches'],
	fields: [
		listCampaign,
		sequenceId,
		stepId,
		// A text: their order counts, which no list of n8n keeps.
		{
			displayName: 'Branch Sequence IDs',
			name: 'order',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. seq_A1B2C3D4E5F6G7H8I, seq_J1K2L3M4N5O6P7Q8R',
			description: 'The IDs of the branches in their new order, separated by commas',
		},
	],
	request: (parameters) => {
		const order = parameters.requiredList('order', 'Enter the ID of every branch.');
		return {
			method: 'PATCH',
			path: path`/sequences/${parameters.id('sequenceId', sequence)}/steps/${parameters.id('stepId', step)}/branches`,
			body: { order },
		};
	},
	orderBy: bySequence,
};
