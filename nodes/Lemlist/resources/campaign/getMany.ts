import type { IDataObject } from 'n8n-workflow';

import type { CustomOperation, Paging } from '../../table/operation';
import { readList } from '../../table/runOperation';
import { campaignStatuses } from './fields';

const paging: Paging = { by: 'offset', pageSize: 100 };

/** Whole lists in one order: the first entries of all of them are the first of the merged list. */
function merge(lists: IDataObject[][], sortOrder: unknown): IDataObject[] {
	const byId = new Map(lists.flat().map((campaign) => [campaign._id, campaign]));
	const createdAt = (campaign: IDataObject) => String(campaign.createdAt ?? '');
	const sign = sortOrder === 'asc' ? 1 : -1;
	return [...byId.values()].sort((a, b) => sign * createdAt(a).localeCompare(createdAt(b)));
}

/** lemlist takes one status a call, and a campaign can have several (paused and errors): one list per status, merged. */
export const getMany: CustomOperation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many campaigns',
	description: "Get a list of the team's campaigns, by status or creator, newest first",
	routes: ['GET /campaigns'],
	fields: [
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: [
				{
					displayName: 'Created By',
					name: 'createdBy',
					type: 'string',
					default: '',
					placeholder: 'e.g. usr_A1B2C3D4E5F6G7H8I',
					description: 'Only campaigns that this user created: a user ID',
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
			],
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Sort Order',
					name: 'sortOrder',
					type: 'options',
					options: [
						{ name: 'Newest First', value: 'desc' },
						{ name: 'Oldest First', value: 'asc' },
					],
					default: 'desc',
					description: 'The order by date of creation',
				},
			],
		},
	],
	paging,
	simplify: [
		'_id',
		'name',
		'status',
		'labels',
		'createdAt',
		'createdBy',
		'timezone',
		'sequenceId',
		'hasError',
		'errors',
	],
	async run(call) {
		const { parameters } = call;
		const { createdBy, status } = parameters.collection('filters');
		const { sortOrder = 'desc' } = parameters.collection('options');
		const query = { version: 'v2', sortBy: 'createdAt', sortOrder, createdBy };
		const statuses = [...new Set(parameters.toList(status))];
		const requests = statuses.length > 0 ? statuses.map((one) => ({ ...query, status: one })) : [query];
		const lists = await Promise.all(
			requests.map(async (one) => await readList({}, { path: '/campaigns', query: one }, paging, call)),
		);
		if (lists.length === 1) return lists.flat();
		return merge(lists, sortOrder).slice(0, parameters.boolean('returnAll') ? undefined : parameters.number('limit'));
	},
};
