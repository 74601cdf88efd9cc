/** Of a list the entries that `offset` and `limit` of a query ask for; at most a page, and a page without a limit. */
export function pageOf<T>(
	list: readonly T[],
	{ offset, limit }: { offset?: string; limit?: string },
	pageSize: number,
): T[] {
	const from = wholeNumber(offset) ?? 0;
	const size = Math.min(wholeNumber(limit) ?? pageSize, pageSize);
	return list.slice(from, from + size);
}

/** undefined where a text of a query is missing or no number. */
export function wholeNumber(text: string | undefined): number | undefined {
	return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
