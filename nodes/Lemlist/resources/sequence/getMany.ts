import type { IDataObject } from 'n8n-workflow';

import { path } from '../../../shared/http/path';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import { readSequences } from '../../../shared/lemlist/sequences';
import type { RequestOperation } from '../../table/operation';

export const getMany: RequestOperation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many sequences',
	description: 'Get the sequences of a campaign with their steps, the main one first',
	routes: ['GET /campaigns/{campaignId}/sequences'],
	fields: [campaignLocator],
	paging: { by: 'none' },
	request: (parameters) => ({ path: path`/campaigns/${campaignIdOf(parameters)}/sequences` }),
	output: (body) => readSequences(body) as IDataObject[],
};
