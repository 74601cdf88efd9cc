import { path } from '../../../shared/http/path';
import { ServiceError } from '../../../shared/n8n/serviceError';
import { anyLeadId } from '../../fields/ids';
import { lead } from '../../fields/locators/lead';
import { objectOf } from '../../table/json';
import type { RequestOperation } from '../../table/operation';
import { email } from './fields';
import { flatLead } from './summary';

export const get: RequestOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get lead',
	description: 'Get a lead by its email, one item for each campaign that it is in, or by its ID in a campaign',
	routes: ['GET /leads/{email}', 'GET /leads'],
	fields: [
		{
			displayName: 'Find By',
			name: 'findBy',
			type: 'options',
			options: [
				{ name: 'Email', value: 'email', description: 'Gives one item per campaign' },
				{ name: 'ID', value: 'id', description: 'Gives the lead in its one campaign' },
			],
			default: 'email',
		},
		{ ...email, required: false, displayOptions: { show: { findBy: ['email'] } } },
		{ ...anyLeadId, required: false, displayOptions: { show: { findBy: ['id'] } } },
	],
	simplify: (lead, parameters) =>
		flatLead(lead, parameters.text('findBy') === 'id' ? undefined : parameters.text('email')),
	// Without `version=v2` lemlist gives one campaign only.
	request: (parameters) =>
		parameters.text('findBy') === 'id'
			? { path: '/leads', query: { id: parameters.id('leadId', lead), version: 'v2' } }
			: { path: path`/leads/${parameters.required('email')}`, query: { version: 'v2' } },
	output: (body) => {
		const leads = (Array.isArray(body) ? body : [body]).map(objectOf);
		if (leads.length > 0) return leads;
		throw new ServiceError('refused', {
			message: 'lemlist found no such lead',
			description:
				'It sent an empty list. Check the email or ID, and that the API key belongs to the team of the lead.',
		});
	},
};
