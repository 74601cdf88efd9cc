import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { QLARA_COLUMNS, qlaraCsv, qlaraFileChunks, SMALLEST_QLARA_FILE, type Dataset } from '../../../../simulator';
import { linkOf, useQlara } from '../../../support/qlaraClient';

describe.each<Dataset>(['contacts', 'deliveryReports'])('the generated file of %s', (dataset) => {
	const make = (size: number, seed = 1) => Buffer.concat([...qlaraCsv(dataset, size, seed)]);

	it('has exactly the size, and is the same for the same seed', () => {
		for (const size of [SMALLEST_QLARA_FILE, 23_654, 200_001]) expect(make(size)).toHaveLength(size);
		expect(make(10_000).equals(make(10_000))).toBe(true);
		expect(make(10_000).equals(make(10_000, 2))).toBe(false);
	});

	it('is CSV with unique rows, and with what is hard to read', () => {
		const text = make(200_000).toString();
		const rows = parse(text, { columns: true }) as Array<Record<string, string>>;
		expect(Object.keys(rows[0] as object)).toEqual(QLARA_COLUMNS[dataset]);
		expect(new Set(rows.map((row) => Object.values(row)[0])).size).toBe(rows.length);
		const hard = ['""', 'ß', '\n', dataset === 'contacts' ? '🎉' : '🚚'];
		expect(hard.filter((each) => !text.includes(each))).toEqual([]);
		expect(text.includes('#')).toBe(false);
		expect(rows.some((row) => Object.values(row).some((cell) => cell.includes('\n')))).toBe(true);
	});

	it('is not made if it is too small', () => {
		expect(() => make(100)).toThrow(RangeError);
	});
});

describe('a large file of the simulated Qlara', () => {
	const qlara = useQlara(() => ({ exports: { durationMs: 0, size: 50_000_000 } }));

	it('is streamed byte for byte', async () => {
		const added = qlara().state.exports.add();
		const sha256 = async (chunks: Iterable<Buffer> | AsyncIterable<Uint8Array>) => {
			const hash = createHash('sha256');
			for await (const chunk of chunks) hash.update(chunk);
			return hash.digest('hex');
		};
		const response = await fetch(await linkOf(qlara(), added));
		expect(response.headers.get('content-length')).toBe('50000000');
		expect(await sha256(response.body as unknown as AsyncIterable<Uint8Array>)).toBe(
			await sha256(qlaraFileChunks(added)),
		);
	});
});
