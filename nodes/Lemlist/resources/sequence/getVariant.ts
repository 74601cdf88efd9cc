import { path } from '../../../shared/http/path';
import { sequenceId, stepId } from '../../fields/ids';
import type { RequestOperation } from '../../table/operation';

export const getVariant: RequestOperation = {
	value: 'getVariant',
	name: 'Get A/B Test Variant',
	action: 'Get A/B test variant of step',
	description:
		'Get variant B of a step that is A/B tested: its subject and message. Fails with 404 when there is none.',
	routes: ['GET /sequences/{sequenceId}/steps/{stepId}/ab-test'],
	fields: [sequenceId, stepId],
	request: (parameters) => ({
		path: path`/sequences/${parameters.required('sequenceId')}/steps/${parameters.required('stepId')}/ab-test`,
	}),
};
