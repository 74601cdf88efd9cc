import { path } from '../../../shared/http/path';
import { listCampaign, sequenceId, stepId } from '../../fields/ids';
import { sequence, step } from '../../fields/locators/sequence';
import type { RequestOperation } from '../../table/operation';
import { variant } from './fields';
import { bySequence } from './order';

export const deleteVariant: RequestOperation = {
	value: 'deleteVariant',
	name: 'Delete A/B Test Variant',
	action: 'Delete A/B test variant of step',
	description: 'End an A/B test by deleting one variant: without B, A goes on; without A, B takes its place',
	notice: 'This cannot be undone. lemlist refuses it while the campaign is running.',
	routes: ['DELETE /sequences/{sequenceId}/steps/{stepId}/ab-test'],
	fields: [listCampaign, sequenceId, stepId, { ...variant, description: 'The variant to delete' }],
	request: (parameters) => ({
		method: 'DELETE',
		path: path`/sequences/${parameters.id('sequenceId', sequence)}/steps/${parameters.id('stepId', step)}/ab-test`,
		query: { variant: parameters.required('variant') },
	}),
	output: (_body, parameters) => ({
		deleted: true,
		stepId: parameters.id('stepId', step),
		variant: parameters.required('variant'),
	}),
	orderBy: bySequence,
};
