import type { IDataObject } from 'n8n-workflow';

import type { RequestOptions } from '../../../shared/http/client';
import { path } from '../../../shared/http/path';
import { campaignIdOf } from '../../../shared/lemlist/campaigns';
import type { ItemParameters } from '../../../shared/n8n/parameters';
import { ServiceError } from '../../../shared/n8n/serviceError';
import { userOrEmail } from '../../../shared/lemlist/users';
import { columnsOf } from './columns';
import { filledVariables } from './variables';

/** What lemlist knows a new lead by. */
export type Identity = { email: string } | { linkedinUrl: string };

/** A lead as the form describes it. */
export interface NewLead {
	identity: Identity;
	/** lemlist's fields besides the email. */
	fields: IDataObject;
	variables: Record<string, string>;
	/** The parameter that the variables are in. */
	variablesIn: 'customVariables' | 'columns';
}

/** What was entered one by one. */
function definedLead(parameters: ItemParameters): NewLead {
	const fields = parameters.filled('additionalFields');
	// Data of the lead, which may lack it.
	const ownerField = 'additionalFields.contactOwner';
	const contactOwner = parameters.isChosen(ownerField) ? parameters.id(ownerField, userOrEmail) : undefined;
	const address = parameters.text('email');
	if (address === '' && fields.linkedinUrl === undefined) {
		throw parameters.refuse(
			'email',
			'is empty',
			"Enter an email, or the 'LinkedIn URL' under Additional Fields for a lead without one.",
		);
	}
	return {
		identity: address === '' ? { linkedinUrl: String(fields.linkedinUrl) } : { email: address },
		fields: { ...fields, ...(contactOwner !== undefined && { contactOwner }) },
		variables: filledVariables(parameters),
		variablesIn: 'customVariables',
	};
}

/** What columns say, and the variables that were added to them. */
function mappedLead(parameters: ItemParameters): NewLead {
	const { fields, variables, ofInput } = columnsOf(parameters);
	const { email, ...others } = fields;
	if (email === undefined && others.linkedinUrl === undefined) {
		throw parameters.refuse(
			'columns',
			'has neither an email nor a LinkedIn URL for this item',
			ofInput
				? `One column of the input must be called email or linkedinUrl, written like that, and be filled in. This item has: ${ofInput.join(', ').slice(0, 300) || 'none'}.`
				: 'Map a column to Email, or to LinkedIn URL for a lead without one.',
		);
	}
	return {
		identity: email === undefined ? { linkedinUrl: String(others.linkedinUrl) } : { email: String(email) },
		fields: others,
		variables: { ...variables, ...filledVariables(parameters) },
		variablesIn: 'columns',
	};
}

/**
 * Reads `newLeadForm`. A lead is known by its email, or without one by its LinkedIn profile.
 *
 * @throws ServiceError of kind `input` where it has neither
 */
export function readNewLead(parameters: ItemParameters): NewLead {
	const mode = parameters.oneOf('dataToSend', ['defineBelow', 'mapColumns'], 'defineBelow');
	return mode === 'mapColumns' ? mappedLead(parameters) : definedLead(parameters);
}

/** The request that adds a lead to a campaign. Custom variables are further keys of its body. */
export function newLeadRequest(parameters: ItemParameters): RequestOptions {
	const { identity, fields, variables } = readNewLead(parameters);
	return {
		method: 'POST',
		path: path`/campaigns/${campaignIdOf(parameters)}/leads/`,
		query: parameters.settings('options'),
		body: { ...identity, ...fields, ...variables },
	};
}

/** lemlist answers 200 and nothing where the campaign does not exist, and adds no lead (recorded 2026-09). */
export function noLeadAdded(parameters: ItemParameters): ServiceError {
	const campaignId = campaignIdOf(parameters);
	return new ServiceError('refused', {
		message: 'lemlist added no lead: its answer was empty',
		description: `This is how it answers for a campaign that does not exist. Check the campaign ${campaignId}: it may have been deleted, or belong to another team.`,
		status: 200,
		ids: { campaignId },
	});
}
