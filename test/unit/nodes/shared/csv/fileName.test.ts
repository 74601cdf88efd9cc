import fc from '../../../../properties';
import type { IExecuteFunctions } from 'n8n-workflow';

import { csvFileName, isoDate, sanitizeFileName, uniqueFileName } from '../../../../../nodes/shared/csv/fileName';

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
		['trailing. . ', 'trailing'],
		['CON', '_CON'],
		['nul.2026', '_nul.2026'],
		['Com1', '_Com1'],
		['LPT²', '_LPT²'],
		['conference', 'conference'],
		['evil\u202evsc.exe', 'evilvsc.exe'],
		['a\u200bb\u00adc\ufeffd\u3164e\u2066f', 'abcdef'],
		['\u200e\u202e', 'export'],
		['half \ud83d pair', 'half - pair'],
		['no character \uffff', 'no character -'],
		['👨‍👩‍👧 ❤️ 👍🏽', '👨‍👩‍👧 ❤️ 👍🏽'],
		['joined\u200d', 'joined'],
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
				expect(usable).not.toMatch(/^[.\s]|[.\s]$/);
				expect(usable).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)/i);
				expect(Buffer.from(usable).toString()).toBe(usable);
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
		['leads.Tsv', 'leads.Tsv'],
		['leads.csv. ', 'leads.csv'],
		['leads.csv\u202e', 'leads.csv'],
		['v1.2', 'v1.2.csv'],
		['monday.com', 'monday.com.csv'],
		['report.v2', 'report.v2.csv'],
		['data.json', 'data.json.csv'],
		['.csv', 'csv.csv'],
		['nul.csv', '_nul.csv'],
		['con', '_con.csv'],
		['com1.txt', '_com1.txt'],
		['../../etc/passwd', '-..-etc-passwd.csv'],
		[`${'x'.repeat(300)}.txt`, `${'x'.repeat(120)}.txt`],
		[`${'🚀'.repeat(300)}.csv`, `${'🚀'.repeat(50)}.csv`],
		['Leads 31.01.2026', 'Leads 31.01.2026.csv'],
		['x'.repeat(300), `${'x'.repeat(120)}.csv`],
	])('that was chosen is kept, with an ending: %s', (chosen, fileName) => {
		expect(csvFileName({ ...rest, chosen })).toBe(fileName);
	});
});

describe('the names of the files of one execution', () => {
	const execution = () => ({}) as IExecuteFunctions;

	it('are all different, also for a file system that does not tell capital letters or accents apart', () => {
		const context = execution();
		const names = ['leads.csv', 'leads.csv', 'Leads.CSV', 'leads (2).csv', 'é.csv', 'e\u0301.csv', 'v1.2'];
		expect(names.map((name) => uniqueFileName(context, name))).toEqual([
			'leads.csv',
			'leads (2).csv',
			'Leads (3).CSV',
			'leads (2) (2).csv',
			'é.csv',
			'e\u0301 (2).csv',
			'v1.2',
		]);
	});

	it('begin anew with each execution', () => {
		expect([execution(), execution()].map((context) => uniqueFileName(context, 'a.csv'))).toEqual(['a.csv', 'a.csv']);
	});

	it('are found quickly for thousands of files of one name', () => {
		const context = execution();
		const names = Array.from({ length: 5000 }, () => uniqueFileName(context, 'leads.csv'));
		expect(new Set(names).size).toBe(5000);
		expect(names.at(-1)).toBe('leads (5000).csv');
	});
});

describe('the date in a file name', () => {
	it("is the one in the workflow's time zone", () => {
		expect(isoDate(date, 'UTC')).toBe('2026-01-31');
		expect(isoDate(date, 'Europe/Berlin')).toBe('2026-02-01');
		expect(isoDate(date, 'America/New_York')).toBe('2026-01-31');
	});
});
