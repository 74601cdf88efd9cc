import { campaignLocator } from '../../../shared/lemlist/campaigns';
import { path } from '../../../shared/http/path';
import type { RequestOperation } from '../../table/operation';
import { scheduleId } from './fields';

export const associateWithCampaign: RequestOperation = {
	value: 'associateWithCampaign',
	name: 'Associate with Campaign',
	action: 'Associate schedule with campaign',
	description: 'Have a campaign send by a schedule. Gives both IDs.',
	routes: ['POST /campaigns/{campaignId}/schedules/{scheduleId}'],
	fields: [campaignLocator, scheduleId],
	request: (parameters) => ({
		method: 'POST',
		path: path`/campaigns/${parameters.campaignId()}/schedules/${parameters.required('scheduleId')}`,
	}),
	orderBy: (parameters) => parameters.campaignId(),
};
