import { path } from '../../../shared/http/path';
import { anyLeadId } from '../../fields/ids';
import { lead } from '../../fields/locators/lead';
import type { RequestOperation } from '../../table/operation';
import { customVariables } from './fields';
import { sameLead } from './order';
import { requiredVariables } from './variables';

export const updateVariables: RequestOperation = {
	value: 'updateVariables',
	name: 'Update Variables',
	action: 'Update variables of lead',
	description: 'Change the values of custom variables that the lead has. Add Variables adds new ones.',
	routes: ['PATCH /leads/{leadId}/variables'],
	fields: [anyLeadId, { ...customVariables, required: true }],
	request: (parameters) => ({
		method: 'PATCH',
		path: path`/leads/${parameters.id('leadId', lead)}/variables`,
		query: requiredVariables(parameters),
	}),
	orderBy: (parameters) => sameLead(parameters.id('leadId', lead)),
};
