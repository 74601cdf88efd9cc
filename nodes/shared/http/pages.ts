import { unknownForm } from './schemas';

/** Keys under which lemlist wraps a list, as far as seen; most routes send a bare array. */
const LIST_KEYS = ['campaigns', 'schedules', 'data', 'results', 'items'];

/**
 * The items of a list answer, bare or wrapped.
 *
 * @throws LemlistError of kind `unexpected` when there is no list in it
 */
export function listItems<Item>(body: unknown, what: string): Item[] {
	if (Array.isArray(body)) return body as Item[];
	if (typeof body === 'object' && body !== null) {
		for (const key of LIST_KEYS) {
			const list = (body as Record<string, unknown>)[key];
			if (Array.isArray(list)) return list as Item[];
		}
	}
	throw unknownForm(what, 'Expected a list', body);
}

/**
 * Whether lemlist says that a page is not the last one; undefined where it says nothing, as bare
 * arrays do. Where it does, its word counts: a route may give smaller pages than it was asked for.
 */
export function saysMore(body: unknown): boolean | undefined {
	const pagination = (body as { pagination?: { nextPage?: unknown } } | null)?.pagination;
	return pagination?.nextPage === undefined ? undefined : typeof pagination.nextPage === 'number';
}

/**
 * Reads a list with `offset` and `limit`, page by page, until one is not full. Ends as well when a
 * page brings nothing new, so that a server that ignores `offset` cannot hold it for ever.
 *
 * @param fetchPage gives the items from `offset` on, at most `limit`
 * @param key tells two items apart
 */
export async function* offsetPages<Item>(
	fetchPage: (offset: number, limit: number) => Promise<Item[]>,
	{ pageSize, key }: { pageSize: number; key: (item: Item) => unknown },
): AsyncGenerator<Item[]> {
	const seen = new Set<unknown>();
	for (let offset = 0; ; offset += pageSize) {
		const page = await fetchPage(offset, pageSize);
		const fresh = page.filter((item) => !seen.has(key(item)));
		for (const item of fresh) seen.add(key(item));
		if (fresh.length > 0) yield fresh;
		if (page.length < pageSize || fresh.length === 0) return;
	}
}
