import { path } from '../../../shared/http/path';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import type { RequestOperation } from '../../table/operation';
import { email } from './fields';
import { sameLead } from './order';
import { leadSummary } from './summary';

export const unsubscribe: RequestOperation = {
	value: 'unsubscribe',
	name: 'Unsubscribe',
	action: 'Unsubscribe lead',
	description: 'Have lemlist contact a lead no more. The lead and its statistics stay.',
	notice:
		'Counts for ALL campaigns of the lead, though one is named. To halt it for a while, use Pause; to take it out of one campaign, use Delete.',
	routes: ['DELETE /campaigns/{campaignId}/leads/{email}'],
	fields: [{ ...campaignLocator, description: 'A campaign that the lead is in' }, email],
	simplify: leadSummary,
	request: (parameters) => ({
		method: 'DELETE',
		path: path`/campaigns/${campaignIdOf(parameters)}/leads/${parameters.required('email')}`,
	}),
	orderBy: (parameters) => sameLead(parameters.required('email')),
};
