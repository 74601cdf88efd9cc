import { path } from '../../../shared/http/path';
import { sequenceId, stepId } from '../../fields/ids';
import type { RequestOperation } from '../../table/operation';
import { bySequence } from './order';

export const createVariant: RequestOperation = {
	value: 'createVariant',
	name: 'Create A/B Test Variant',
	action: 'Create A/B test variant of step',
	description:
		'Start an A/B test of an email, LinkedIn invite or LinkedIn message: makes variant B as a copy of A, and splits the leads between both. Needs the Email Pro plan.',
	routes: ['POST /sequences/{sequenceId}/steps/{stepId}/ab-test'],
	fields: [sequenceId, stepId],
	request: (parameters) => ({
		method: 'POST',
		path: path`/sequences/${parameters.required('sequenceId')}/steps/${parameters.required('stepId')}/ab-test`,
	}),
	orderBy: bySequence,
};
