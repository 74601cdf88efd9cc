import { path } from '../../../shared/http/path';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import type { RequestOperation } from '../../table/operation';

export const getSettings: RequestOperation = {
	value: 'getSettings',
	name: 'Get Settings',
	action: 'Get campaign settings',
	description: 'Get all settings of a campaign by section: senders, schedule, automation, tracking and others',
	notice: 'Needs the Email Pro plan of lemlist or a higher one.',
	routes: ['GET /campaigns/{campaignId}/settings'],
	fields: [campaignLocator],
	request: (parameters) => ({ path: path`/campaigns/${campaignIdOf(parameters)}/settings` }),
};
