import { parse } from 'csv-parse/sync';
import fc from '../../../../properties';

import { CsvError } from '../../../../../nodes/shared/csv/csvError';
import { CsvParser } from '../../../../../nodes/shared/csv/parser';
import { type CsvBody, type CsvRow, readCsvRows, type RowShape } from '../../../../../nodes/shared/csv/rows';

async function rowsOf(body: CsvBody, signal?: AbortSignal): Promise<CsvRow[]> {
	const all: CsvRow[] = [];
	for await (const rows of readCsvRows(body, { signal })) all.push(...rows);
	return all;
}

async function* inChunks<T>(...chunks: T[]): AsyncGenerator<T> {
	yield* chunks;
}

function recordsOf(...texts: string[]): string[][] {
	const parser = new CsvParser();
	return [...texts.flatMap((text) => parser.write(text)), ...parser.end()];
}

/** Cuts at the given fractions of the length, so that fast-check can choose the cuts first. */
function cut<T extends string | Uint8Array>(whole: T, fractions: number[]): T[] {
	const borders = fractions.map((fraction) => Math.round(fraction * whole.length)).sort((a, b) => a - b);
	return [...borders, whole.length].map((end, index) => whole.slice(borders[index - 1] ?? 0, end) as T);
}

/** A text in each encoding that is read. */
function encodingsOf(text: string): Buffer[] {
	const marked = text.startsWith('\ufeff') ? text : `\ufeff${text}`;
	const little = Buffer.from(marked, 'utf16le');
	return [Buffer.from(text), little, Buffer.from(little).swap16()];
}

const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });

describe('the rows of a CSV file', () => {
	it('have the header cells as keys and strings as values', async () => {
		expect(await rowsOf('email,opens,replied\nana@example.com,3,true\nbo@example.com,0,\n')).toEqual([
			{ email: 'ana@example.com', opens: '3', replied: 'true' },
			{ email: 'bo@example.com', opens: '0', replied: '' },
		]);
	});

	it.each<[string, string, CsvRow[]]>([
		['a byte order mark', '\ufeffname\nAna\n', [{ name: 'Ana' }]],
		['a byte order mark before a quoted header', '\ufeff"name"\nAna\n', [{ name: 'Ana' }]],
		['further byte order marks, which are text', '\ufeff\ufeffa\n\ufeff1\n', [{ '\ufeffa': '\ufeff1' }]],
		['quotes', '"name","city"\n"Ana","Bonn"\n', [{ name: 'Ana', city: 'Bonn' }]],
		['doubled quotes', 'name\n"Ana ""A"" B"\n""""\n""""""\n', [{ name: 'Ana "A" B' }, { name: '"' }, { name: '""' }]],
		['commas in cells', 'name,city\n"Doe, Ana","a,,b"\n', [{ name: 'Doe, Ana', city: 'a,,b' }]],
		['line ends in cells', 'text,n\n"a\r\nb\nc\rd",1\n', [{ text: 'a\r\nb\nc\rd', n: '1' }]],
		['umlauts and emoji', 'naïve\nMüller 🚀\n', [{ naïve: 'Müller 🚀' }]],
		['spaces, kept', ' a , b\n 1 ,\t2 \n', [{ ' a ': ' 1 ', ' b': '\t2 ' }]],
		[
			'CR LF line ends',
			'a,b\r\n1,2\r\n"3","4"\r\n',
			[
				{ a: '1', b: '2' },
				{ a: '3', b: '4' },
			],
		],
		['mixed line ends', 'a\r\n1\n2\r\n', [{ a: '1' }, { a: '2' }]],
		['a lone CR, which is text', 'a,b\n1\r2,3\r\n', [{ a: '1\r2', b: '3' }]],
		['no line end at the end', 'a,b\n1,2', [{ a: '1', b: '2' }]],
		['a comma at the end', 'a,b\n1,', [{ a: '1', b: '' }]],
		['a quoted cell at the end', 'a,b\n1,"2"', [{ a: '1', b: '2' }]],
		['blank lines', '\n\r\na\n\n1\r\n\r\n2\n\n', [{ a: '1' }, { a: '2' }]],
		['a row of one empty quoted cell', 'a\n""\n1\n""', [{ a: '' }, { a: '1' }, { a: '' }]],
		['a row of empty cells', 'a,b\n,\n', [{ a: '', b: '' }]],
		[
			'quotes inside unquoted cells',
			'size,n\n5" pipe,"1"\na"b""c",2\n',
			[
				{ size: '5" pipe', n: '1' },
				{ size: 'a"b""c"', n: '2' },
			],
		],
		[
			'missing trailing cells',
			'a,b,c\n1\n1,2\n',
			[
				{ a: '1', b: '', c: '' },
				{ a: '1', b: '2', c: '' },
			],
		],
		['the same value in many rows', 'a,b\nx,"y"\nx,"y"\n"x",y\n', Array(3).fill({ a: 'x', b: 'y' })],
		['a header alone', 'a,b\r\n', []],
		['a header alone without line end', 'a,b', []],
		['nothing', '', []],
		['a byte order mark alone', '\ufeff', []],
		['blank lines alone', '\n\r\n', []],
	])('come out right with %s, wherever the file is cut', async (_case, text, expected) => {
		const bytes = Buffer.from(text);
		expect(await rowsOf(bytes)).toEqual(expected);
		expect(await rowsOf(text)).toEqual(expected);
		expect(await rowsOf(inChunks(...Array.from(bytes, (byte) => Uint8Array.of(byte))))).toEqual(expected);
		for (let at = 1; at < bytes.length; at++) {
			expect(await rowsOf(inChunks(bytes.subarray(0, at), bytes.subarray(at)))).toEqual(expected);
		}
	});

	it('come from chunks of text as well, cut inside an emoji', async () => {
		expect(await rowsOf(inChunks('\ufeffa\n\ud83d', '\ude80\n'))).toEqual([{ a: '🚀' }]);
	});

	it('are given before the file has ended', async () => {
		const endless = (async function* () {
			yield 'a\n1\n';
			throw new Error('read too far');
		})();
		const first = await readCsvRows(endless).next();
		expect(first.value).toEqual([{ a: '1' }]);
	});
});

describe('the dialect of a CSV file', () => {
	it.each<[string, string, CsvRow[]]>([
		['semicolons', 'a;b\n1,5;2\n', [{ a: '1,5', b: '2' }]],
		['tabs', 'a\tb\n1,5\t2;3\n', [{ a: '1,5', b: '2;3' }]],
		['semicolons after a byte order mark', '\ufeffa;b\r\n1;2\r\n', [{ a: '1', b: '2' }]],
		['semicolons and commas in quotes', '"x,y,z";b\n1;2\n', [{ 'x,y,z': '1', b: '2' }]],
		['commas and semicolons in quotes', '"a;""b;c",d\n1,2;3\n', [{ 'a;"b;c': '1', d: '2;3' }]],
		['as many commas as semicolons', 'a;b,c\n1,2\n', [{ 'a;b': '1', c: '2' }]],
		['one column', 'a\n1;2,3\n', [{ a: '1;2', column_2: '3' }]],
		['a line that names the delimiter', 'sep=;\r\na,b;c\r\n1;2\r\n', [{ 'a,b': '1', c: '2' }]],
		['a header that looks like such a line', 'sep=;x\n1;2\n', [{ 'sep=': '1', x: '2' }]],
		[
			'lone CR line ends',
			'a,b\r1,2\r"3\n","4\r"\r',
			[
				{ a: '1', b: '2' },
				{ a: '3\n', b: '4\r' },
			],
		],
		['lone CR line ends, none at the end', '\r\ra;b\r\r1;2', [{ a: '1', b: '2' }]],
		['lone CR line ends in the rows only, where they are text', 'a,b\n1\r2,3\n', [{ a: '1\r2', b: '3' }]],
		['a blank line before the header that tells of LF', '\na\rb,c\n1,2\n', [{ 'a\rb': '1', c: '2' }]],
	])('is recognised by %s, in each encoding and wherever the file is cut', async (_case, text, expected) => {
		for (const bytes of encodingsOf(text)) {
			expect(await rowsOf(bytes)).toEqual(expected);
			for (let at = 1; at < bytes.length; at++) {
				expect(await rowsOf(inChunks(bytes.subarray(0, at), bytes.subarray(at)))).toEqual(expected);
			}
		}
		expect(await rowsOf(inChunks(...text))).toEqual(expected);
	});
});

describe('bytes that are no text of their encoding', () => {
	const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

	it.each<[string, Uint8Array, { row: number; isCutOff: boolean; message: RegExp }]>([
		[
			'Windows-1252',
			Buffer.from('name\nM\u00fcller\nAna\n', 'latin1'),
			{ row: 1, isCutOff: false, message: /no UTF-8 text/ },
		],
		['a zip file', Buffer.from([0x50, 0x4b, 3, 4, 0, 0xff, 0, 0]), { row: 1, isCutOff: false, message: /no UTF-8/ }],
		['UTF-16 without its mark', Buffer.from('a,b\n1,2\n', 'utf16le'), { row: 1, isCutOff: false, message: /NUL/ }],
		['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), { row: 1, isCutOff: false, message: /UTF-32/ }],
		[
			'half a surrogate pair in UTF-16',
			Buffer.concat([utf16('a\n'), Buffer.from([0x3d, 0xd8, 0x61, 0])]),
			{ row: 1, isCutOff: false, message: /no UTF-16LE text/ },
		],
		[
			'UTF-8 cut inside a character',
			Buffer.from('a\n1\nM\u00fc').subarray(0, -1),
			{ row: 2, isCutOff: true, message: /last character is not whole.*cut off/ },
		],
		[
			'UTF-16 cut inside a character',
			utf16('a\n1\n2').subarray(0, -1),
			{ row: 2, isCutOff: true, message: /last character is not whole/ },
		],
	])('are an error, never other characters: %s', async (_name, bytes, { row, isCutOff, message }) => {
		const failure = (await rowsOf(bytes).catch((error: unknown) => error)) as CsvError;
		expect(failure).toBeInstanceOf(CsvError);
		expect(failure).toMatchObject({ isCutOff, message: expect.stringMatching(message) });
		expect(failure.row).toBeLessThanOrEqual(row + 1);
	});
});

describe('the columns of rows', () => {
	const file = 'email,campaignName,error,email,\nann,old,none,ann2,x,y\n';

	async function read(shape: RowShape, text = file) {
		let missing: string[] = [];
		const all: CsvRow[] = [];
		const reading = { ...shape, onMissing: (columns: string[]) => (missing = columns) };
		for await (const rows of readCsvRows(text, reading)) all.push(...rows);
		return { entries: Object.entries(all[0] ?? {}), missing };
	}

	it('come after what stands first, and keep their values under another name', async () => {
		const { entries } = await read({ first: { campaignId: 'cam_1', campaignName: 'New' } });
		expect(entries).toEqual([
			['campaignId', 'cam_1'],
			['campaignName', 'New'],
			['email', 'ann'],
			['campaignName_2', 'old'],
			['error_column', 'none'],
			['email_2', 'ann2'],
			['column_5', 'x'],
			['column_6', 'y'],
		]);
	});

	it.each<[string[], Array<[string, string]>, string[]]>([
		[['email_2', 'email'], [['email_2', 'ann2'], ['email', 'ann']], []], // prettier-ignore
		[['column_6', 'error', 'column_5'], [['column_6', 'y'], ['error_column', 'none'], ['column_5', 'x']], []], // prettier-ignore
		[['phone', 'email'], [['phone', ''], ['email', 'ann']], ['phone']], // prettier-ignore
		[['error_column'], [['error_column', 'none']], []],
		[['__proto__', 'Email'], [['__proto___column', ''], ['Email', '']], ['__proto__', 'Email']], // prettier-ignore
		[['email', 'email'], [['email', 'ann']], []],
	])('are %j and no others where they are asked for', async (columns, expected, missing) => {
		expect(await read({ columns })).toEqual({ entries: expected, missing });
	});

	it('stay where they are though they are asked for among those that stand first', async () => {
		const shape = { first: { campaignName: 'New' }, columns: ['email', 'campaignName', 'campaignName_2'] };
		expect(await read(shape)).toEqual({
			entries: [['campaignName', 'New'], ['email', 'ann'], ['campaignName_2', 'old']], // prettier-ignore
			missing: [],
		});
		expect((await read({ first: { campaignName: 'New' }, columns: ['campaignName'] })).entries).toEqual([
			['campaignName', 'New'],
		]);
	});

	it('are not missed in a file without a header', async () => {
		expect(await read({ columns: ['email'] }, '')).toEqual({ entries: [], missing: [] });
	});
});

describe('column names', () => {
	it.each<[string, string[], string[]]>([
		['kept as they are', ['b', 'a', 'Company Name', 'toString'], ['b', 'a', 'Company Name', 'toString']],
		['numbered by position when empty', ['a', '', 'b', ''], ['a', 'column_2', 'b', 'column_4']],
		['numbered by occurrence when repeated', ['a', 'a', 'b', 'a'], ['a', 'a_2', 'b', 'a_3']],
		['never given twice', ['a', 'a', 'a_2', 'a', 'a_2'], ['a', 'a_3', 'a_2', 'a_4', 'a_2_2']],
		['never given twice, empty ones included', ['column_2', ''], ['column_2', 'column_2_2']],
		['not `error`, which n8n takes for a failed item', ['error', 'error'], ['error_column', 'error_column_2']],
		['not `error`, and not a second `error_column`', ['error', 'error_column'], ['error_column_2', 'error_column']],
		['case-sensitive', ['Error', 'errors'], ['Error', 'errors']],
		['not `__proto__`', ['__proto__', 'a'], ['__proto___column', 'a']],
	])('are %s', async (_case, header, names) => {
		const values = header.map((_, index) => `v${index}`);
		const [row] = await rowsOf(`${header.join(',')}\n${values.join(',')}\n`);
		expect(Object.entries(row!)).toEqual(names.map((name, index) => [name, `v${index}`]));
		expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
	});

	it('are found at once, also for the same name 10,000 times over and for names that were taken', async () => {
		const beganAt = performance.now();
		const same = Array<string>(10_000).fill('x').join(',');
		const [row] = await rowsOf(`${same}\n${same}\n`);
		expect(Object.keys(row!)).toHaveLength(10_000);
		expect(Object.keys(row!).at(-1)).toBe('x_10000');
		const taken = Array.from({ length: 5000 }, (_, index) => `x_${index + 2}`);
		const [second] = await rowsOf(`x,${taken.join(',')}${',x'.repeat(4000)}\n1\n`);
		expect(Object.keys(second!).at(-1)).toBe('x_9001');
		// It took seconds where each name was looked for from the beginning.
		expect(performance.now() - beganAt).toBeLessThan(2000);
	});

	it('go on with numbers for cells beyond the header, in the rows that have them', async () => {
		expect(await rowsOf('a,column_3\n1,2\n1,2,3,4\n5,6\n')).toEqual([
			{ a: '1', column_3: '2' },
			{ a: '1', column_3: '2', column_3_2: '3', column_4: '4' },
			{ a: '5', column_3: '6' },
		]);
	});

	it('are one per cell, none forbidden, and a name stated in the header stays at its first column', async () => {
		const name = fc.constantFrom(
			'a',
			'a_2',
			'a_2_2',
			'b',
			'',
			'column_1',
			'column_3',
			'error',
			'error_column',
			'__proto__',
		);
		await fc.assert(
			fc.asyncProperty(fc.array(name, { minLength: 2, maxLength: 12 }), async (header) => {
				const values = header.map((_, index) => `v${index}`);
				const [row] = await rowsOf(`${header.join(',')}\n${values.join(',')}\n`);
				expect(Object.values(row!)).toEqual(values);
				for (const [index, cell] of header.entries()) {
					const isFirst = header.indexOf(cell) === index;
					if (['', 'error', '__proto__'].includes(cell)) expect(Object.keys(row!)).not.toContain(cell);
					else if (isFirst) expect(row![cell]).toBe(`v${index}`);
				}
			}),
		);
	});
});

describe('a file that is not CSV', () => {
	it.each([
		['a quote never closed', 'a,b\n1,2\n3,"4\n5,6\n', 3, /never closed.*cut off/],
		['NUL characters', 'a\n1\n\0\n', 3, /NUL/],
		['line ends of two kinds', 'a\r1\n2\r', 2, /two ways/],
		['line ends of two kinds, after a quoted cell', 'a\r"1"\n', 2, /followed by text/],
		['10,001 columns', ','.repeat(10_000), 1, /more than 10,000 columns/],
		['10,001 cells in a row', `a,b\n1,2\n${';,'.repeat(10_000)}\n`, 3, /more than 10,000 columns/],
		['a quote opened at the very end', 'a\n"', 2, /never closed/],
		['a doubled quote at the end of a quoted cell', 'a\n"1""', 2, /never closed/],
		['text after a closing quote', 'a,b\n"1"x,2\n', 2, /followed by text.*doubled/],
		['a space after a closing quote', 'a,b\n"1" ,2\n', 2, /followed by text/],
		['a lone CR after a closing quote', 'a\n"1"\r2\n', 2, /followed by text/],
		['a bad header', '"a"b\n', 1, /followed by text/],
		['a bad row after blank lines', '\na\n\n1\n\n"2"x\n', 3, /followed by text/],
	])('with %s is refused, naming the row', async (_case, text, row, message) => {
		for (const body of [text, inChunks(...text)]) {
			const failure = await rowsOf(body).catch((error: unknown) => error);
			expect(failure).toBeInstanceOf(CsvError);
			expect(failure).toMatchObject({ name: 'CsvError', row, message: expect.stringMatching(message) });
			expect((failure as CsvError).message).toMatch(`Row ${row} of the CSV file`);
		}
	});
});

describe('compared with csv-parse', () => {
	const oracle = (delimiter: string, lineEnd: string) => ({
		bom: true,
		skipEmptyLines: true,
		relaxColumnCount: true,
		delimiter,
		recordDelimiter: lineEnd === '\r' ? ['\r'] : ['\r\n', '\n'],
	});

	/** A cell, and whether a writer that need not quote it does so. */
	const cell = fc.record({
		text: fc.string({
			unit: fc.constantFrom('a', 'b', ' ', ',', ';', '\t', '"', '\r', '\n', 'ü', '–', '🚀'),
			maxLength: 8,
		}),
		isQuoted: fc.boolean(),
	});
	const file = fc.record({
		table: fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 8 }),
		delimiter: fc.constantFrom(',', ';', '\t'),
		lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
		encoding: fc.nat(2),
		hasByteOrderMark: fc.boolean(),
		endsWithLineEnd: fc.boolean(),
		// Blank lines at the start, and the line by which Excel names the delimiter: csv-parse knows no such line.
		blankLines: fc.nat(2),
		isNamed: fc.boolean(),
	});

	it('any table is read back, whichever way it is written, encoded and cut', async () => {
		await fc.assert(
			fc.asyncProperty(file, cuts, async (written, fractions) => {
				const { table, delimiter, lineEnd, encoding, hasByteOrderMark, endsWithLineEnd, blankLines, isNamed } = written;
				const lines = table.map((row) =>
					row
						.map(({ text, isQuoted }) =>
							isQuoted || /["\r\n]/.test(text) || text.includes(delimiter) || (row.length === 1 && text === '')
								? `"${text.replaceAll('"', '""')}"`
								: text,
						)
						.join(delimiter),
				);
				const header = ['p', 'q', 'r', 's', 't'];
				const text =
					(hasByteOrderMark ? '\ufeff' : '') +
					[header.join(delimiter), ...lines].join(lineEnd) +
					(endsWithLineEnd ? lineEnd : '');
				const texts = table.map((row) => row.map((one) => one.text));
				expect(parse(text, oracle(delimiter, lineEnd))).toEqual([header, ...texts]);

				const mark = hasByteOrderMark ? '\ufeff' : '';
				const before = lineEnd.repeat(blankLines) + (isNamed ? `sep=${delimiter}${lineEnd}` : '');
				const whole = mark + before + text.slice(mark.length);
				const rows = await rowsOf(inChunks(...cut<Uint8Array>(encodingsOf(whole)[encoding]!, fractions)));
				const padded = texts.map((row) => [...row, ...Array<string>(5 - row.length).fill('')]);
				expect(rows.map((row) => Object.values(row))).toEqual(padded);
			}),
			{ numRuns: 1000 },
		);
	});

	it('any other rows give the same cells, or both refuse them', () => {
		const rows = (lineEnd: string) =>
			fc.string({
				unit: fc.constantFrom('a', 'ü', ',', ';', '\t', '"', '"', lineEnd, lineEnd === '\n' ? '\r' : 'b'),
				maxLength: 30,
			});
		const text = fc
			.record({ delimiter: fc.constantFrom(',', ';', '\t'), lineEnd: fc.constantFrom('\n', '\r\n', '\r') })
			.chain((dialect) => rows(dialect.lineEnd).map((content) => ({ ...dialect, content })));
		fc.assert(
			fc.property(text, cuts, ({ delimiter, lineEnd, content }, fractions) => {
				const whole = `p${delimiter}q${lineEnd}${content}`;
				let expected: string[][] | undefined;
				try {
					expected = parse(whole, oracle(delimiter, lineEnd));
				} catch (error) {
					// There we differ on purpose: a quote inside an unquoted cell is text for us.
					fc.pre((error as { code?: string }).code !== 'INVALID_OPENING_QUOTE');
				}
				const read = () => recordsOf(...cut(whole, fractions));
				if (expected) expect(read()).toEqual(expected);
				else expect(read).toThrow(CsvError);
			}),
			{ numRuns: 3000 },
		);
	});

	it('any text at all gives the same however it is cut, and never another error than a CsvError', () => {
		const text = fc.string({
			unit: fc.constantFrom('a', 'ü', ',', ';', '\t', '"', '"', '\n', '\r\n', '\r', 'sep=;'),
			maxLength: 30,
		});
		const outcome = (...pieces: string[]) => {
			try {
				return recordsOf(...pieces);
			} catch (error) {
				expect(error).toBeInstanceOf(CsvError);
				return (error as CsvError).message;
			}
		};
		fc.assert(
			fc.property(text, cuts, (content, fractions) => {
				expect(outcome(...cut(content, fractions))).toEqual(outcome(content));
			}),
			{ numRuns: 3000 },
		);
	});
});

describe('reading in pieces', () => {
	/** A clock that moves on by `step` milliseconds with each look at it. */
	function useClock(step: number): void {
		let now = 0;
		jest.spyOn(performance, 'now').mockImplementation(() => (now += step));
	}

	/** 31 pieces. */
	const megabyte = Buffer.from(`a,b\n${'some text,more text\n'.repeat(50_000)}`);

	afterEach(() => jest.restoreAllMocks());

	it('gives way to the event loop every few milliseconds, also when the whole file is there', async () => {
		useClock(2);
		const timers = jest.spyOn(globalThis, 'setTimeout');
		expect(await rowsOf(megabyte)).toHaveLength(50_000);
		expect(timers.mock.calls.map(([, ms]) => ms)).toEqual(Array(10).fill(0)); // each third piece
	});

	it('does not wait when little time has passed', async () => {
		useClock(0);
		const timers = jest.spyOn(globalThis, 'setTimeout');
		expect(await rowsOf(megabyte)).toHaveLength(50_000);
		expect(timers).not.toHaveBeenCalled();
	});

	it('does not read a huge cell again with each piece', () => {
		const indexOf = String.prototype.indexOf;
		const parser = new CsvParser();
		let searched = 0;
		const spy = jest.spyOn(String.prototype, 'indexOf').mockImplementation(function (this: string, text, from = 0) {
			const index = indexOf.call(this, text, from);
			searched += (index === -1 ? this.length : index) - from;
			return index;
		});
		parser.write('a\n"');
		for (let piece = 0; piece < 1000; piece++) parser.write('x'.repeat(1000));
		parser.write('"\n');
		const rows = parser.end();
		spy.mockRestore();
		expect(rows.at(-1)).toEqual(['x'.repeat(1_000_000)]);
		expect(searched).toBeLessThan(5_000_000);
	});

	it('passes on what the body fails with', async () => {
		const failure = new Error('connection lost');
		const body = (async function* () {
			yield 'a\n1\n';
			throw failure;
		})();
		await expect(rowsOf(body)).rejects.toBe(failure);
	});

	it('closes the body when the reader leaves early', async () => {
		let isClosed = false;
		const body = (async function* () {
			try {
				yield 'a\n1\n';
				yield '2\n';
			} finally {
				isClosed = true;
			}
		})();
		for await (const rows of readCsvRows(body)) {
			expect(rows).toEqual([{ a: '1' }]);
			break;
		}
		expect(isClosed).toBe(true);
	});
});

describe('an aborted signal', () => {
	const reason = new Error('stopped by the user');

	it('stops reading before the first chunk', async () => {
		const next = jest.fn();
		const body = { [Symbol.asyncIterator]: () => ({ next }) };
		await expect(rowsOf(body, AbortSignal.abort(reason))).rejects.toBe(reason);
		expect(next).not.toHaveBeenCalled();
	});

	it('stops reading a file that is wholly there', async () => {
		const controller = new AbortController();
		const rows = readCsvRows(Buffer.from(`a\n${'1\n'.repeat(100_000)}`), { signal: controller.signal });
		expect((await rows.next()).done).toBe(false);
		controller.abort(reason);
		await expect(rows.next()).rejects.toBe(reason);
	});

	it('stops at once while the body stalls', async () => {
		const controller = new AbortController();
		const stalled = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };
		const reading = rowsOf(stalled, controller.signal);
		controller.abort(reason);
		await expect(reading).rejects.toBe(reason);
	});

	it('is let go of when the file has been read', async () => {
		const { signal } = new AbortController();
		const added = jest.spyOn(signal, 'addEventListener');
		const removed = jest.spyOn(signal, 'removeEventListener');
		await rowsOf(inChunks('a\n', '1\n'), signal);
		expect(added).toHaveBeenCalledTimes(3);
		expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(
			added.mock.calls.map(([, listener]) => listener),
		);
	});
});
