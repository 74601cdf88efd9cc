import fc from 'fast-check';

import { csvFileName, isoDate, sanitizeFileName } from '../../../../../nodes/shared/csv/fileName';

const date = new Date('2026-01-31T23:30:00Z');
const rest = { name: 'Insights Outreach 2024', date, timeZone: 'UTC' };

describe('a file name', () => {
	it.each([
		['Sales / Q1', 'Sales - Q1'],
		['C:\\temp\\x', 'C-temp-x'],
		['a:b*c?d"e<f>g|h', 'a-b-c-d-e-f-g-h'],
		['two\nlines\ttab\u0000', 'two-lines-tab-'],
		['  .hidden. ', 'hidden'],
		['..', 'export'],
		['../../etc/passwd', '-..-etc-passwd'],
		['', 'export'],
		[' \u00a0 ', 'export'],
		['Frühjahr – 株式会社 🚀', 'Frühjahr – 株式会社 🚀'],
	])('is made usable: %j', (name, usable) => {
		expect(sanitizeFileName(name)).toBe(usable);
	});

	it('is never a path, never empty, and never too long for a file system', () => {
		const name = fc.oneof(
			fc.string({ unit: 'binary', maxLength: 400 }),
			fc.string({ unit: 'grapheme', maxLength: 400 }),
			fc.constant('🚀'.repeat(300)),
		);
		fc.assert(
			fc.property(name, (text) => {
				const usable = sanitizeFileName(text);
				expect(usable).not.toMatch(/[\\/:*?"<>|\p{Cc}]/u);
				expect(usable.trim()).not.toBe('');
				expect(usable).not.toMatch(/^\.|^\s|\s$/);
				expect(Buffer.byteLength(`${usable} 2026-01-31.csv`)).toBeLessThanOrEqual(255);
			}),
		);
	});

	it('of an export is the name of the campaign and the date', () => {
		expect(csvFileName(rest)).toBe('Insights Outreach 2024 2026-01-31.csv');
		expect(csvFileName({ ...rest, chosen: '  ' })).toBe('Insights Outreach 2024 2026-01-31.csv');
	});

	it.each([
		['leads', 'leads.csv'],
		['leads.csv', 'leads.csv'],
		['leads.txt', 'leads.txt'],
		['Q1/leads.CSV', 'Q1-leads.CSV'],
		['v1.2', 'v1.2.csv'],
		['Leads 31.01.2026', 'Leads 31.01.2026.csv'],
		['x'.repeat(300), `${'x'.repeat(120)}.csv`],
	])('that was chosen is kept, with an ending: %s', (chosen, fileName) => {
		expect(csvFileName({ ...rest, chosen })).toBe(fileName);
	});
});

describe('the date in a file name', () => {
	it("is the one in the workflow's time zone", () => {
		expect(isoDate(date, 'UTC')).toBe('2026-01-31');
		expect(isoDate(date, 'Europe/Berlin')).toBe('2026-02-01');
		expect(isoDate(date, 'America/New_York')).toBe('2026-01-31');
	});
});
