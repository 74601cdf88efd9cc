import type { RequestOperation } from '../../table/operation';
import { campaignStatuses } from '../campaign/fields';

export const getSenders: RequestOperation = {
	value: 'getSenders',
	name: 'Get Senders',
	action: 'Get team senders',
	description: 'Get the users who send campaigns, each with the campaigns they send and the channels used',
	routes: ['GET /team/senders'],
	fields: [
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: [
				{
					displayName: 'Campaign Status',
					name: 'state',
					type: 'options',
					options: campaignStatuses,
					default: 'running',
					description: 'Only campaigns in this status',
				},
			],
		},
	],
	paging: { by: 'none' },
	request: (parameters) => ({ path: '/team/senders', query: parameters.filled('filters') }),
};
