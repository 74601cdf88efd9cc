import { sleep } from 'n8n-workflow';

import { untilAborted } from '../time/cancellation';

/** One data row of a CSV file: column name to cell text, in the order of the columns. */
export type CsvRow = Record<string, string>;

/** What a download gives: the whole file, or its pieces as they arrive; bytes are UTF-8. */
export type CsvBody = string | Uint8Array | AsyncIterable<string | Uint8Array>;

/** The text is not CSV as RFC 4180 has it. */
export class CsvError extends Error {
	/**
	 * @param problem what is wrong, without the place and without a full stop
	 * @param row where: 1 for the header; blank lines do not count
	 */
	constructor(
		problem: string,
		readonly row: number,
	) {
		super(`Row ${row} of the CSV file: ${problem}`);
		this.name = 'CsvError';
	}
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = '\ufeff';

/** Bytes (or characters) parsed between two looks at the clock: less than a millisecond of work. */
const PIECE_LENGTH = 32 * 1024;

/** How long parsing may hold the event loop; one garbage collection (up to some 30 ms) can come on top. */
const TURN_MS = 5;

/**
 * Splits CSV text (RFC 4180) that comes in pieces cut anywhere into rows of cells.
 *
 * - Cells are separated by commas only; spaces belong to the cell.
 * - LF or CR LF ends a row. A lone CR is text: writers that end rows with LF leave it unquoted.
 * - Blank lines are skipped; a line holding only `""` is a row of one empty cell.
 * - A quote inside an unquoted cell is text. A quoted cell followed by anything but a comma or a
 *   line end, or never closed, is a {@link CsvError}: guessing would move cells to other columns.
 * - A byte order mark at the start is dropped.
 */
export class CsvParser {
	/** Text not yet split; begins at the start of a cell. */
	private pending = '';

	/** Finished cells of the row that `pending` goes on with. */
	private cells: string[] = [];

	/** No scan before `pending` is this long, so that a huge cell is not read again with each piece. */
	private scanLength = BYTE_ORDER_MARK.length;

	private started = false;

	private rowCount = 0;

	/** Takes the next piece of text; returns the rows it completes (some may come with a later call). */
	write(text: string): string[][] {
		this.pending += text;
		return this.pending.length < this.scanLength ? [] : this.scan(false);
	}

	/** Ends the text; returns the rows that were still open. */
	end(): string[][] {
		return this.scan(true);
	}

	private scan(isLast: boolean): string[][] {
		this.dropByteOrderMark();
		const text = this.pending;
		const length = text.length;
		const rows: string[][] = [];
		let position = 0;
		let comma = -1;
		let lineFeed = -1;

		// After a comma at the very end, one more (empty) cell is due.
		while (position < length || (isLast && this.cells.length > 0)) {
			const isQuoted = text.charCodeAt(position) === QUOTE;
			let cell: string;
			let end: number; // of the cell, where its comma or line end begins

			if (isQuoted) {
				const closing = findClosingQuote(text, position + 1);
				if (closing === -1 && isLast) {
					throw new CsvError('a quote is never closed; the file looks cut off', this.rowCount + 1);
				}
				end = closing + 1;
				// Two characters tell a doubled quote, CR LF and text after the quote apart.
				if (closing === -1 || (!isLast && end + 2 > length)) break;
				cell = text.slice(position + 1, closing);
				// Unlike replaceAll, join gives a flat string: a third of the memory.
				if (cell.includes('"')) cell = cell.split('""').join('"');
			} else {
				if (comma < position) comma = indexOrLength(text, ',', position);
				if (lineFeed < position) lineFeed = indexOrLength(text, '\n', position);
				end = Math.min(comma, lineFeed);
				if (end === length && !isLast) break;
				if (end < comma && text.charCodeAt(end - 1) === CARRIAGE_RETURN) end--;
				cell = text.slice(position, end);
			}

			this.cells.push(cell);
			if (text.charCodeAt(end) === COMMA) {
				position = end + 1;
				continue;
			}
			position = skipLineEnd(text, end);
			if (position === end && end < length) {
				throw new CsvError(
					'a closing quote is followed by text; quotes inside a quoted cell must be doubled',
					this.rowCount + 1,
				);
			}
			if (this.cells.length > 1 || cell !== '' || isQuoted) {
				rows.push(this.cells);
				this.rowCount++;
			}
			this.cells = [];
		}

		this.pending = text.slice(position);
		this.scanLength = 2 * this.pending.length;
		return rows;
	}

	private dropByteOrderMark(): void {
		if (this.started) return;
		this.started = true;
		if (this.pending.startsWith(BYTE_ORDER_MARK)) this.pending = this.pending.slice(1);
	}
}

function indexOrLength(text: string, searched: string, from: number): number {
	const index = text.indexOf(searched, from);
	return index === -1 ? text.length : index;
}

/** Index of the first quote from `from` on that is not doubled, or -1. */
function findClosingQuote(text: string, from: number): number {
	let quote = text.indexOf('"', from);
	while (quote !== -1 && text.charCodeAt(quote + 1) === QUOTE) {
		quote = text.indexOf('"', quote + 2);
	}
	return quote;
}

/** Index after the LF or CR LF at `end`; `end` itself if there is none. */
function skipLineEnd(text: string, end: number): number {
	if (text.charCodeAt(end) === LINE_FEED) return end + 1;
	if (text.charCodeAt(end) === CARRIAGE_RETURN && text.charCodeAt(end + 1) === LINE_FEED) {
		return end + 2;
	}
	return end;
}

/** Header cells that cannot be a json key as they are: n8n takes `error` for a failed item. */
const RENAMED_COLUMNS = new Map([
	['error', 'error_column'],
	['__proto__', '__proto___column'],
]);

/** Gives each column a name of its own. Names that the header states once are kept as they are. */
class ColumnNames {
	private readonly names: string[] = [];

	private readonly taken: Set<string>;

	constructor(header: readonly string[]) {
		this.taken = new Set(header);
		const unusable = new Set(['', ...RENAMED_COLUMNS.keys()]);
		for (const [index, cell] of header.entries()) {
			const wanted = RENAMED_COLUMNS.get(cell) ?? (cell || numberedName(index));
			this.names.push(unusable.has(cell) ? this.makeUnique(wanted) : cell);
			unusable.add(cell);
		}
	}

	/** The names of at least `count` columns; those beyond the header are called `column_<n>`. */
	atLeast(count: number): readonly string[] {
		while (this.names.length < count) {
			this.names.push(this.makeUnique(numberedName(this.names.length)));
		}
		return this.names;
	}

	private makeUnique(wanted: string): string {
		let name = wanted;
		for (let suffix = 2; this.taken.has(name); suffix++) name = `${wanted}_${suffix}`;
		this.taken.add(name);
		return name;
	}
}

function numberedName(index: number): string {
	return `column_${index + 1}`;
}

/** Turns rows of cells into row objects; a missing trailing cell becomes ''. */
class RowBuilder {
	private readonly columns: ColumnNames;

	/** Cloned for each row, so that all rows share one hidden class. */
	private readonly emptyRow: CsvRow;

	private previousCells: readonly string[] = [];

	constructor(header: readonly string[]) {
		this.columns = new ColumnNames(header);
		const names = this.columns.atLeast(header.length);
		this.emptyRow = Object.fromEntries(names.map((name) => [name, '']));
	}

	/** Takes the cells of rows; it may replace cells in them by equal strings. */
	build(records: string[][]): CsvRow[] {
		return records.map((cells) => this.buildRow(cells));
	}

	private buildRow(cells: string[]): CsvRow {
		const names = this.columns.atLeast(cells.length);
		const row = { ...this.emptyRow };
		for (let index = 0; index < cells.length; index++) {
			// Columns such as the campaign's name repeat: one string for all rows saves memory.
			const previous = this.previousCells[index];
			if (previous === cells[index]) cells[index] = previous!;
			row[names[index]!] = cells[index]!;
		}
		this.previousCells = cells;
		return row;
	}
}

/**
 * Reads the rows of a CSV file with a header, a batch at a time, as the body arrives.
 *
 * Keys are the header's cells. An empty one becomes `column_<n>` (n counts from 1), as do cells
 * beyond the header; of equal ones the second becomes `<name>_2`, and so on; `error` becomes
 * `error_column` and `__proto__` `__proto___column`. Every value is a string.
 *
 * Gives way to the event loop every few milliseconds (n8n must answer others meanwhile, and a
 * worker must renew its lock on the job).
 *
 * @param body the file; an iterable is closed when reading ends early
 * @param signal stops reading at once, even while the body stalls; its reason is thrown. The
 * request that gives the body should carry the same signal, which closes the connection.
 * @throws {CsvError} when the text is not CSV; rows before the bad one may have been given
 */
export async function* readCsvRows(body: CsvBody, signal?: AbortSignal): AsyncGenerator<CsvRow[], void, undefined> {
	const parser = new CsvParser();
	const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
	let builder: RowBuilder | undefined;

	const toRows = (records: string[][]): CsvRow[] => {
		if (!builder) {
			const header = records.shift();
			if (!header) return [];
			builder = new RowBuilder(header);
		}
		return builder.build(records);
	};

	let turnStart = performance.now();
	for await (const chunk of chunksOf(body, signal)) {
		for (let from = 0; from < chunk.length; from += PIECE_LENGTH) {
			signal?.throwIfAborted();
			const piece =
				typeof chunk === 'string'
					? chunk.slice(from, from + PIECE_LENGTH)
					: decoder.decode(chunk.subarray(from, from + PIECE_LENGTH), { stream: true });
			const rows = toRows(parser.write(piece));
			if (rows.length > 0) yield rows;
			if (performance.now() - turnStart >= TURN_MS) {
				await sleep(0);
				turnStart = performance.now();
			}
		}
	}
	const lastRows = toRows([...parser.write(decoder.decode()), ...parser.end()]);
	if (lastRows.length > 0) yield lastRows;
}

async function* chunksOf(
	body: CsvBody,
	signal: AbortSignal | undefined,
): AsyncGenerator<string | Uint8Array, void, undefined> {
	if (typeof body === 'string' || body instanceof Uint8Array) {
		yield body;
		return;
	}
	const iterator = body[Symbol.asyncIterator]();
	try {
		for (;;) {
			signal?.throwIfAborted();
			const next = await untilAborted(iterator.next(), signal);
			if (next.done) return;
			yield next.value;
		}
	} finally {
		// Not awaited: a stalled body closes only when its request is aborted.
		iterator.return?.().catch(() => undefined);
	}
}
