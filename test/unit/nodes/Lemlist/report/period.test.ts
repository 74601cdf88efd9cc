import { periodBefore, periodDates, periodText } from '../../../../../nodes/Lemlist/resources/campaign/report/period';

const BERLIN = 'Europe/Berlin';
const WEEK = { startDate: '2026-11-08T23:00:00.000Z', endDate: '2026-11-15T22:59:59.999Z' };
const DAY = { startDate: '2026-01-31T00:00:00.000Z', endDate: '2026-01-31T23:59:59.999Z' };

describe('The period before', () => {
	test('has as many days, and ends where the period begins', () => {
		expect(periodBefore(WEEK, BERLIN)).toEqual({
			startDate: '2026-11-01T23:00:00.000Z',
			endDate: '2026-11-08T22:59:59.999Z',
		});
		expect(periodBefore(DAY, 'UTC')).toEqual({
			startDate: '2026-01-30T00:00:00.000Z',
			endDate: '2026-01-30T23:59:59.999Z',
		});
	});

	test('has whole days also where clocks changed in one of the two', () => {
		// Clocks went back on 25 October 2026.
		const after = { startDate: '2026-10-25T23:00:00.000Z', endDate: '2026-11-01T22:59:59.999Z' };
		expect(periodBefore(after, BERLIN).startDate).toBe('2026-10-18T22:00:00.000Z');
	});

	test('of hours is as long', () => {
		const hours = { startDate: '2026-01-31T08:00:00.000Z', endDate: '2026-01-31T12:00:00.000Z' };
		expect(periodBefore(hours, 'UTC')).toEqual({
			startDate: '2026-01-31T03:59:59.999Z',
			endDate: '2026-01-31T07:59:59.999Z',
		});
	});
});

describe('A period', () => {
	test.each([
		[WEEK, BERLIN, '9–15 Nov 2026', '2026-11-09 to 2026-11-15'],
		[DAY, 'UTC', '31 Jan 2026', '2026-01-31'],
		[
			{ startDate: '2026-09-28T00:00:00.000Z', endDate: '2026-10-04T23:59:59.999Z' },
			'UTC',
			'28 Sep – 4 Oct 2026',
			'2026-09-28 to 2026-10-04',
		],
		[
			{ startDate: '2025-12-29T00:00:00.000Z', endDate: '2026-01-04T23:59:59.999Z' },
			'UTC',
			'29 Dec 2025 – 4 Jan 2026',
			'2025-12-29 to 2026-01-04',
		],
		[
			{ startDate: '2026-01-31T07:00:00.000Z', endDate: '2026-01-31T11:30:00.000Z' },
			BERLIN,
			'31 Jan 2026, 08:00 – 31 Jan 2026, 12:30',
			'2026-01-31',
		],
	])('%j is told in the time zone %s', (period, timeZone, text, dates) => {
		expect(periodText(period, timeZone)).toBe(text);
		expect(periodDates(period, timeZone)).toBe(dates);
	});
});
