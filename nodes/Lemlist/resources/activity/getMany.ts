import type { IDataObject } from 'n8n-workflow';

import { activityTypes } from '../../../shared/lemlist/activities/eventTypes';
import { ACTIVITY_PAGES, activityList } from '../../../shared/lemlist/activities/list';
import { simplified } from '../../../shared/lemlist/activities/output';
import { campaignLocator, optionalCampaignIdOf } from '../../../shared/lemlist/campaigns';
import type { ItemParameters } from '../../../shared/n8n/parameters';
import { filters } from '../../fields/frames';
import { leadId } from '../../fields/ids';
import { lead } from '../../fields/locators/lead';
import type { CustomOperation } from '../../table/operation';
import { entriesWanted, readList } from '../../table/readList';

function query(parameters: ItemParameters): IDataObject {
	const { isFirst } = parameters.settings('filters');
	const { from: minDate, to: maxDate } = parameters.period('filters.minDate', 'filters.maxDate');
	return {
		isFirst,
		leadId: parameters.optionalId('filters.leadId', lead),
		campaignId: optionalCampaignIdOf(parameters, 'filters.campaignId'),
		minDate,
		maxDate,
	};
}

/** Newest first, as lemlist sorts each list. */
function merge(lists: IDataObject[][]): IDataObject[] {
	const createdAt = (activity: IDataObject) => String(activity.createdAt ?? '');
	return lists.flat().sort((a, b) => createdAt(b).localeCompare(createdAt(a)));
}

/** lemlist takes one type a call: one list per type, merged. */
export const getMany: CustomOperation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many activities',
	description: 'Get what happened, newest first: emails sent, opened, replied, LinkedIn visits, notes and so on',
	routes: ['GET /activities'],
	fields: [
		filters(
			{ ...campaignLocator, required: false, description: 'Only activities of this campaign' },
			{
				displayName: 'First Only',
				name: 'isFirst',
				type: 'boolean',
				default: true,
				description: 'Whether to get only the first activity of its type for a lead',
			},
			{
				displayName: 'From',
				name: 'minDate',
				type: 'dateTime',
				default: '',
				description: "Only activities at or after this time, in the workflow's time zone unless it has one of its own",
			},
			{ ...leadId, required: false, description: 'Only activities of this lead' },
			{
				displayName: 'To',
				name: 'maxDate',
				type: 'dateTime',
				default: '',
				description:
					"Only activities at or before this time, which must be after 'From'. A day without a time, or at midnight as the date picker gives it, is included as a whole.",
			},
			{
				displayName: 'Types',
				name: 'types',
				type: 'multiOptions',
				options: activityTypes,
				default: [],
				description: 'Only activities of these types; none chosen means all',
			},
		),
	],
	paging: ACTIVITY_PAGES,
	simplify: simplified,
	async run(call) {
		const { parameters } = call;
		const common = query(parameters);
		const types = parameters.choices('filters.types');
		const queries = types.length > 0 ? types.map((type) => ({ ...common, type })) : [common];
		const lists = await Promise.all(queries.map(async (one) => await readList(call, activityList(one))));
		return { json: merge(lists).slice(0, entriesWanted(parameters)) };
	},
};
