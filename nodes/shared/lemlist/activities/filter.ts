import type { IDataObject } from 'n8n-workflow';

import type { ItemParameters } from '../../n8n/parameters';
import { optionalCampaignIdOf } from '../campaigns';
import { ALL_EVENTS } from './eventTypes';

/** The events that a trigger is to start for. */
export interface EventFilter {
	/** lemlist's names of them; empty = all. */
	types: string[];
	/** None = all campaigns. */
	campaignId?: string;
	/** Only the first event of its type for a lead. */
	isFirst: boolean;
}

function typesOf(parameters: ItemParameters): string[] {
	const types = [...new Set(parameters.words('events', 'a list of events, such as emailsReplied'))];
	if (types.length === 0) throw parameters.refuse('events', 'is empty', 'Choose at least one event, or All Events.');
	return types.includes(ALL_EVENTS) ? [] : types;
}

/**
 * Reads the parameters `events`, `campaignId` and `options.isFirst`.
 *
 * @throws ServiceError of kind `input`, or n8n's own error for a locator it cannot read
 */
export function readFilter(parameters: ItemParameters): EventFilter {
	return {
		types: typesOf(parameters),
		campaignId: optionalCampaignIdOf(parameters),
		isFirst: parameters.boolean('options.isFirst'),
	};
}

/** The filter as far as lemlist can apply it: it takes one type or none (= all), in hooks and in activities. */
export function lemlistFilter({ types, campaignId, isFirst }: EventFilter): {
	type?: string;
	campaignId?: string;
	isFirst?: true;
} {
	return {
		...(types.length === 1 && { type: types[0] }),
		...(campaignId !== undefined && { campaignId }),
		...(isFirst && { isFirst }),
	};
}

/**
 * Whether an event is wanted. Checks what lemlist was asked to filter as well, because its sources
 * disagree on where a webhook's filters belong. Not every event says whether it is a first one.
 */
export function isWanted({ types, campaignId, isFirst }: EventFilter, event: IDataObject): boolean {
	if (types.length > 0 && !types.includes(String(event.type))) return false;
	if (campaignId !== undefined && event.campaignId !== campaignId) return false;
	return !(isFirst && event.isFirst === false);
}
