import { inChunks } from './csv';
import { createRandom, type Random } from './random';

const TEMPLATES = 512;

/** Stands in a made row for the row's number, which makes it unique. */
export const NUMBER_MARK = '#';

/** More than any row takes; what is left below it is filled up inside the last row. */
const LONGEST_ROW = 2048;

/** The smallest file that `sizedCsv` makes under a header, in bytes: the header and one row. */
export function smallestFile(header: string): number {
	return Buffer.byteLength(header) + LONGEST_ROW;
}

/** Throws a RangeError if no file of this size can be made. */
export function checkFileSize(size: number, header: string): void {
	if (!Number.isSafeInteger(size) || size < smallestFile(header)) {
		throw new RangeError(`A generated file takes at least ${smallestFile(header)} bytes, not ${size}`);
	}
}

/**
 * A CSV file of exactly `size` bytes, made piece by piece and never held as a whole. The same size and seed always
 * give the same bytes. The last cell of the last row is filled up with dots to hit the size.
 * @param header the first line, with its end
 * @param makeRow a line with its end, shorter than 2 kB, `NUMBER_MARK` for the row's number in it
 * @param size bytes, at least `smallestFile(header)`
 */
export function sizedCsv(
	header: string,
	makeRow: (random: Random) => string,
	size: number,
	seed: number,
): Generator<Buffer> {
	checkFileSize(size, header);
	return inChunks(lines(header, makeRow, size, createRandom(seed)));
}

function* lines(header: string, makeRow: (random: Random) => string, size: number, random: Random): Generator<string> {
	yield header;
	const templates: RowTemplate[] = [];
	let left = size - Buffer.byteLength(header);
	for (let index = 1; ; index++) {
		const chosen = Math.floor(random() * TEMPLATES);
		const { parts, bytes } = (templates[chosen] ??= makeTemplate(makeRow(random)));
		const number = String(index);
		const row = parts.join(number);
		const length = bytes + (parts.length - 1) * number.length;
		if (left - length < LONGEST_ROW) {
			yield fill(row, left - length);
			return;
		}
		yield row;
		left -= length;
	}
}

/** A row cut at the places where its number stands, so that a gigabyte of unique rows is made in seconds. */
interface RowTemplate {
	parts: string[];
	bytes: number;
}

function makeTemplate(row: string): RowTemplate {
	const parts = row.split(NUMBER_MARK);
	return { parts, bytes: Buffer.byteLength(parts.join('')) };
}

function fill(row: string, bytes: number): string {
	// The last cell may be quoted: the dots go before its closing quote.
	const end = row.endsWith('"\n') ? row.length - 2 : row.length - 1;
	return row.slice(0, end) + '.'.repeat(bytes) + row.slice(end);
}
