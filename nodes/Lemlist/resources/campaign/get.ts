import { campaignLocator } from '../../../shared/lemlist/campaigns';
import { path } from '../../../shared/http/path';
import type { RequestOperation } from '../../table/operation';

export const get: RequestOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get campaign',
	description: 'Get one campaign: its name, status, senders and schedules',
	routes: ['GET /campaigns/{campaignId}'],
	fields: [campaignLocator],
	simplify: [
		'_id',
		'name',
		'status',
		'labels',
		'createdAt',
		'createdBy',
		'timezone',
		'sequenceId',
		'hasError',
		'errors',
	],
	request: (parameters) => ({ path: path`/campaigns/${parameters.campaignId()}` }),
};
