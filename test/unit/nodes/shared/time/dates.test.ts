import fc from '../../../../properties';
import { DateTime } from 'luxon';

import { isoDateTime, isoEndOfPeriod, isoWithOffset } from '../../../../../nodes/shared/time/dates';

describe('A date without a zone is meant in the zone of the workflow', () => {
	test.each([
		['2026-01-31T08:00:00', 'Europe/Berlin', '2026-01-31T07:00:00.000Z'],
		['2026-07-31T08:00:00', 'Europe/Berlin', '2026-07-31T06:00:00.000Z'],
		['2026-01-31T08:00', 'America/New_York', '2026-01-31T13:00:00.000Z'],
		['2026-01-31 08:00:00', 'America/New_York', '2026-01-31T13:00:00.000Z'],
		['2026-01-31', 'Asia/Kolkata', '2026-01-30T18:30:00.000Z'],
		['2026-01-31', 'Pacific/Kiritimati', '2026-01-30T10:00:00.000Z'],
		['  2026-01-31T08:00:00.250  ', 'UTC', '2026-01-31T08:00:00.250Z'],
	])('%s in %s', (text, zone, expected) => {
		expect(isoDateTime(text, zone)).toBe(expected);
	});
});

describe('A date with a zone keeps it', () => {
	test.each([
		'2026-01-31T08:00:00Z',
		'2026-01-31T10:00:00+02:00',
		'2026-01-31T03:00:00-0500',
		'2026-01-31T08:00:00.000z',
	])('%s', (text) => {
		expect(isoDateTime(text, 'Asia/Tokyo')).toBe('2026-01-31T08:00:00.000Z');
	});
});

test.each([
	['a Date', new Date('2026-01-31T08:00:00Z')],
	['milliseconds', Date.UTC(2026, 0, 31, 8)],
	["n8n's DateTime", DateTime.fromISO('2026-01-31T09:00:00', { zone: 'Europe/Berlin' })],
])('%s is a moment already', (_what, value) => {
	expect(isoDateTime(value, 'Asia/Tokyo')).toBe('2026-01-31T08:00:00.000Z');
});

test.each([
	undefined,
	null,
	'',
	'tomorrow',
	'31.01.2026',
	'2026-13-45',
	'2026-01-31T99:00',
	NaN,
	new Date(NaN),
	{},
	true,
])('%p is no date', (value) => {
	expect(isoDateTime(value, 'UTC')).toBeUndefined();
});

describe('Around a change of the clocks', () => {
	test.each([
		// Berlin, 29 March 2026: 02:00 becomes 03:00.
		['2026-03-29T01:59:59', 'Europe/Berlin', '2026-03-29T00:59:59.000Z'],
		['2026-03-29T03:00:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
		// Berlin, 25 October 2026: 03:00 becomes 02:00.
		['2026-10-25T01:59:59', 'Europe/Berlin', '2026-10-24T23:59:59.000Z'],
		['2026-10-25T03:00:00', 'Europe/Berlin', '2026-10-25T02:00:00.000Z'],
		// New York, 8 March 2026: 02:00 becomes 03:00.
		['2026-03-08T01:59:59', 'America/New_York', '2026-03-08T06:59:59.000Z'],
		['2026-03-08T03:00:00', 'America/New_York', '2026-03-08T07:00:00.000Z'],
		// Half an hour only.
		['2026-10-04T03:00:00', 'Australia/Lord_Howe', '2026-10-03T16:00:00.000Z'],
	])('%s in %s', (text, zone, expected) => {
		expect(isoDateTime(text, zone)).toBe(expected);
	});

	test.each([
		['2026-03-29T02:30:00', 'Europe/Berlin', '2026-03-29T00:30:00.000Z', '2026-03-29T01:30:00.000Z'],
		['2026-10-25T02:30:00', 'Europe/Berlin', '2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'],
	])('%s in %s, which comes never or twice, is an hour before or after', (text, zone, first, second) => {
		expect([first, second]).toContain(isoDateTime(text, zone));
	});
});

test('Everywhere and always, the clock on the wall there shows what was entered', () => {
	const zones = Intl.supportedValuesOf('timeZone');
	const minutes = fc.integer({ min: Date.UTC(1990, 0) / 60_000, max: Date.UTC(2040, 0) / 60_000 });
	fc.assert(
		fc.property(fc.constantFrom(...zones), minutes, (zone, minute) => {
			const local = DateTime.fromMillis(minute * 60_000, { zone });
			const text = local.toFormat("yyyy-MM-dd'T'HH:mm:ss");
			const shown = DateTime.fromISO(String(isoDateTime(text, zone)), { zone });
			expect([zone, shown.toFormat("yyyy-MM-dd'T'HH:mm:ss")]).toEqual([zone, text]);
		}),
		{ numRuns: 2000 },
	);
});

test.each(['2026-02-31', '2026-02-31T08:00:00', '2026-04-31T08:00:00Z', '2025-02-29', '2026-00-10', '2026-06-00'])(
	'%s is no day of the calendar, and no date',
	(text) => {
		expect(isoDateTime(text, 'Europe/Berlin')).toBeUndefined();
		expect(isoEndOfPeriod(text, 'Europe/Berlin')).toBeUndefined();
	},
);

test('2028-02-29 is one', () => expect(isoDateTime('2028-02-29', 'UTC')).toBe('2028-02-29T00:00:00.000Z'));

describe('The end of a period includes its last day', () => {
	test.each([
		['a date alone', '2026-01-31', 'Europe/Berlin', '2026-01-31T22:59:59.999Z'],
		["the date picker's midnight", '2026-01-31T00:00:00', 'Europe/Berlin', '2026-01-31T22:59:59.999Z'],
		['midnight with a space', ' 2026-01-31 00:00 ', 'Europe/Berlin', '2026-01-31T22:59:59.999Z'],
		['midnight with milliseconds', '2026-01-31T00:00:00.000', 'America/New_York', '2026-02-01T04:59:59.999Z'],
		["midnight in the workflow's zone", '2026-01-31T00:00:00.000+01:00', 'Europe/Berlin', '2026-01-31T22:59:59.999Z'],
		['midnight of a workflow in UTC', '2026-01-31T00:00:00Z', 'UTC', '2026-01-31T23:59:59.999Z'],
		['the day when clocks go forward', '2026-03-29', 'Europe/Berlin', '2026-03-29T21:59:59.999Z'],
		['the day when clocks go back', '2026-10-25T00:00:00', 'Europe/Berlin', '2026-10-25T22:59:59.999Z'],
		['a day whose 23rd hour comes twice', '2026-04-04', 'America/Santiago', '2026-04-05T03:59:59.999Z'],
		['the day before a midnight that never comes', '2026-09-05', 'America/Santiago', '2026-09-06T03:59:59.999Z'],
		['a day whose midnight never comes', '2026-09-06T00:00:00', 'America/Santiago', '2026-09-07T02:59:59.999Z'],
	])('%s', (_which, text, zone, expected) => {
		expect(isoEndOfPeriod(text, zone)).toBe(expected);
	});

	test("n8n's DateTime at midnight in the zone of the workflow", () => {
		const day = DateTime.fromISO('2026-01-31', { zone: 'Europe/Berlin' });
		expect(isoEndOfPeriod(day, 'Europe/Berlin')).toBe('2026-01-31T22:59:59.999Z');
	});
});

describe('The end of a period that names a moment is that moment', () => {
	test.each([
		['a time', '2026-01-31T12:00:00', '2026-01-31T11:00:00.000Z'],
		['one second after midnight', '2026-01-31T00:00:01', '2026-01-30T23:00:01.000Z'],
		['midnight of another zone', '2026-01-31T00:00:00Z', '2026-01-31T00:00:00.000Z'],
		['midnight here, said in another zone', '2026-01-30T23:00:00Z', '2026-01-30T23:00:00.000Z'],
		['a Date', new Date('2026-01-30T23:00:00Z'), '2026-01-30T23:00:00.000Z'],
		['milliseconds', Date.UTC(2026, 0, 30, 23), '2026-01-30T23:00:00.000Z'],
		['a DateTime of another zone', DateTime.fromISO('2026-01-31', { zone: 'UTC' }), '2026-01-31T00:00:00.000Z'],
	])('%s', (_which, value, expected) => {
		expect(isoEndOfPeriod(value, 'Europe/Berlin')).toBe(expected);
	});

	test.each([undefined, null, '', 'soon', {}, true, NaN])('%p is none', (value) => {
		expect(isoEndOfPeriod(value, 'UTC')).toBeUndefined();
	});
});

describe('Days at the edges of the calendar', () => {
	it.each(['0000-01-01', '0000-00-00', '0999-12-31'])('%s is none that anybody means', (day) => {
		expect(isoDateTime(day, 'Europe/Berlin')).toBeUndefined();
		expect(isoEndOfPeriod(day, 'Europe/Berlin')).toBeUndefined();
	});

	it('9999-12-31 is the end of an open period', () => {
		expect(isoDateTime('9999-12-31', 'UTC')).toBe('9999-12-31T00:00:00.000Z');
		expect(isoEndOfPeriod('9999-12-31', 'UTC')).toBe('9999-12-31T23:59:59.999Z');
		expect(isoEndOfPeriod('9999-12-31', 'Europe/Berlin')).toBe('9999-12-31T22:59:59.999Z');
	});
});

describe('A moment with the offset of a zone', () => {
	it.each([
		['2026-01-31T07:00:00.000Z', 'Europe/Rome', '2026-01-31T08:00:00+01:00'],
		['2026-07-31T07:00:00.000Z', 'Europe/Rome', '2026-07-31T09:00:00+02:00'],
		['2026-01-31T22:59:59.999Z', 'Europe/Rome', '2026-01-31T23:59:59.999+01:00'],
		['2026-01-31T07:00:00.000Z', 'UTC', '2026-01-31T07:00:00+00:00'],
		['2026-01-31T02:00:00.000Z', 'America/St_Johns', '2026-01-30T22:30:00-03:30'],
		['2026-01-31T20:00:00.000Z', 'Asia/Kathmandu', '2026-02-01T01:45:00+05:45'],
	])('%s in %s is %s', (iso, zone, text) => {
		expect(isoWithOffset(iso, zone)).toBe(text);
		expect(Date.parse(text)).toBe(Date.parse(iso));
	});
});
