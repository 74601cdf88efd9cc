import type { IDataObject } from 'n8n-workflow';

import type { RequestOptions } from '../../../shared/http/client';
import { path } from '../../../shared/http/path';
import { campaignIdOf } from '../../../shared/lemlist/campaigns';
import type { ItemParameters } from '../../../shared/n8n/parameters';
import { ServiceError } from '../../../shared/n8n/serviceError';
import { userOrEmail } from '../../../shared/lemlist/users';
import { filledVariables } from './variables';

/** What lemlist knows a new lead by. */
export type Identity = { email: string } | { linkedinUrl: string };

/**
 * A lead is known by its email, or without one by its LinkedIn profile.
 *
 * @throws ServiceError of kind `input` where it has neither
 */
export function identity(parameters: ItemParameters): Identity {
	const address = parameters.text('email');
	if (address !== '') return { email: address };
	const { linkedinUrl } = parameters.filled('additionalFields');
	if (linkedinUrl !== undefined) return { linkedinUrl: String(linkedinUrl) };
	throw parameters.refuse(
		'email',
		'is empty',
		"Enter an email, or the 'LinkedIn URL' under Additional Fields for a lead without one.",
	);
}

/** What was filled in of `newLeadFields`. */
function newLeadFieldsOf(parameters: ItemParameters): IDataObject {
	const fields = parameters.filled('additionalFields');
	const contactOwner = parameters.optionalId('additionalFields.contactOwner', userOrEmail);
	return { ...fields, ...(contactOwner !== undefined && { contactOwner }) };
}

/** The request that adds a lead to a campaign. Custom variables are further keys of its body. */
export function newLeadRequest(parameters: ItemParameters): RequestOptions {
	const known: IDataObject = { ...identity(parameters) };
	return {
		method: 'POST',
		path: path`/campaigns/${campaignIdOf(parameters)}/leads/`,
		query: parameters.filled('options'),
		body: { ...known, ...newLeadFieldsOf(parameters), ...filledVariables(parameters) },
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
