import { path } from '../../../shared/http/path';
import { anyLeadId } from '../../fields/ids';
import { lead } from '../../fields/locators/lead';
import type { RequestOperation } from '../../table/operation';
import { customVariables } from './fields';
import { sameLead } from './order';
import { requiredVariables } from './variables';

export const addVariables: RequestOperation = {
	value: 'addVariables',
	name: 'Add Variables',
	action: 'Add variables to lead',
	description: 'Add custom variables that the lead does not have yet. Update Variables changes those it has.',
	routes: ['POST /leads/{leadId}/variables'],
	fields: [anyLeadId, { ...customVariables, required: true }],
	request: (parameters) => ({
		method: 'POST',
		path: path`/leads/${parameters.id('leadId', lead)}/variables`,
		query: requiredVariables(parameters),
	}),
	orderBy: (parameters) => sameLead(parameters.id('leadId', lead)),
};
