/**
 * Whether a service says that a page is not the last one; undefined where it says nothing, as bare
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
