import type { IDataObject } from 'n8n-workflow';

import type { RequestOptions } from '../../../shared/http/client';
import { path } from '../../../shared/http/path';
import { campaignIdOf } from '../../../shared/lemlist/campaigns';
import type { ItemParameters } from '../../../shared/n8n/parameters';
import { userOrEmail } from '../../fields/locators/user';
import { filledVariables } from './variables';

/** What was filled in of `newLeadFields`. */
function newLeadFieldsOf(parameters: ItemParameters): IDataObject {
	const fields = parameters.filled('additionalFields');
	const contactOwner = parameters.optionalId('additionalFields.contactOwner', userOrEmail);
	return { ...fields, ...(contactOwner !== undefined && { contactOwner }) };
}

/** The request that adds a lead to a campaign. Custom variables are further keys of its body. */
export function newLeadRequest(parameters: ItemParameters, body: IDataObject): RequestOptions {
	return {
		method: 'POST',
		path: path`/campaigns/${campaignIdOf(parameters)}/leads/`,
		query: parameters.filled('options'),
		body: { ...body, ...newLeadFieldsOf(parameters), ...filledVariables(parameters) },
	};
}
