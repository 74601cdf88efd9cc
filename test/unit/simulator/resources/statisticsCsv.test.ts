import { parse } from 'csv-parse/sync';
import { SMALLEST_STATISTICS_FILE, STATISTICS_COLUMNS, statisticsCsv } from '../../../../simulator';

const fileOf = (size: number, seed = 1) => Buffer.concat([...statisticsCsv(size, seed)]);

describe('generated statistics files', () => {
	it.each([SMALLEST_STATISTICS_FILE, SMALLEST_STATISTICS_FILE + 1, 23_654, 65_536, 1_000_003])(
		'have exactly %i bytes',
		(size) => {
			expect(fileOf(size)).toHaveLength(size);
		},
	);

	it('are the same for the same seed and others for another', () => {
		expect(fileOf(50_000, 7).equals(fileOf(50_000, 7))).toBe(true);
		expect(fileOf(50_000, 7).equals(fileOf(50_000, 8))).toBe(false);
	});

	it('are RFC 4180 whatever the size, with unique leads', () => {
		for (let size = SMALLEST_STATISTICS_FILE; size < SMALLEST_STATISTICS_FILE + 60_000; size += 997) {
			const rows = parse(fileOf(size, size), { columns: true, record_delimiter: '\n' }) as Array<
				Record<string, string>
			>;
			expect(Object.keys(rows[0] as object)).toEqual([...STATISTICS_COLUMNS]);
			expect(new Set(rows.map(({ email }) => email)).size).toBe(rows.length);
		}
	});

	it('hold what makes CSV hard: quotes, commas, line breaks and letters beyond ASCII', () => {
		const text = fileOf(200_000).toString();
		const cells = (parse(text) as string[][]).flat();
		for (const hard of ['"', ',', '\n', '\r\n', 'ü', '🎉'])
			expect(cells.some((cell) => cell.includes(hard))).toBe(true);
	});

	it('are made piece by piece: the first piece of 4 GB comes at once', () => {
		const { value } = statisticsCsv(4_000_000_000, 1).next();
		expect((value as Buffer).length).toBeLessThan(200_000);
	});

	it('cannot be too small', () => {
		expect(() => statisticsCsv(SMALLEST_STATISTICS_FILE - 1, 1)).toThrow(RangeError);
	});
});
