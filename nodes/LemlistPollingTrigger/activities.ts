import type { IDataObject } from 'n8n-workflow';

import type { ServiceClient } from '../shared/http/client';
import { pageAt } from '../shared/http/pages';
import { type EventFilter, lemlistFilter } from '../shared/lemlist/activities/filter';
import { activityList, activityEntries } from '../shared/lemlist/activities/list';

/** An activity with what its place in the list depends on, and all that lemlist sent. */
export interface Activity {
	/** Its ID; without one all that is in it. */
	key: string;
	/** When it happened at lemlist (ms since 1970); undefined where lemlist sent no readable date. */
	at: number | undefined;
	event: IDataObject;
}

/** The part of the list that is wanted, both ends included (ms since 1970). 0 = from the beginning. */
export interface Period {
	from: number;
	to?: number;
}

export interface ActivityPage {
	/** Newest first. */
	activities: Activity[];
	/** Entries that lemlist sent, odd ones included. */
	length: number;
	/** Entries that are no objects: nothing can be started for them. */
	odd: number;
}

/** The latest moment that a date can hold (ms since 1970). */
const LATEST = 8.64e15;

/** A number below is one of seconds: as milliseconds it would be of the first months of 1970. */
const LEAST_MS = 1e10;

/**
 * A date as lemlist writes it, or as a number of milliseconds or seconds. One before 1970, or one that a date cannot
 * hold, is none that anything can be sorted by.
 */
function timeOf(date: unknown): number | undefined {
	let time = typeof date === 'string' ? Date.parse(date) : NaN;
	if (typeof date === 'number') time = Math.floor(date < LEAST_MS ? date * 1000 : date);
	return time > 0 && time <= LATEST ? time : undefined;
}

function activityOf(event: IDataObject): Activity {
	const { _id: id } = event;
	const isId = typeof id === 'number' || (typeof id === 'string' && id !== '');
	const key = isId ? String(id) : JSON.stringify(event);
	return { key, at: timeOf(event.createdAt), event };
}

/** GET /activities a page at a time, as a poll needs it. */
export class ActivityReader {
	/** lemlist's own time at its latest answer (ms since 1970); undefined where it has not said. */
	lemlistNow: number | undefined;

	/** @param limits how patient a request is: not at all while n8n waits with starting for it */
	constructor(
		private readonly client: ServiceClient,
		private readonly filter: EventFilter,
		private readonly limits: { retry?: boolean; timeoutMs?: number; signal?: AbortSignal } = {},
	) {}

	/**
	 * A page of the activities that fit the filter, as far as lemlist can apply it.
	 *
	 * @param offset entries to leave out, counted from the newest one
	 * @throws ServiceError
	 */
	async page({ from, to }: Period, offset: number): Promise<ActivityPage> {
		const list = activityList({
			...lemlistFilter(this.filter),
			...(from > 0 && { minDate: new Date(from).toISOString() }),
			...(to !== undefined && { maxDate: new Date(to).toISOString() }),
		});
		const request = { ...list.request, ...this.limits };
		const { body, headers } = await pageAt(this.client, { ...list, request }, offset);
		this.lemlistNow = timeOf(headers.date) ?? this.lemlistNow;
		const entries = activityEntries(body, list);
		const objects = entries.filter(
			(entry): entry is IDataObject => typeof entry === 'object' && entry !== null && !Array.isArray(entry),
		);
		return { activities: objects.map(activityOf), length: entries.length, odd: entries.length - objects.length };
	}
}
