import type { IDataObject } from 'n8n-workflow';

import { path } from '../../../shared/path';
import type { RequestOptions } from '../../../shared/transport';
import type { ItemParameters } from '../../itemParameters';
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
