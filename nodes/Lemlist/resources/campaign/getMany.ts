import { CAMPAIGN_PAGES } from '../../../shared/lemlist/campaigns';
import { campaignStatuses } from '../../../shared/lemlist/campaignStatuses';
import { filters, options } from '../../fields/frames';
import { userId } from '../../fields/ids';
import { user } from '../../../shared/lemlist/users';
import { sortOrder } from '../../fields/sortOrder';
import type { CustomOperation } from '../../table/operation';
import { entriesWanted, readList } from '../../table/readList';
import { mergeCampaigns } from '../../../shared/lemlist/mergeCampaigns';
import { campaignSummary } from './summary';

/** lemlist takes one status a call, and a campaign can have several (paused and errors): one list per status, merged. */
export const getMany: CustomOperation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many campaigns',
	description: "Get a list of the team's campaigns, by status or creator, newest first",
	routes: ['GET /campaigns'],
	fields: [
		filters(
			{
				...userId,
				required: false,
				displayName: 'Created By',
				name: 'createdBy',
				description: 'Only campaigns that this user created',
			},
			{
				displayName: 'Status',
				name: 'status',
				type: 'multiOptions',
				options: campaignStatuses,
				default: [],
				description:
					'Only campaigns in one of these statuses. A campaign can be in several, such as Paused and Errors.',
			},
		),
		options(sortOrder),
	],
	paging: CAMPAIGN_PAGES,
	simplify: campaignSummary,
	async run(call) {
		const { parameters } = call;
		const createdBy = parameters.optionalId('filters.createdBy', user);
		const { sortOrder = 'desc' } = parameters.collection('options');
		const query = { version: 'v2', sortBy: 'createdAt', sortOrder, createdBy };
		const statuses = parameters.choices('filters.status');
		const queries = statuses.length > 0 ? statuses.map((one) => ({ ...query, status: one })) : [query];
		const lists = await Promise.all(
			queries.map(async (one) => {
				const request = { path: '/campaigns', query: one };
				return await readList(call, { what: 'the campaigns', request, paging: CAMPAIGN_PAGES });
			}),
		);
		if (lists.length === 1) return { json: lists.flat() };
		return { json: mergeCampaigns(lists, sortOrder).slice(0, entriesWanted(parameters)) };
	},
};
