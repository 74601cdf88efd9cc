/** One line of CSV by RFC 4180, ending in LF; a cell is quoted only where it must be. */
export function csvLine(cells: readonly (string | number)[]): string {
	return `${cells.map((cell) => csvCell(String(cell))).join(',')}\n`;
}

function csvCell(text: string): string {
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const CHUNK_BYTES = 64 * 1024;

/**
 * Joins many small texts into buffers of about 64 KiB, so that large bodies are streamed in few pieces.
 * Nothing is read ahead: the source advances only when the next buffer is asked for.
 */
export function* inChunks(texts: Iterable<string>): Generator<Buffer> {
	let pending: string[] = [];
	let length = 0;
	for (const text of texts) {
		pending.push(text);
		length += text.length;
		if (length >= CHUNK_BYTES) {
			yield Buffer.from(pending.join(''));
			pending = [];
			length = 0;
		}
	}
	if (pending.length > 0) yield Buffer.from(pending.join(''));
}
