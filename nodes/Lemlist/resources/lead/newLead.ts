import type { IDataObject } from 'n8n-workflow';

import { path } from '../../../shared/http/path';
import type { RequestOptions } from '../../../shared/http/client';
import type { ItemParameters } from '../../../shared/n8n/parameters';
import { filledVariables } from './variables';

/** The request that adds a lead to a campaign. Custom variables are further keys of its body. */
export function newLeadRequest(parameters: ItemParameters, body: IDataObject): RequestOptions {
	return {
		method: 'POST',
		path: path`/campaigns/${parameters.campaignId()}/leads/`,
		query: parameters.filled('options'),
		body: { ...body, ...parameters.filled('additionalFields'), ...filledVariables(parameters) },
	};
}
