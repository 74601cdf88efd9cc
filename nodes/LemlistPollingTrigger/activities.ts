import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { type EventFilter, lemlistFilter } from '../shared/lemlist/activities/filter';
import { ServiceError } from '../shared/n8n/serviceError';
import { listItems } from '../shared/lemlist/answers';
import { parseAnswer } from '../shared/lemlist/answers';
import type { ServiceClient } from '../shared/http/client';

/** GET /activities gives at most 100 a page. */
const PAGE_SIZE = 100;

/** Pages in a row without anything new after which the server is taken to ignore `offset`. */
const MOST_REPEATED_PAGES = 5;

const activityRow = z
	.object({
		_id: z.string(),
		createdAt: z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'is no date'),
	})
	.passthrough();

/** An activity with what the cursor needs, and everything else that lemlist sent. */
export interface Activity {
	id: string;
	/** When it happened at lemlist, milliseconds since 1970. */
	at: number;
	event: IDataObject;
}

/** One page, newest first. `since` in milliseconds since 1970. */
async function activityPage(
	client: ServiceClient,
	filter: EventFilter,
	offset: number,
	since?: number,
): Promise<Activity[]> {
	const { body } = await client.request({
		path: '/activities',
		query: {
			// Mandatory.
			version: 'v2',
			...lemlistFilter(filter),
			...(since && { minDate: new Date(since).toISOString() }),
			offset,
			limit: PAGE_SIZE,
		},
	});
	const rows = parseAnswer(z.array(activityRow), listItems(body, 'the activities'), 'the activities');
	return rows.map((row) => ({ id: row._id, at: Date.parse(row.createdAt), event: row as IDataObject }));
}

/** The newest activities that lemlist has for a filter, newest first, at most a page. */
export async function newestActivities(client: ServiceClient, filter: EventFilter): Promise<Activity[]> {
	return await activityPage(client, filter, 0);
}

/**
 * Every activity from a moment on, each once, oldest first. Activities that arrive while it reads
 * push the others down the list: pages then repeat some, which are skipped, and lose none.
 *
 * @param filter as far as lemlist can apply it; the caller applies the rest
 * @param since milliseconds since 1970; a function gets the time of the newest activity and tells
 */
export async function activitiesSince(
	client: ServiceClient,
	filter: EventFilter,
	since: number | ((newest: number) => number),
): Promise<Activity[]> {
	const found = new Map<string, Activity>();
	const minDate = typeof since === 'number' ? since : undefined;
	let end = minDate;
	let repeated = 0;
	for (let offset = 0; ; offset += PAGE_SIZE) {
		const page = await activityPage(client, filter, offset, minDate);
		const before = found.size;
		for (const activity of page) {
			if (!found.has(activity.id)) found.set(activity.id, activity);
		}
		const [newest, last] = [page[0], page.at(-1)];
		end ??= typeof since === 'function' && newest ? since(newest.at) : undefined;
		if (page.length < PAGE_SIZE || (last && end !== undefined && last.at < end)) break;
		repeated = found.size > before ? 0 : repeated + 1;
		if (repeated === MOST_REPEATED_PAGES) {
			throw new ServiceError('unexpected', {
				message: 'lemlist sends the same activities on every page',
				description: 'Nothing was skipped: the next poll starts where this one did. If it stays so, please report it.',
			});
		}
	}
	const from = end ?? -Infinity;
	// The sort is stable, so activities of the same moment stay in lemlist's order.
	return [...found.values()]
		.reverse()
		.filter(({ at }) => at >= from)
		.sort((a, b) => a.at - b.at);
}
