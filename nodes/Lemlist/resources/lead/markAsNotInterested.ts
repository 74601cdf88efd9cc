import { path } from '../../../shared/http/path';
import { lead } from '../../fields/locators/lead';
import type { RequestOperation } from '../../table/operation';
import { leadIdOrEmail, scope } from './fields';
import { sameLead } from './order';
import { scopedCampaignId } from './scope';
import { leadSummary } from './summary';

export const markAsNotInterested: RequestOperation = {
	value: 'markAsNotInterested',
	name: 'Mark as Not Interested',
	action: 'Mark lead as not interested',
	description: 'Mark a lead as not interested, in one campaign or in all',
	routes: [
		'POST /campaigns/{campaignId}/leads/{leadIdOrEmail}/notinterested',
		'POST /leads/notinterested/{leadIdOrEmail}',
	],
	fields: [...scope, leadIdOrEmail],
	simplify: leadSummary,
	request: (parameters) => {
		const idOrEmail = parameters.id('leadIdOrEmail', lead);
		const campaignId = scopedCampaignId(parameters);
		return {
			method: 'POST',
			path: campaignId
				? path`/campaigns/${campaignId}/leads/${idOrEmail}/notinterested`
				: path`/leads/notinterested/${idOrEmail}`,
		};
	},
	orderBy: (parameters) => sameLead(parameters.id('leadIdOrEmail', lead)),
};
