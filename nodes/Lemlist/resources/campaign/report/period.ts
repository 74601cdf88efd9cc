import { isoDate } from '../../../../shared/csv/fileName';
import { isoDateTime, isoEndOfPeriod } from '../../../../shared/time/dates';

/** Both ends, as ISO 8601 in UTC; the end belongs to it. */
export interface Period {
	startDate: string;
	endDate: string;
}

/** A day such as `2026-01-31`, some days later. */
function shifted(day: string, days: number): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** First and last day in a time zone, and whether both belong to the period as a whole. */
function daysOf({ startDate, endDate }: Period, timeZone: string) {
	const first = isoDate(new Date(startDate), timeZone);
	const last = isoDate(new Date(endDate), timeZone);
	const isWhole = isoDateTime(first, timeZone) === startDate && isoEndOfPeriod(last, timeZone) === endDate;
	return { first, last, isWhole };
}

/**
 * The period before, of the same length: as many days where it is made of whole days in the time zone (so that a change
 * of the clocks shifts nothing), else as many milliseconds. It ends where the other begins.
 */
export function periodBefore(period: Period, timeZone: string): Period {
	const { first, last, isWhole } = daysOf(period, timeZone);
	const start = Date.parse(period.startDate);
	if (isWhole) {
		const days = Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1;
		return {
			startDate: isoDateTime(shifted(first, -days), timeZone)!,
			endDate: new Date(start - 1).toISOString(),
		};
	}
	const length = Date.parse(period.endDate) - start;
	return { startDate: new Date(start - 1 - length).toISOString(), endDate: new Date(start - 1).toISOString() };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2026-01-31` as its parts: 31, Jan, 2026. */
function dayParts(day: string): [string, string, string] {
	const [year = '', month = '', date = ''] = day.split('-');
	return [String(Number(date)), MONTHS[Number(month) - 1] ?? month, year];
}

/** A time of the day, such as `08:00`. */
function clockTime(moment: string, timeZone: string): string {
	return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(new Date(moment));
}

/** For people: `9–15 Nov 2026`, `28 Sep – 4 Oct 2026`, or with times where it does not hold whole days. */
export function periodText(period: Period, timeZone: string): string {
	const { first, last, isWhole } = daysOf(period, timeZone);
	const from = dayParts(first);
	const to = dayParts(last);
	if (!isWhole) {
		const moment = (parts: string[], at: string) => `${parts.join(' ')}, ${clockTime(at, timeZone)}`;
		return `${moment(from, period.startDate)} – ${moment(to, period.endDate)}`;
	}
	if (first === last) return from.join(' ');
	if (from[2] !== to[2]) return `${from.join(' ')} – ${to.join(' ')}`;
	return from[1] === to[1] ? `${from[0]}–${to.join(' ')}` : `${from[0]} ${from[1]} – ${to.join(' ')}`;
}

/** For file names: `2026-11-09 to 2026-11-15`, or the one day. */
export function periodDates(period: Period, timeZone: string): string {
	const { first, last } = daysOf(period, timeZone);
	return first === last ? first : `${first} to ${last}`;
}
