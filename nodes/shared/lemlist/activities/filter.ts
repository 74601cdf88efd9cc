import type { IDataObject, IHookFunctions, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';

import { campaignIdOf } from '../campaigns';
import { ServiceError } from '../../n8n/serviceError';
import { ALL_EVENTS } from './eventTypes';

/** Every n8n context in which a trigger reads its parameters. */
export type TriggerContext = IHookFunctions | IWebhookFunctions | IPollFunctions;

/** The events that a trigger is to start for. */
export interface EventFilter {
	/** lemlist's names of them; empty = all. */
	types: string[];
	/** None = all campaigns. */
	campaignId?: string;
	/** Only the first event of its type for a lead. */
	isFirst: boolean;
}

function typesOf(value: unknown): string[] {
	const given: unknown[] = Array.isArray(value) ? value : String(value ?? '').split(',');
	const types = [...new Set(given.map((type) => String(type).trim()).filter((type) => type !== ''))];
	const odd = types.find((type) => !/^\w+$/.test(type));
	if (types.length === 0 || odd !== undefined) {
		throw new ServiceError('input', {
			message: types.length === 0 ? "'Events' is empty" : "'Events' holds something that is no event",
			description:
				odd === undefined
					? 'Choose at least one event, or All Events.'
					: `An event is a word such as emailsReplied, got "${odd.slice(0, 60)}".`,
		});
	}
	return types.includes(ALL_EVENTS) ? [] : types;
}

function optionalCampaignId(context: TriggerContext): string | undefined {
	const given = context.getNodeParameter('campaignId', '') as { value?: unknown } | string | null;
	const value = typeof given === 'object' ? given?.value : given;
	if (String(value ?? '').trim() === '') return undefined;
	return campaignIdOf(context.getNodeParameter('campaignId', '', { extractValue: true }));
}

/**
 * Reads the parameters `events`, `campaignId` and `options.isFirst`.
 *
 * @throws ServiceError of kind `input`, or n8n's own error for a locator it cannot read
 */
export function readFilter(context: TriggerContext): EventFilter {
	const { isFirst } = context.getNodeParameter('options', {}) as { isFirst?: unknown };
	return {
		types: typesOf(context.getNodeParameter('events', [])),
		campaignId: optionalCampaignId(context),
		isFirst: isFirst === true,
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
