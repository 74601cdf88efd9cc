import { path } from '../../../shared/http/path';
import { leadId } from '../../fields/ids';
import type { RequestOperation } from '../../table/operation';
import { customVariables } from './fields';
import { sameLead } from './order';
import { requiredVariables } from './variables';

export const updateVariables: RequestOperation = {
	value: 'updateVariables',
	name: 'Update Variables',
	action: 'Update variables of lead',
	description:
		'Change the values of custom variables that the lead has. To add new ones use Add Variables, to empty them Erase Variables.',
	routes: ['PATCH /leads/{leadId}/variables'],
	fields: [leadId, { ...customVariables, required: true }],
	request: (parameters) => ({
		method: 'PATCH',
		path: path`/leads/${parameters.required('leadId')}/variables`,
		query: requiredVariables(parameters),
	}),
	orderBy: (parameters) => sameLead(parameters.required('leadId')),
};
