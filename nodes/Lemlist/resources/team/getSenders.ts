import { campaignStatuses } from '../../../shared/lemlist/campaignStatuses';
import { filters } from '../../fields/frames';
import type { RequestOperation } from '../../table/operation';

export const getSenders: RequestOperation = {
	value: 'getSenders',
	name: 'Get Senders',
	action: 'Get team senders',
	description: 'Get the users who send campaigns, each with the campaigns they send and the channels used',
	routes: ['GET /team/senders'],
	fields: [
		filters({
			displayName: 'Campaign Status',
			name: 'state',
			type: 'options',
			options: campaignStatuses,
			default: 'running',
			description: 'Only campaigns in this status',
		}),
	],
	paging: { by: 'none' },
	request: (parameters) => ({ path: '/team/senders', query: parameters.settings('filters') }),
};
