import { campaignLocator } from '../../../shared/lemlist/campaigns';
import type { ItemParameters } from '../../../shared/n8n/parameters';
import type { RequestOperation } from '../../table/operation';
import { customVariables, email, newLeadFields, newLeadOptions } from './fields';
import { newLeadRequest } from './newLead';
import { sameLead } from './order';
import { leadSummary } from './summary';

/** A lead is known by its email, or without one by its LinkedIn profile. */
function identity(parameters: ItemParameters): { email?: string; linkedinUrl?: unknown } {
	const address = parameters.text('email');
	if (address !== '') return { email: address };
	const { linkedinUrl } = parameters.filled('additionalFields');
	if (linkedinUrl !== undefined) return { linkedinUrl };
	throw parameters.refuse(
		'email',
		'is empty',
		"Enter an email, or the 'LinkedIn URL' under Additional Fields for a lead without one.",
	);
}

export const create: RequestOperation = {
	value: 'create',
	name: 'Create',
	action: 'Create lead',
	description:
		'Add a lead to a campaign. Needs an email, or a LinkedIn URL for a lead without one. Fails when the lead is in the campaign already: Create or Update then updates it.',
	routes: ['POST /campaigns/{campaignId}/leads/'],
	fields: [
		campaignLocator,
		{
			...email,
			required: false,
			description: "The email address of the lead. Only a lead with a 'LinkedIn URL' can do without.",
		},
		newLeadFields,
		customVariables,
		newLeadOptions,
	],
	simplify: leadSummary,
	request: (parameters) => newLeadRequest(parameters, { ...identity(parameters) } as { email?: string }),
	orderBy: (parameters) => {
		const { email: address, linkedinUrl } = identity(parameters);
		return sameLead(address ?? String(linkedinUrl));
	},
};
