import { path } from '../../../shared/http/path';
import { listCampaign, sequenceId, stepId } from '../../fields/ids';
import { sequence, step } from '../../fields/locators/sequence';
import type { RequestOperation } from '../../table/operation';
import { bySequence } from './order';

export const createVariant: RequestOperation = {
	value: 'createVariant',
	name: 'Create A/B Test Variant',
	action: 'Create A/B test variant of step',
	description: 'Start an A/B test of a message: makes variant B as a copy of A, and splits the leads',
	notice: 'Needs the Email Pro plan of lemlist or a higher one.',
	routes: ['POST /sequences/{sequenceId}/steps/{stepId}/ab-test'],
	fields: [listCampaign, sequenceId, stepId],
	request: (parameters) => ({
		method: 'POST',
		path: path`/sequences/${parameters.id('sequenceId', sequence)}/steps/${parameters.id('stepId', step)}/ab-test`,
	}),
	orderBy: bySequence,
};
