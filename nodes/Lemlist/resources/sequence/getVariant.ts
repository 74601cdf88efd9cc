import { path } from '../../../shared/http/path';
import { listCampaign, sequenceId, stepId } from '../../fields/ids';
import { sequence, step } from '../../fields/locators/sequence';
import type { RequestOperation } from '../../table/operation';

export const getVariant: RequestOperation = {
	value: 'getVariant',
	name: 'Get A/B Test Variant',
	action: 'Get A/B test variant of step',
	description: 'Get variant B of a step that is A/B tested: its subject and message',
	routes: ['GET /sequences/{sequenceId}/steps/{stepId}/ab-test'],
	fields: [listCampaign, sequenceId, stepId],
	request: (parameters) => ({
		path: path`/sequences/${parameters.id('sequenceId', sequence)}/steps/${parameters.id('stepId', step)}/ab-test`,
	}),
};
