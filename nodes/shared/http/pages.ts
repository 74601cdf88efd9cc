import type { IDataObject } from 'n8n-workflow';

import { ServiceError } from '../n8n/serviceError';
import { listItems } from './answers';
import type { Answer, RequestOptions, ServiceClient } from './client';
import { streamedList } from './streamedList';

/** How a request names the page it wants. */
interface PageNames {
	/** Where both names stand; default the query. */
	in?: 'query' | 'body';
	/** Name of the position; default `offset`, or `page`. */
	positionName?: string;
	/** Name of the size; default `limit`. */
	sizeName?: string;
	/** The service gives nothing behind so many entries: `page × limit` must not be more. */
	reach?: number;
	/** Its longest page is not known: one that is shorter than asked for need not be the last, only an empty one is. */
	shortPages?: true;
	/** Nor is it, but it is no less than this: only a page with fewer entries is surely the last. */
	leastPage?: number;
}

/** How a service cuts a list into pages. */
export type Paging =
	/** `offset` (elsewhere called `skip`) and `limit`. */
	| (PageNames & { by: 'offset'; pageSize: number })
	/** `page`, counted from `firstPage` (default 1), and `limit`. Without a page size the service has its own. */
	| (PageNames & { by: 'page'; pageSize?: number; firstPage?: number })
	/** Only `limit`: no way to get more than `pageSize`. */
	| (Pick<PageNames, 'in' | 'sizeName'> & { by: 'limit'; pageSize: number })
	/** The whole list at once. Streamed: read as it arrives, so that its length does not matter. */
	| { by: 'none'; streamed?: true };

/** A list of a service. */
export interface List<Item> {
	/** Names it in messages, such as "the campaigns". */
	what: string;
	/** Without position and size. */
	request: RequestOptions;
	paging: Paging;
	/** The entries in an answer. Default: a bare list, or one under the service's `listKeys`. */
	read?(body: unknown): Item[];
	/** Tells two entries apart. Default: `_id`, `id`, or all that is in an entry. */
	key?(item: Item): unknown;
}

/** What of the list is wanted. */
export interface Reading {
	/** Entries to begin behind, a multiple of the page size; default 0. */
	from?: number;
	/** No more entries are wanted: a page need not be longer. Default: all of them. */
	atMost?: number;
	/**
	 * Pages in a row without anything new that end the list; default 1, so that a server that ignores the position
	 * cannot hold it for ever. More for a list that grows at its head meanwhile.
	 */
	mostRepeats?: number;
	signal?: AbortSignal;
}

export interface Page<Item> {
	/** The entries that no earlier page had. */
	fresh: Item[];
	/** All that it brought. */
	all: Item[];
	/** Whether no other page comes, by the service's word, or because this one is short. */
	isLast: boolean;
	/** Where the next one begins, for `from`. */
	next: number;
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function keyOf(item: unknown): unknown {
	const { _id, id } = isObject(item) ? item : {};
	return _id ?? id ?? JSON.stringify(item);
}

/** With page numbers, every page must have the same size, or some entries would come twice and others never. */
function sizeOf(paging: Paging, atMost: number): number | undefined {
	if (paging.by === 'none' || paging.pageSize === undefined) return undefined;
	return paging.by === 'page' && atMost > paging.pageSize ? paging.pageSize : Math.min(paging.pageSize, atMost);
}

function requestOf(request: RequestOptions, paging: Paging, at: { position: number; index: number }, size?: number) {
	if (paging.by === 'none') return request;
	const { sizeName = 'limit' } = paging;
	const which: IDataObject = size === undefined ? {} : { [sizeName]: size };
	if (paging.by === 'offset') which[paging.positionName ?? 'offset'] = at.position;
	if (paging.by === 'page') which[paging.positionName ?? 'page'] = (paging.firstPage ?? 1) + at.index;
	return paging.in === 'body'
		? { ...request, body: { ...(request.body as IDataObject | undefined), ...which } }
		: { ...request, query: { ...request.query, ...which } };
}

/**
 * Whether an answer says that there is more; undefined where it says nothing, as bare lists do. It may say so under
 * `pagination`, `meta.pagination` or beside the list, by the number of entries or of pages.
 *
 * @param at entries and pages up to here, this answer's included
 */
function saysMore(body: unknown, length: number, by: 'offset' | 'page', at: { entries: number; pages: number }) {
	if (!isObject(body)) return undefined;
	const { pagination, meta } = body;
	const inMeta = isObject(meta) && isObject(meta.pagination) ? meta.pagination : {};
	const said: Record<string, unknown> = { ...body, ...inMeta, ...(isObject(pagination) ? pagination : {}) };
	const number = (...names: string[]) =>
		names.map((name) => said[name]).find((value): value is number => typeof value === 'number');
	const entries = number('totalRecords', 'totalItems', 'total');
	const pages = number('totalPages', 'totalPage');
	const current = by === 'page' ? at.pages : number('currentPage');
	// A count that this answer alone exceeds counts something else.
	const byEntries = entries === undefined || entries < length ? undefined : at.entries < entries;
	const byPages = pages === undefined || current === undefined ? undefined : current < pages;
	const counted = by === 'page' ? (byPages ?? byEntries) : (byEntries ?? byPages);
	if (counted !== undefined || said.nextPage === undefined) return counted;
	// Some services name the last page as the one after it.
	const [next, here] = [number('nextPage'), number('currentPage')];
	return next !== undefined && (here === undefined || next > here);
}

function beyondReach(client: ServiceClient, what: string, reach: number): ServiceError {
	return new ServiceError('input', {
		message: `${client.service.name} gives at most the first ${reach.toLocaleString('en')} of ${what}`,
		description: 'There are more. Set a limit, or filters that fewer of them fit.',
	});
}

/**
 * One page of a list, as it came: for who goes through the list in an order of their own.
 *
 * @param position entries before it
 */
export async function pageAt<Item>(
	client: ServiceClient,
	{ request, paging }: Pick<List<Item>, 'request' | 'paging'>,
	position: number,
): Promise<Answer> {
	const size = sizeOf(paging, Infinity);
	return await client.request(requestOf(request, paging, { position, index: position / (size ?? 1) }, size));
}

/** The first page of a list, for who wants no more. */
export async function firstPage<Item>(pages: AsyncGenerator<Page<Item>>): Promise<Page<Item>> {
	const { value } = await pages.next();
	return value as Page<Item>;
}

/**
 * Reads a list page by page, whichever form it has. A page is asked for when the caller wants it, so that whoever stops
 * reading stops the requests. The list ends
 * - with the last page by the service's own word, else with one that is shorter than asked for,
 * - with an empty page, or with `mostRepeats` in a row that bring nothing new.
 * One that is streamed comes in pieces as it arrives; whoever stops reading ends its connection.
 *
 * @throws ServiceError of kind `unexpected` for an answer without a list, and of kind `input` where the caller reads on
 * behind what the service gives
 */
export async function* readPages<Item = IDataObject>(
	client: ServiceClient,
	{ what, request, paging, read, key = keyOf }: List<Item>,
	{ from = 0, atMost = Infinity, mostRepeats = 1, signal }: Reading = {},
): AsyncGenerator<Page<Item>> {
	const size = sizeOf(paging, atMost);
	if (paging.by === 'none' && paging.streamed) {
		let position = 0;
		for await (const piece of streamedList(client, { what, request, signal })) {
			const all = read ? read(piece) : (piece as Item[]);
			position += all.length;
			// That it was the last piece is known behind it only.
			yield { fresh: all, all, isLast: false, next: position };
		}
		return;
	}
	const seen = new Set<unknown>();
	const first = size === undefined ? 0 : Math.floor(from / size);
	let repeats = 0;
	for (let index = first, position = from; repeats < mostRepeats; index++) {
		const { body } = await client.request({ ...requestOf(request, paging, { position, index }, size), signal });
		const all = read ? read(body) : listItems<Item>(client.service, body, what);
		position += all.length;
		if (paging.by === 'none' || paging.by === 'limit') {
			yield { fresh: all, all, isLast: true, next: position };
			return;
		}
		// Within a page equal entries stay: without an ID they may well be two.
		const fresh = all.filter((item) => !seen.has(key(item)));
		for (const item of fresh) seen.add(key(item));
		repeats = fresh.length > 0 ? 0 : repeats + 1;
		const whole = Math.min(size ?? 0, paging.leastPage ?? Infinity);
		const isShort = !paging.shortPages && all.length < whole;
		const more = saysMore(body, all.length, paging.by, { entries: position, pages: index + 1 }) ?? !isShort;
		const isLast = all.length === 0 || !more;
		yield { fresh, all, isLast, next: position };
		if (isLast) return;
		const end = paging.by === 'page' ? (index + 2) * (size ?? 0) : position + 1;
		if (paging.reach !== undefined && end > paging.reach) throw beyondReach(client, what, paging.reach);
	}
}
