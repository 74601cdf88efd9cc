import { path } from '../../../shared/http/path';
import { listCampaign, sequenceId, stepId } from '../../fields/ids';
import { sequence, step } from '../../fields/locators/sequence';
import type { RequestOperation } from '../../table/operation';
import { variant } from './fields';
import { bySequence } from './order';

export const selectWinner: RequestOperation = {
	value: 'selectWinner',
	name: 'Select A/B Test Winner',
	action: 'Select A/B test winner of step',
	description: 'End an A/B test by choosing the variant that all remaining leads get',
	notice: 'This cannot be undone: the winner can be chosen once.',
	routes: ['POST /sequences/{sequenceId}/steps/{stepId}/ab-test/winner'],
	fields: [listCampaign, sequenceId, stepId, { ...variant, description: 'The variant that wins' }],
	request: (parameters) => ({
		method: 'POST',
		path: path`/sequences/${parameters.id('sequenceId', sequence)}/steps/${parameters.id('stepId', step)}/ab-test/winner`,
		body: { variant: parameters.required('variant') },
	}),
	orderBy: bySequence,
};
