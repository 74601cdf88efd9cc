import { path } from '../../../shared/http/path';
import { leadId } from '../../fields/ids';
import { lead } from '../../fields/locators/lead';
import type { RequestOperation } from '../../table/operation';
import { scope } from './fields';
import { sameLead } from './order';
import { scopedCampaignId } from './scope';
import { leadSummary } from './summary';

export const resume: RequestOperation = {
	value: 'resume',
	name: 'Resume',
	action: 'Resume lead',
	description: 'Let the sequence of a paused lead go on, in one campaign or in all',
	routes: ['POST /leads/start/{leadId}'],
	fields: [...scope, leadId],
	simplify: leadSummary,
	request: (parameters) => ({
		method: 'POST',
		path: path`/leads/start/${parameters.id('leadId', lead)}`,
		query: { campaignId: scopedCampaignId(parameters) },
	}),
	orderBy: (parameters) => sameLead(parameters.id('leadId', lead)),
};
