import { campaignLocator } from '../../../shared/lemlist/campaigns';
import { path } from '../../../shared/http/path';
import type { RequestOperation } from '../../table/operation';
import { simplifiedSchedule } from './fields';

export const getManyByCampaign: RequestOperation = {
	value: 'getManyByCampaign',
	name: 'Get Many by Campaign',
	action: 'Get many schedules by campaign',
	description: 'Get the schedules that a campaign sends by',
	routes: ['GET /campaigns/{campaignId}/schedules/'],
	fields: [campaignLocator],
	paging: { by: 'none' },
	simplify: simplifiedSchedule,
	request: (parameters) => ({ path: path`/campaigns/${parameters.campaignId()}/schedules/` }),
};
