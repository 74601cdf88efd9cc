import { type Answer, type Caught, json } from './catcher';

type Cell = string | number | boolean;

/** A new sheet has so many columns, and Google refuses what is written beside them. Rows are added by an append. */
const COLUMNS = 26;
const SHEET = { sheetId: 0, title: 'Leads' };

/** One spreadsheet with one sheet, as far as n8n's node asks for it: reading, writing, appending, many cells at once. */
export class GoogleSheets {
	readonly documentId = 'document-of-the-tests-0123456789';
	readonly sheetName = SHEET.title;
	grid: Cell[][] = [];
	/** Cells that were written, by request. */
	writes: number[] = [];

	clear(): void {
		this.grid = [];
		this.writes = [];
	}

	/** The rows below the header, each by the names of its columns. */
	rows(): Array<Record<string, Cell>> {
		const [header = [], ...rows] = this.grid;
		return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
	}

	readonly answer = (request: Caught): Answer | undefined => {
		const { method, query } = request;
		const [, rest = ''] = decodeURIComponent(request.path).split(`/v4/spreadsheets/${this.documentId}`);
		const [, range, action] = /^\/values\/(.*?)(:append)?$/.exec(rest) ?? [];
		try {
			if (method === 'GET' && rest === '') {
				const gridProperties = { rowCount: Math.max(1_000, this.grid.length), columnCount: COLUMNS };
				return { body: { sheets: [{ properties: { ...SHEET, index: 0, gridProperties } }] } };
			}
			if (method === 'POST' && rest === ':batchUpdate') return { body: { replies: [] } };
			if (method === 'POST' && rest === '/values:batchUpdate') {
				const { data, valueInputOption } = json<{
					data: Array<{ range: string; values: Cell[][] }>;
					valueInputOption: string;
				}>(request);
				for (const cell of data) this.write(rowAndColumn(cell.range), cell.values, valueInputOption);
				this.writes.push(data.length);
				return { body: { totalUpdatedCells: data.length } };
			}
			if (range === undefined) return undefined;
			if (method === 'GET') return { body: this.read(range) };
			const { values } = json<{ values: Cell[][] }>(request);
			const at = rowAndColumn(range);
			if (action) at.row = Math.max(at.row, this.grid.length);
			this.write(at, values, query.get('valueInputOption') as string);
			this.writes.push(values.flat().length);
			return { body: { updatedRows: values.length } };
		} catch (error) {
			return { status: 400, body: { error: { code: 400, message: (error as Error).message } } };
		}
	};

	private read(range: string): { values?: string[][] } {
		const [, first, last] = /!(\d+):(\d+)$/.exec(range) ?? [];
		const rows = first === undefined ? this.grid : this.grid.slice(Number(first) - 1, Number(last));
		return rows.length > 0 ? { values: rows.map((row) => row.map(String)) } : {};
	}

	private write({ row, column }: { row: number; column: number }, values: Cell[][], mode: string): void {
		for (const [down, line] of values.entries()) {
			for (const [right, value] of line.entries()) {
				if (column + right >= COLUMNS) {
					throw new Error(`Requested writing within range ['Leads'!A1:Z1], but tried writing to column [AA]`);
				}
				if (value === null || value === undefined) continue;
				while (this.grid.length <= row + down) this.grid.push([]);
				const target = this.grid[row + down] as Cell[];
				while (target.length <= column + right) target.push('');
				target[column + right] = mode === 'RAW' ? value : asTyped(value);
			}
		}
	}
}

/** Where a range such as `Leads!B5` or `Leads!5:10` begins, from 0. */
function rowAndColumn(range: string): { row: number; column: number } {
	const [, letters = 'A', row = '1'] = /!([A-Z]*)(\d*)/.exec(range) ?? [];
	const column = [...(letters || 'A')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
	return { row: Number(row || '1') - 1, column };
}

/** What Google makes of a value as if a person had typed it: formulas, numbers and dates. */
function asTyped(value: Cell): Cell {
	const text = String(value);
	if (/^[=+-]\D/.test(text)) return '#ERROR!';
	if (/^[+-]?[\d ]+$/.test(text)) return Number(text.replaceAll(' ', ''));
	return value;
}
