import type { IDataObject } from 'n8n-workflow';

import type { ItemParameters } from '../../n8n/parameters';
import { isCampaignId, optionalCampaignIdOf } from '../campaigns';
import { userOrEmail } from '../users';
import { ALL_EVENTS, EVENT_TYPES } from './eventTypes';

/** The events that a trigger is to start for. */
export interface EventFilter {
	/** lemlist's names of them; empty = all. */
	types: string[];
	/** Empty = all campaigns. */
	campaignIds: string[];
	/** Users by ID or by the address they send from, in lower case; empty = all. */
	senders: string[];
	/** Without what lemlist marks as a repetition for the lead. */
	isFirst: boolean;
	/** Without what lemlist marks as done by a robot. */
	ignoreBots: boolean;
}

function typesOf(parameters: ItemParameters): string[] {
	const types = [...new Set(parameters.words('events', 'a list of events, such as emailsReplied'))];
	if (types.length === 0) throw parameters.refuse('events', 'is empty', 'Choose at least one event, or All Events.');
	return types.includes(ALL_EVENTS) ? [] : types;
}

/** Advice for a filter whose expression gives nothing. */
const CAME_OUT_EMPTY =
	'Its expression gives nothing, which would let every event through. Check it, or clear the field where you want that.';

/** The values of an option that filters, each once; none where it is not there. */
function valuesOf(
	parameters: ItemParameters,
	name: string,
	{ isValue, wanted }: { isValue: (text: string) => boolean; wanted: string },
): string[] {
	const values = parameters.choices(name, CAME_OUT_EMPTY);
	const wrong = values.find((value) => !isValue(value));
	if (wrong !== undefined) throw parameters.mustBe(name, wanted, wrong);
	return values;
}

/** The campaign of the field and those of the option, each once. */
function campaignIdsOf(parameters: ItemParameters): string[] {
	const one = optionalCampaignIdOf(parameters);
	if (one === undefined && parameters.wasEntered('campaignId')) {
		throw parameters.refuse('campaignId', 'is empty', CAME_OUT_EMPTY);
	}
	const more = valuesOf(parameters, 'options.campaignIds', {
		isValue: isCampaignId,
		wanted: 'a list of campaign IDs, such as cam_A1B2C3D4E5F6G7H8I9',
	});
	return [...new Set(one === undefined ? more : [one, ...more])];
}

/** Addresses are compared in lower case, IDs as they are. */
function senderKey(sender: string): string {
	return sender.includes('@') ? sender.toLowerCase() : sender;
}

function sendersOf(parameters: ItemParameters): string[] {
	const senders = valuesOf(parameters, 'options.senders', {
		isValue: userOrEmail.isId,
		wanted: 'a list of user IDs or email addresses, such as usr_A1B2C3D4E5F6G7H8I',
	});
	return [...new Set(senders.map(senderKey))];
}

/**
 * Reads the parameters `events` and `campaignId`, and of `options` those that filter: `campaignIds`, `senders`,
 * `isFirst` and `ignoreBots`.
 *
 * @throws ServiceError of kind `input`, or n8n's own error for a locator it cannot read
 */
export function readFilter(parameters: ItemParameters): EventFilter {
	return {
		types: typesOf(parameters),
		campaignIds: campaignIdsOf(parameters),
		senders: sendersOf(parameters),
		isFirst: parameters.boolean('options.isFirst'),
		ignoreBots: parameters.boolean('options.ignoreBots'),
	};
}

/** Whether lemlist can tell the first ones: only where each event of the type says whether it is one. */
function tellsFirst(types: string[]): boolean {
	return types.length === 1 && EVENT_TYPES.some(({ value, saysFirst }) => saysFirst && value === types[0]);
}

/**
 * The filter as far as lemlist can apply it: it takes one type or none (= all), and one campaign or none, in hooks and
 * in activities. Of its `isFirst` it says in neither what becomes of events that do not say whether they are the first,
 * as most do not: those `isWanted` lets through, so lemlist is asked only where there are none.
 */
export function lemlistFilter({
	types,
	campaignIds,
	isFirst,
}: Pick<EventFilter, 'types' | 'campaignIds' | 'isFirst'>): {
	type?: string;
	campaignId?: string;
	isFirst?: true;
} {
	return {
		...(types.length === 1 && { type: types[0] }),
		...(campaignIds.length === 1 && { campaignId: campaignIds[0] }),
		...(isFirst && tellsFirst(types) && { isFirst }),
	};
}

/** Who sent it: `sendUserId` and `sendUserEmail`; of a step that somebody did by hand lemlist names the `userId` alone. */
function isFrom(senders: string[], { sendUserId, userId, sendUserEmail }: IDataObject): boolean {
	const names = [sendUserId ?? userId, sendUserEmail];
	return names.some((name) => typeof name === 'string' && senders.includes(senderKey(name)));
}

/**
 * Whether an event is wanted. Checks what lemlist was asked to filter as well, because its sources
 * disagree on where a webhook's filters belong. An event that does not say whether it is a first one, or a robot's,
 * is taken for a first one of a person.
 */
export function isWanted(
	{ types, campaignIds, senders, isFirst, ignoreBots }: EventFilter,
	event: IDataObject,
): boolean {
	if (types.length > 0 && !types.includes(String(event.type))) return false;
	if (campaignIds.length > 0 && !campaignIds.includes(String(event.campaignId))) return false;
	if (senders.length > 0 && !isFrom(senders, event)) return false;
	if (ignoreBots && event.bot === true) return false;
	return !(isFirst && event.isFirst === false);
}
