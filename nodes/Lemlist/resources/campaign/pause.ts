import { path } from '../../../shared/http/path';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import type { RequestOperation } from '../../table/operation';

export const pause: RequestOperation = {
	value: 'pause',
	name: 'Pause',
	action: 'Pause campaign',
	description: 'Stop a campaign from sending until it is started again',
	routes: ['POST /campaigns/{campaignId}/pause'],
	fields: [campaignLocator],
	request: (parameters) => ({ method: 'POST', path: path`/campaigns/${campaignIdOf(parameters)}/pause` }),
};
