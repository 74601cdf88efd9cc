import { path } from '../../../shared/http/path';
import { anyLeadId } from '../../fields/ids';
import { lead } from '../../fields/locators/lead';
import type { RequestOperation } from '../../table/operation';
import { sameLead } from './order';

export const launch: RequestOperation = {
	value: 'launch',
	name: 'Launch',
	action: 'Launch lead',
	description: 'Approve a lead that waits for review, so that its sequence begins',
	notice: 'The campaign begins to contact the lead. Needs the Email Pro plan of lemlist or a higher one.',
	routes: ['POST /leads/review/{leadId}'],
	fields: [anyLeadId],
	request: (parameters) => ({ method: 'POST', path: path`/leads/review/${parameters.id('leadId', lead)}` }),
	orderBy: (parameters) => sameLead(parameters.id('leadId', lead)),
};
