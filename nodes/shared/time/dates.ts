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
	const hasZone = /T.*(Z|[+-]\d\d:?\d\d)$/i.test(text);
	const asUtc = Date.parse(hasZone ? text : `${text.includes('T') ? text : `${text}T00:00:00`}Z`);
	if (Number.isNaN(asUtc)) return undefined;
	if (hasZone) return new Date(asUtc).toISOString();
	// The offset at the wanted moment, and not at the one that is off by it: they differ around a clock change.
	const guess = asUtc - offsetMinutes(asUtc, timeZone) * 60_000;
	return new Date(asUtc - offsetMinutes(guess, timeZone) * 60_000).toISOString();
}
