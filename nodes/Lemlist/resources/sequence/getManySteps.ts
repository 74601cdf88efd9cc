import { path } from '../../../shared/http/path';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import { readSteps } from '../../../shared/lemlist/sequences';
import type { RequestOperation } from '../../table/operation';

export const getManySteps: RequestOperation = {
	value: 'getManySteps',
	name: 'Get Many Steps',
	action: 'Get many steps of campaign',
	description: 'Get the steps of a campaign, one item each, with its sequence and its number in it',
	routes: ['GET /campaigns/{campaignId}/sequences'],
	fields: [campaignLocator],
	paging: { by: 'none' },
	request: (parameters) => ({ path: path`/campaigns/${campaignIdOf(parameters)}/sequences` }),
	output: readSteps,
};
