import { path } from '../../../shared/http/path';
import { anyLeadId } from '../../fields/ids';
import { lead } from '../../fields/locators/lead';
import type { RequestOperation } from '../../table/operation';
import { sameLead } from './order';
import { checkLength } from './variables';

export const eraseVariables: RequestOperation = {
	value: 'eraseVariables',
	name: 'Erase Variables',
	action: 'Erase variables of lead',
	description: 'Empty custom variables of a lead. The variables themselves stay, for this and other leads.',
	routes: ['DELETE /leads/{leadId}/variables'],
	fields: [
		anyLeadId,
		{
			displayName: 'Variable Names',
			name: 'variableNames',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. companySize, region',
			description: 'The names of the variables to empty, separated by commas, or a list from an expression',
		},
	],
	request: (parameters) => {
		const names = parameters.requiredList('variableNames', 'Enter at least one name.');
		// lemlist reads the names; the values have no meaning, but must not be empty to be sent.
		const query = Object.fromEntries(names.map((name) => [name, 'true']));
		checkLength(parameters, query, 'variableNames');
		return { method: 'DELETE', path: path`/leads/${parameters.id('leadId', lead)}/variables`, query };
	},
	orderBy: (parameters) => sameLead(parameters.id('leadId', lead)),
};
