import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import type { ServiceClient } from '../shared/http/client';
import { firstPage, type Page, readPages } from '../shared/http/pages';
import { type EventFilter, lemlistFilter } from '../shared/lemlist/activities/filter';
import { activityList } from '../shared/lemlist/activities/list';
import { parseAnswer } from '../shared/lemlist/answers';
import { ServiceError } from '../shared/n8n/serviceError';

/** Pages in a row without anything new after which the server is taken to ignore `offset`. Fewer: many came meanwhile. */
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

/** The activities, newest first. `since` in milliseconds since 1970. */
function activityPages(client: ServiceClient, filter: EventFilter, since?: number): AsyncGenerator<Page<Activity>> {
	const list = activityList({
		...lemlistFilter(filter),
		...(since && { minDate: new Date(since).toISOString() }),
	});
	const read = (body: unknown) =>
		parseAnswer(z.array(activityRow), list.read(body), list.what).map((row) => ({
			id: row._id,
			at: Date.parse(row.createdAt),
			event: row as IDataObject,
		}));
	return readPages(client, { ...list, read }, { mostRepeats: MOST_REPEATED_PAGES });
}

/** The newest activities that lemlist has for a filter, newest first, at most a page. */
export async function newestActivities(client: ServiceClient, filter: EventFilter): Promise<Activity[]> {
	return (await firstPage(activityPages(client, filter))).all;
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
	let isWhole = false;
	for await (const { all, fresh, isLast } of activityPages(client, filter, minDate)) {
		for (const activity of fresh) found.set(activity.id, activity);
		const [newest, last] = [all[0], all.at(-1)];
		end ??= typeof since === 'function' && newest ? since(newest.at) : undefined;
		isWhole = isLast || (last !== undefined && end !== undefined && last.at < end);
		if (isWhole) break;
	}
	if (!isWhole) {
		throw new ServiceError('unexpected', {
			message: 'lemlist sends the same activities on every page',
			description: 'Nothing was skipped: the next poll starts where this one did. If it stays so, please report it.',
		});
	}
	const from = end ?? -Infinity;
	// The sort is stable, so activities of the same moment stay in lemlist's order.
	return [...found.values()]
		.reverse()
		.filter(({ at }) => at >= from)
		.sort((a, b) => a.at - b.at);
}
