import { path } from '../../../shared/http/path';
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
	fields: [leadIdOrEmail, ...scope],
	simplify: leadSummary,
	request: (parameters) => {
		const lead = parameters.required('leadIdOrEmail');
		const campaignId = scopedCampaignId(parameters);
		return {
			method: 'POST',
			path: campaignId ? path`/campaigns/${campaignId}/leads/${lead}/interested` : path`/leads/interested/${lead}`,
		};
	},
	orderBy: (parameters) => sameLead(parameters.required('leadIdOrEmail')),
};
