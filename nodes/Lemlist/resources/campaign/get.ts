import { path } from '../../../shared/http/path';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import type { RequestOperation } from '../../table/operation';
import { campaignSummary } from './summary';

export const get: RequestOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get campaign',
	description: 'Get one campaign: its name, status, senders and schedules',
	routes: ['GET /campaigns/{campaignId}'],
	fields: [campaignLocator],
	simplify: campaignSummary,
	request: (parameters) => ({ path: path`/campaigns/${campaignIdOf(parameters)}` }),
};
