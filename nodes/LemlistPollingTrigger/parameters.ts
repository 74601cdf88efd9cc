import type { INodeProperties } from 'n8n-workflow';

import { activityEvents } from '../shared/lemlist/activities/eventTypes';
import { type EventFilter, readFilter } from '../shared/lemlist/activities/filter';
import { filterParameters, triggerOptions } from '../shared/lemlist/activities/parameters';
import { fieldLabels, ItemParameters, type TriggerContext } from '../shared/n8n/parameters';

const HOUR_MS = 60 * 60_000;

export const properties: INodeProperties[] = [
	...filterParameters(activityEvents),
	triggerOptions([
		{
			displayName: 'Items per Look',
			name: 'itemsPerLook',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 10000 },
			default: 1000,
			description: 'Most activities that one execution gets. Where more wait, the next looks go on, the oldest first.',
		},
		{
			displayName: 'Look Back',
			name: 'lookBack',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 168 },
			default: 24,
			description:
				'For how many hours an activity may stay hidden and is still found. An hourly deep look goes through that period, a request for every 100 activities. With 0 there is none, and only those are found that lemlist shows within ten minutes.',
		},
		{
			displayName: 'Start Date',
			name: 'startDate',
			type: 'dateTime',
			default: '',
			description:
				'Also start for activities since then when the workflow is activated for the first time. Without it, only for those after the activation.',
		},
	]),
];

/** What a look is to look for, and how. */
export interface PollSettings {
	filter: EventFilter;
	/** The option Start Date, for the first look (ms since 1970). */
	startDate?: number;
	lookBackMs: number;
	items: number;
}

const labels = fieldLabels(properties);

/** The reader of the node's parameters. */
export function parametersOf(context: TriggerContext): ItemParameters {
	return new ItemParameters(context, undefined, labels);
}

/** @throws ServiceError of kind `input` */
export function readSettings(parameters: ItemParameters): PollSettings {
	const startDate = parameters.optionalDate('options.startDate');
	return {
		filter: readFilter(parameters),
		...(startDate !== undefined && { startDate: Date.parse(startDate) }),
		lookBackMs: parameters.number('options.lookBack', { lowest: 0, highest: 168, fallback: 24 }) * HOUR_MS,
		items: Math.floor(parameters.number('options.itemsPerLook', { lowest: 1, highest: 10_000, fallback: 1_000 })),
	};
}
