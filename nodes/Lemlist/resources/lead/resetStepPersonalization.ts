import { path } from '../../../shared/http/path';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import { lead } from '../../fields/locators/lead';
import { step } from '../../fields/locators/sequence';
import type { RequestOperation } from '../../table/operation';
import { leadIdOrEmail, leadStepId } from './fields';
import { sameLead } from './order';

export const resetStepPersonalization: RequestOperation = {
	value: 'resetStepPersonalization',
	name: 'Reset Step Personalization',
	action: 'Reset step personalization for lead',
	description: 'Give a step of a lead the text of the sequence again',
	routes: ['DELETE /campaigns/{campaignId}/leads/{leadIdOrEmail}/steps/{stepId}/personalization'],
	fields: [campaignLocator, leadIdOrEmail, leadStepId],
	request: (parameters) => ({
		method: 'DELETE',
		path: path`/campaigns/${campaignIdOf(parameters)}/leads/${parameters.id('leadIdOrEmail', lead)}/steps/${parameters.id('stepId', step)}/personalization`,
	}),
	orderBy: (parameters) => sameLead(parameters.id('leadIdOrEmail', lead)),
};
