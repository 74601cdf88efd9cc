import type { IDataObject } from 'n8n-workflow';

import type { Activity } from './activities';

/**
 * How far back each look reaches behind the newest activity seen (ms): activities may become visible
 * a while after the moment they are dated at, and later than newer ones.
 */
export const OVERLAP_MS = 10 * 60_000;

/** Where the node stopped reading, as its static data keeps it. All times in ms since 1970, by lemlist's clock. */
export interface Cursor {
	/** The filter it belongs to: another one starts anew. */
	filter: string;
	/** Nothing older is ever wanted. */
	earliest: number;
	/** The time of the newest activity seen; 0 = there was none. */
	newest: number;
	/** The activities seen since `windowStart`: id to time. */
	recent: Record<string, number>;
}

/** The cursor in static data, unless it is for another filter. */
export function readCursor(staticData: IDataObject, filter: string): Cursor | undefined {
	const cursor = staticData.cursor as Cursor | undefined;
	return cursor?.filter === filter ? cursor : undefined;
}

/** The moment from which a look reads on; 0 = from the beginning. */
export function windowStart({ earliest, newest }: Pick<Cursor, 'earliest' | 'newest'>): number {
	return Math.max(earliest, newest - OVERLAP_MS);
}

/**
 * The time of an activity as far as it counts for `newest`: never beyond the present, because one
 * activity with a date in the future would hide all others until then.
 */
export function upToNow(at: number): number {
	return Math.min(at, Date.now());
}

/** Those of the activities that the cursor has not seen. */
export function unseen(cursor: Cursor, activities: Activity[]): Activity[] {
	const from = windowStart(cursor);
	return activities.filter(({ id, at }) => at >= from && cursor.recent[id] === undefined);
}

/**
 * The cursor after a look. It never goes back.
 *
 * @param read everything that was read
 * @param wanted those of them that could be given out
 */
export function advanced(cursor: Cursor, read: Activity[], wanted: Activity[]): Cursor {
	const latest = read.reduce((time, { at }) => Math.max(time, at), 0);
	const newest = Math.max(cursor.newest, upToNow(latest));
	const from = windowStart({ ...cursor, newest });
	const seen = [...Object.entries(cursor.recent), ...wanted.map(({ id, at }) => [id, at] as const)];
	return { ...cursor, newest, recent: Object.fromEntries(seen.filter(([, at]) => at >= from)) };
}
