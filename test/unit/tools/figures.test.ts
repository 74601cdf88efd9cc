import { markdownTable, median, within } from '../../../tools/figures';

test('The median is the middle one by size, and not by text', () => {
	expect(median([10, 9, 100])).toBe(10);
	expect(median([1, 2, 3, 4])).toBe(3);
	expect(median([])).toBeNaN();
});

test('A table has the columns of its first row', () => {
	const rows = [
		{ File: '10 MB', Rows: 5 },
		{ File: '1 GB', Rows: undefined },
	];
	expect(markdownTable(rows)).toBe('| File | Rows |\n|---|---|\n| 10 MB | 5 |\n| 1 GB |  |');
});

test('What does not come within its time is an error that names it', async () => {
	await expect(within(5, 'the export', new Promise(() => {}))).rejects.toThrow('Not within 0.005 s: the export');
	await expect(within(60_000, 'the export', Promise.resolve('a file'))).resolves.toBe('a file');
});
