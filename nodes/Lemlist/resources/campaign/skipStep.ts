import { path } from '../../../shared/http/path';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import { step } from '../../fields/locators/sequence';
import { objectOf } from '../../table/json';
import type { RequestOperation } from '../../table/operation';
import { stepToSkip } from './fields';

export const skipStep: RequestOperation = {
	value: 'skipStep',
	name: 'Skip Step',
	action: 'Skip campaign step for everyone',
	description: 'Skip one step of a campaign for all its leads',
	notice:
		"This cannot be undone, and counts for every lead of the campaign. The output's 'skipped' is false if the step was skipped before.",
	routes: ['POST /campaigns/{campaignId}/steps/{stepId}/skip'],
	fields: [campaignLocator, stepToSkip],
	request: (parameters) => ({
		method: 'POST',
		path: path`/campaigns/${campaignIdOf(parameters)}/steps/${parameters.id('stepId', step)}/skip`,
	}),
	output: (body, parameters) => ({
		campaignId: campaignIdOf(parameters),
		stepId: parameters.id('stepId', step),
		...objectOf(body),
	}),
};
