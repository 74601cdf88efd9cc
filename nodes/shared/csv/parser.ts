import { CsvError } from './csvError';
import { type Dialect, readDialect } from './dialect';
import { byWidth, freed } from './width';

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = '\ufeff';

/** More columns are no table any more: a spreadsheet takes 16,384 (Excel) or 18,278 (Google Sheets). */
const MOST_COLUMNS = 10_000;

/**
 * Splits CSV text (RFC 4180) that comes in pieces cut anywhere into rows of cells.
 *
 * - Cells are separated by what separates most cells of the header: commas, semicolons or tabs. Spaces belong to the
 *   cell.
 * - LF or CR LF ends a row. A lone CR is text: writers that end rows with LF leave it unquoted. But where the first
 *   line ends with a lone CR, all must.
 * - Blank lines are skipped; a line holding only `""` is a row of one empty cell.
 * - A quote inside an unquoted cell is text. A quoted cell followed by anything but a delimiter or a
 *   line end, or never closed, is a {@link CsvError}: guessing would move cells to other columns. So are NUL
 *   characters, which no text has, and more than 10,000 columns.
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

	/** Known when the header has been seen. */
	private dialect?: Dialect;

	/** The row that the text goes on with: 1 for the header; blank lines do not count. */
	get nextRow(): number {
		return this.rowCount + 1;
	}

	/** Takes the next piece of text; returns the rows it completes (some may come with a later call). */
	write(text: string): string[][] {
		const pieces = byWidth(text);
		return pieces.length === 1 ? this.take(text) : pieces.flatMap((piece) => this.take(piece));
	}

	private take(text: string): string[][] {
		const nul = text.indexOf('\0');
		if (nul !== -1) {
			this.pending += text.slice(0, nul);
			this.scan(false);
			throw this.error('it has NUL characters, so it is no text, or UTF-16 without its byte order mark');
		}
		this.pending += text;
		return this.pending.length < this.scanLength ? [] : this.scan(false);
	}

	/** Ends the text; returns the rows that were still open. */
	end(): string[][] {
		return this.scan(true);
	}

	private scan(isLast: boolean): string[][] {
		this.dropByteOrderMark();
		const isFirst = this.dialect === undefined;
		this.dialect ??= readDialect(this.pending, isLast);
		if (!this.dialect) {
			this.scanLength = 2 * this.pending.length;
			return [];
		}
		const { delimiter, lineEnd, from } = this.dialect;
		const delimiterCode = delimiter.charCodeAt(0);
		const text = this.pending;
		const length = text.length;
		const rows: string[][] = [];
		let position = isFirst ? from : 0;
		let nextDelimiter = -1;
		let nextLineEnd = -1;

		// After a delimiter at the very end, one more (empty) cell is due.
		while (position < length || (isLast && this.cells.length > 0)) {
			const isQuoted = text.charCodeAt(position) === QUOTE;
			let cell: string;
			let end: number; // of the cell, where its delimiter or line end begins

			if (isQuoted) {
				const closing = findClosingQuote(text, position + 1);
				if (closing === -1 && isLast) throw this.error('a quote is never closed; the file looks cut off', true);
				end = closing + 1;
				// Two characters tell a doubled quote, CR LF and text after the quote apart.
				if (closing === -1 || (!isLast && end + 2 > length)) break;
				cell = text.slice(position + 1, closing);
				// Unlike replaceAll, join gives a flat string: a third of the memory.
				if (cell.includes('"')) cell = cell.split('""').join('"');
			} else {
				if (nextDelimiter < position) nextDelimiter = indexOrLength(text, delimiter, position);
				if (nextLineEnd < position) nextLineEnd = indexOrLength(text, lineEnd, position);
				end = Math.min(nextDelimiter, nextLineEnd);
				if (end === length && !isLast) break;
				if (lineEnd === '\n' && end < nextDelimiter && text.charCodeAt(end - 1) === CARRIAGE_RETURN) end--;
				cell = text.slice(position, end);
				if (lineEnd === '\r' && cell.includes('\n')) {
					throw this.error('lines end in two ways, with CR alone and with LF; one of them must be text in quotes');
				}
			}

			this.cells.push(cell);
			if (this.cells.length > MOST_COLUMNS) {
				throw this.error(`it has more than ${MOST_COLUMNS.toLocaleString('en')} columns`);
			}
			if (text.charCodeAt(end) === delimiterCode) {
				position = end + 1;
				continue;
			}
			position = skipLineEnd(text, end, lineEnd);
			if (position === end && end < length) {
				throw this.error('a closing quote is followed by text; quotes inside a quoted cell must be doubled');
			}
			if (this.cells.length > 1 || cell !== '' || isQuoted) {
				rows.push(this.cells);
				this.rowCount++;
			}
			this.cells = [];
		}

		this.pending = freed(text.slice(position));
		this.scanLength = 2 * this.pending.length;
		return rows;
	}

	private error(problem: string, isCutOff = false): CsvError {
		return new CsvError(problem, this.nextRow, isCutOff);
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

/** Index after the line end at `end`; `end` itself if there is none. */
function skipLineEnd(text: string, end: number, lineEnd: Dialect['lineEnd']): number {
	if (text[end] === lineEnd) return end + 1;
	const isCrLf = text.charCodeAt(end) === CARRIAGE_RETURN && text.charCodeAt(end + 1) === LINE_FEED;
	return lineEnd === '\n' && isCrLf ? end + 2 : end;
}
