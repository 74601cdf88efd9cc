import { path } from '../../../shared/http/path';
import { lead } from '../../fields/locators/lead';
import type { RequestOperation } from '../../table/operation';
import { leadIdOrEmail, scope } from './fields';
import { sameLead } from './order';
import { scopedCampaignId } from './scope';
import { leadSummary } from './summary';

export const markAsInterested: RequestOperation = {
	value: 'markAsInterested',
	name: 'Mark as Interested',
	action: 'Mark lead as interested',
	description: 'Mark a lead as interested, in one campaign or in all',
	routes: ['POST /campaigns/{campaignId}/leads/{leadIdOrEmail}/interested', 'POST /leads/interested/{leadIdOrEmail}'],
	fields: [...scope, leadIdOrEmail],
	simplify: leadSummary,
	request: (parameters) => {
		const idOrEmail = parameters.id('leadIdOrEmail', lead);
		const campaignId = scopedCampaignId(parameters);
		return {
			method: 'POST',
			path: campaignId
				? path`/campaigns/${campaignId}/leads/${idOrEmail}/interested`
				: path`/leads/interested/${idOrEmail}`,
		};
	},
	orderBy: (parameters) => sameLead(parameters.id('leadIdOrEmail', lead)),
};
