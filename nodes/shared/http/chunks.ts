/** A list in parts of at most `size`, in order; an empty list gives none. */
export function* inChunks<Entry>(list: readonly Entry[], size: number): Generator<Entry[]> {
	for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size);
}
