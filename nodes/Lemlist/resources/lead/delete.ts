import { path } from '../../../shared/http/path';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import { leadId } from '../../fields/ids';
import { lead } from '../../fields/locators/lead';
import type { RequestOperation } from '../../table/operation';
import { sameLead } from './order';

export const deleteLead: RequestOperation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete lead',
	description: 'Remove a lead from a campaign for good, with all its statistics',
	notice: 'This cannot be undone. The person may be contacted again elsewhere: to stop that, use Unsubscribe instead.',
	routes: ['DELETE /campaigns/{campaignId}/leads/{leadId}'],
	fields: [campaignLocator, leadId],
	request: (parameters) => ({
		method: 'DELETE',
		path: path`/campaigns/${campaignIdOf(parameters)}/leads/${parameters.id('leadId', lead)}`,
		// Without it lemlist unsubscribes the lead, and keeps it.
		query: { action: 'remove' },
	}),
	output: (_body, parameters) => ({ deleted: true, leadId: parameters.id('leadId', lead) }),
	orderBy: (parameters) => sameLead(parameters.id('leadId', lead)),
};
