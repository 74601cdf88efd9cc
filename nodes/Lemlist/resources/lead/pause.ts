import { path } from '../../../shared/http/path';
import { leadId } from '../../fields/ids';
import { lead } from '../../fields/locators/lead';
import type { RequestOperation } from '../../table/operation';
import { scope } from './fields';
import { sameLead } from './order';
import { scopedCampaignId } from './scope';
import { leadSummary } from './summary';

export const pause: RequestOperation = {
	value: 'pause',
	name: 'Pause',
	action: 'Pause lead',
	description: 'Stop all steps of a lead, in one campaign or in all, until it is resumed',
	routes: ['POST /leads/pause/{leadId}'],
	fields: [...scope, leadId],
	simplify: leadSummary,
	request: (parameters) => ({
		method: 'POST',
		path: path`/leads/pause/${parameters.id('leadId', lead)}`,
		query: { campaignId: scopedCampaignId(parameters) },
	}),
	orderBy: (parameters) => sameLead(parameters.id('leadId', lead)),
};
