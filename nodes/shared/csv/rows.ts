import { sleep } from 'n8n-workflow';

import { untilAborted } from '../time/cancellation';
import { ColumnNames, usableName } from './columns';
import { CsvError } from './csvError';
import { EncodingError, TextReader } from './decoder';
import { CsvParser } from './parser';

/** One data row of a CSV file: column name to cell text, in the order of the columns. */
export type CsvRow = Record<string, string>;

/** What a download gives: the whole file, or its pieces as they arrive. */
export type CsvBody = string | Uint8Array | AsyncIterable<string | Uint8Array>;

/** What the rows are to hold. */
export interface RowShape {
	/** Stands first in every row. A column of the same name gets another one. */
	first?: CsvRow;
	/** The columns to keep, in this order; empty or none for all. One that the file does not have is an empty text. */
	columns?: readonly string[];
}

/** Bytes (or characters) parsed between two looks at the clock: less than a millisecond of work. */
const PIECE_LENGTH = 32 * 1024;

/** How long parsing may hold the event loop; one garbage collection (up to some 30 ms) can come on top. */
const TURN_MS = 5;

/** Turns rows of cells into row objects; a missing trailing cell becomes ''. */
class RowBuilder {
	private readonly columns: ColumnNames;

	/** Under which key the cell of a column stands; undefined where it is dropped. */
	private readonly keys: Array<string | undefined> = [];

	/** The columns that are kept, by the name they were asked for; undefined for all. */
	private readonly kept?: Map<string, string>;

	/** Asked for and not seen yet. */
	private readonly unseen: Set<string>;

	/** Cloned for each row, so that all rows share one hidden class. */
	private readonly emptyRow: CsvRow;

	private previousCells: readonly string[] = [];

	constructor(
		private readonly header: readonly string[],
		{ first = {}, columns = [] }: RowShape,
	) {
		this.columns = new ColumnNames(header, Object.keys(first));
		const wanted = columns.filter((name) => !Object.hasOwn(first, name));
		this.unseen = new Set(wanted);
		if (columns.length > 0) this.kept = new Map(wanted.map((name) => [name, usableName(name)]));
		this.nameColumns(header.length);
		const names = this.kept ? [...this.kept.values()] : (this.keys as string[]);
		this.emptyRow = { ...first, ...Object.fromEntries(names.map((name) => [name, ''])) };
	}

	/** The columns that were asked for, and that no row had. */
	get missing(): string[] {
		return [...this.unseen];
	}

	/** Takes the cells of rows; it may replace cells in them by equal strings. */
	build(records: string[][]): CsvRow[] {
		return records.map((cells) => this.buildRow(cells));
	}

	private buildRow(cells: string[]): CsvRow {
		if (this.keys.length < cells.length) this.nameColumns(cells.length);
		const row = { ...this.emptyRow };
		for (let index = 0; index < cells.length; index++) {
			// Columns such as the campaign's name repeat: one string for all rows saves memory.
			const previous = this.previousCells[index];
			if (previous === cells[index]) cells[index] = previous!;
			const key = this.keys[index];
			if (key !== undefined) row[key] = cells[index]!;
		}
		this.previousCells = cells;
		return row;
	}

	private nameColumns(count: number): void {
		const names = this.columns.atLeast(count);
		for (let index = this.keys.length; index < names.length; index++) this.keys.push(this.keyOf(index, names[index]!));
	}

	/** A column is asked for by its name in the rows, or by that in the file where it had to get another one. */
	private keyOf(index: number, name: string): string | undefined {
		if (!this.kept) return name;
		const asked = [name, this.header[index]].find((one) => one !== undefined && this.unseen.has(one));
		if (asked === undefined) return undefined;
		this.unseen.delete(asked);
		return this.kept.get(asked);
	}
}

/** How to read the rows of a CSV file. */
export interface RowReading extends RowShape {
	/**
	 * Stops reading at once, even while the body stalls; its reason is thrown. The request that gives the body should
	 * carry the same signal, which closes the connection.
	 */
	signal?: AbortSignal;
	/** Hears at the end which of `columns` the file does not have. Not called for a file without a header. */
	onMissing?(columns: string[]): void;
}

/**
 * Reads the rows of a CSV file with a header, a batch at a time, as the body arrives. Bytes are UTF-8, or UTF-16 with a
 * byte order mark; delimiter and line ends are recognised by the header (see `readDialect`).
 *
 * Keys are the header's cells. An empty one becomes `column_<n>` (n counts from 1), as do cells
 * beyond the header; of equal ones the second becomes `<name>_2`, and so on; `error` becomes
 * `error_column` and `__proto__` `__proto___column`. Every value is a string.
 *
 * Gives way to the event loop every few milliseconds (n8n must answer others meanwhile, and a
 * worker must renew its lock on the job).
 *
 * @param body the file; an iterable is closed when reading ends early
 * @throws {CsvError} when the text is not CSV; rows before the bad one may have been given
 */
export async function* readCsvRows(
	body: CsvBody,
	{ signal, onMissing, ...shape }: RowReading = {},
): AsyncGenerator<CsvRow[], void, undefined> {
	const parser = new CsvParser();
	const reader = new TextReader();
	let builder: RowBuilder | undefined;

	const toRows = (records: string[][]): CsvRow[] => {
		if (!builder) {
			const header = records.shift();
			if (!header) return [];
			builder = new RowBuilder(header, shape);
		}
		return builder.build(records);
	};
	const parse = (read: () => string): string[][] => {
		try {
			return parser.write(read());
		} catch (error) {
			throw error instanceof EncodingError ? new CsvError(error.message, parser.nextRow, error.isCutOff) : error;
		}
	};

	let turnStart = performance.now();
	for await (const chunk of chunksOf(body, signal)) {
		for (let from = 0; from < chunk.length; from += PIECE_LENGTH) {
			signal?.throwIfAborted();
			const to = from + PIECE_LENGTH;
			const rows = toRows(
				parse(() => (typeof chunk === 'string' ? chunk.slice(from, to) : reader.write(chunk.subarray(from, to)))),
			);
			if (rows.length > 0) yield rows;
			if (performance.now() - turnStart >= TURN_MS) {
				await sleep(0);
				turnStart = performance.now();
			}
		}
	}
	const lastRows = toRows([...parse(() => reader.end()), ...parser.end()]);
	if (lastRows.length > 0) yield lastRows;
	const missing = (builder as RowBuilder | undefined)?.missing ?? [];
	if (missing.length > 0) onMissing?.(missing);
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
