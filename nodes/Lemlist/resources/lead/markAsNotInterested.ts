import { path } from '../../../shared/http/path';
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
	fields: [leadIdOrEmail, ...scope],
	simplify: leadSummary,
	request: (parameters) => {
		const lead = parameters.required('leadIdOrEmail');
		const campaignId = scopedCampaignId(parameters);
		return {
			method: 'POST',
			path: campaignId
				? path`/campaigns/${campaignId}/leads/${lead}/notinterested`
				: path`/leads/notinterested/${lead}`,
		};
	},
	orderBy: (parameters) => sameLead(parameters.required('leadIdOrEmail')),
};
