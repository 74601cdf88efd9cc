/** Minutes that a zone is ahead of UTC at a moment. */
function offsetMinutes(at: number, timeZone: string): number {
	const parts = new Intl.DateTimeFormat('en-US', {
		timeZone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric',
	}).formatToParts(at);
	const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
	const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
	return Math.round((local - at) / 60_000);
}

const HAS_ZONE = /T.*(Z|[+-]\d\d:?\d\d)$/i;

/** A day alone, or one with midnight behind it; with or without a zone. */
const DAY = /^(\d{4}-\d\d-\d\d)(?:T00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/i;

/** Earlier years are none that anybody means, such as the year 0 of databases. */
const EARLIEST_DAY = '1000-01-01';

/** Whether a text begins with a day that the calendar has: `Date.parse` makes 3 March of 31 February. */
function isDay(text: string): boolean {
	const day = text.slice(0, 10);
	const at = Date.parse(`${day}T00:00:00Z`);
	return day >= EARLIEST_DAY && !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

/**
 * What n8n's date fields and expressions give, as ISO 8601 in UTC with milliseconds.
 *
 * @param value a text such as `2026-01-31T08:00:00`, with or without a zone, `2026-01-31`, a Date,
 * a Luxon DateTime, or milliseconds since 1970
 * @param timeZone the workflow's, such as `Europe/Berlin`: what a text without a zone is meant in
 * @returns undefined when it is no date
 */
export function isoDateTime(value: unknown, timeZone: string): string | undefined {
	if (value instanceof Date || typeof value === 'number') {
		const date = new Date(value);
		return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
	}
	if (typeof (value as { toMillis?: unknown } | null)?.toMillis === 'function') {
		return isoDateTime((value as { toMillis(): number }).toMillis(), timeZone);
	}
	if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value.trim())) return undefined;
	const text = value.trim().replace(' ', 'T');
	if (!isDay(text)) return undefined;
	const hasZone = HAS_ZONE.test(text);
	const asUtc = Date.parse(hasZone ? text : `${text.includes('T') ? text : `${text}T00:00:00`}Z`);
	if (Number.isNaN(asUtc)) return undefined;
	if (hasZone) return new Date(asUtc).toISOString();
	// The offset at the wanted moment, and not at the one that is off by it: they differ around a clock change.
	const guess = asUtc - offsetMinutes(asUtc, timeZone) * 60_000;
	return new Date(asUtc - offsetMinutes(guess, timeZone) * 60_000).toISOString();
}

/**
 * The same moment with the offset of a zone, as `2026-01-31T08:00:00+01:00`. A fraction of a second stays where it is
 * not zero.
 *
 * @param iso as `isoDateTime` gives it
 */
export function isoWithOffset(iso: string, timeZone: string): string {
	const at = Date.parse(iso);
	const minutes = offsetMinutes(at, timeZone);
	const local = new Date(at + minutes * 60_000).toISOString().replace(/(\.000)?Z$/, '');
	const two = (number: number) => String(Math.trunc(number)).padStart(2, '0');
	const size = Math.abs(minutes);
	return `${local}${minutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`;
}

/** The day that a value stands for as a whole; undefined where it names a moment. */
function wholeDay(value: unknown, timeZone: string): string | undefined {
	// A Luxon DateTime shows as text what it is in its own zone.
	const isMoment = value instanceof Date || typeof value === 'number';
	const given = typeof (value as { toISO?: unknown } | null)?.toISO === 'function' ? String(value) : value;
	if (isMoment || typeof given !== 'string') return undefined;
	const text = given.trim().replace(' ', 'T');
	const day = DAY.exec(text)?.[1];
	if (day === undefined || !HAS_ZONE.test(text)) return day;
	return isoDateTime(text, timeZone) === isoDateTime(day, timeZone) ? day : undefined;
}

/**
 * The end of a period, which includes the last day: n8n's date picker gives a day as its midnight. A date alone, and
 * midnight without a zone or in the workflow's, mean the last millisecond of that day there; any other value is the
 * moment that it names.
 *
 * @param value,timeZone as `isoDateTime` takes them
 * @returns as `isoDateTime`
 */
export function isoEndOfPeriod(value: unknown, timeZone: string): string | undefined {
	const day = wholeDay(value, timeZone);
	// What is no day of the calendar is no date, either.
	if (day === undefined || !isDay(day)) return isoDateTime(value, timeZone);
	const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
	const lastMoment = Date.parse(isoDateTime(`${day}T23:59:59.999`, timeZone)!);
	// After the last day of the year 9999 comes none that a date can have.
	const beforeNext = Date.parse(isoDateTime(next, timeZone) ?? '') - 1 || lastMoment;
	// They differ where clocks change at midnight: 23:59 comes twice, or 00:00 never.
	return new Date(Math.max(lastMoment, beforeNext)).toISOString();
}
