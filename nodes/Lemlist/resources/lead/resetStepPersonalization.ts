import { campaignLocator } from '../../../shared/lemlist/campaigns';
import { path } from '../../../shared/http/path';
import type { RequestOperation } from '../../table/operation';
import { leadIdOrEmail, sameLead, stepId } from './fields';

export const resetStepPersonalization: RequestOperation = {
	value: 'resetStepPersonalization',
	name: 'Reset Step Personalization',
	action: 'Reset step personalization for lead',
	description: 'Give a step of a lead the text of the sequence again',
	routes: ['DELETE /campaigns/{campaignId}/leads/{leadIdOrEmail}/steps/{stepId}/personalization'],
	fields: [campaignLocator, leadIdOrEmail, stepId],
	request: (parameters) => ({
		method: 'DELETE',
		path: path`/campaigns/${parameters.campaignId()}/leads/${parameters.required('leadIdOrEmail')}/steps/${parameters.required('stepId')}/personalization`,
	}),
	orderBy: (parameters) => sameLead(parameters.required('leadIdOrEmail')),
};
