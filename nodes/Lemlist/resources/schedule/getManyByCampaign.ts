import { path } from '../../../shared/http/path';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import type { RequestOperation } from '../../table/operation';
import { scheduleSummary } from './summary';

export const getManyByCampaign: RequestOperation = {
	value: 'getManyByCampaign',
	name: 'Get Many by Campaign',
	action: 'Get many schedules by campaign',
	description: 'Get the schedules that a campaign sends by',
	routes: ['GET /campaigns/{campaignId}/schedules/'],
	fields: [campaignLocator],
	paging: { by: 'none' },
	simplify: scheduleSummary,
	request: (parameters) => ({ path: path`/campaigns/${campaignIdOf(parameters)}/schedules/` }),
};
