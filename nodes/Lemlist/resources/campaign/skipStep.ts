import type { IDataObject } from 'n8n-workflow';

import { campaignLocator } from '../../../shared/lemlist/campaigns';
import { path } from '../../../shared/http/path';
import type { RequestOperation } from '../../table/operation';
import { stepId } from './fields';

export const skipStep: RequestOperation = {
	value: 'skipStep',
	name: 'Skip Step',
	action: 'Skip campaign step for everyone',
	description:
		"Skip one step of a campaign for all its leads. This cannot be undone. The output's 'skipped' is false if the step was skipped before.",
	routes: ['POST /campaigns/{campaignId}/steps/{stepId}/skip'],
	fields: [campaignLocator, stepId],
	request: (parameters) => ({
		method: 'POST',
		path: path`/campaigns/${parameters.campaignId()}/steps/${parameters.required('stepId')}/skip`,
	}),
	output: (body, parameters) => ({
		campaignId: parameters.campaignId(),
		stepId: parameters.required('stepId'),
		...(body as IDataObject),
	}),
};
