import { path } from '../../../shared/http/path';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import { scheduleId } from '../../fields/ids';
import { schedule } from '../../fields/locators/schedule';
import type { RequestOperation } from '../../table/operation';

export const associateWithCampaign: RequestOperation = {
	value: 'associateWithCampaign',
	name: 'Associate with Campaign',
	action: 'Associate schedule with campaign',
	description: 'Have a campaign send by a schedule. Gives both IDs.',
	routes: ['POST /campaigns/{campaignId}/schedules/{scheduleId}'],
	fields: [campaignLocator, scheduleId],
	request: (parameters) => ({
		method: 'POST',
		path: path`/campaigns/${campaignIdOf(parameters)}/schedules/${parameters.id('scheduleId', schedule)}`,
	}),
	orderBy: (parameters) => campaignIdOf(parameters),
};
