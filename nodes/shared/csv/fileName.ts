/** Longest file name in characters, and in bytes: file systems allow 255, the date and the ending are to come. */
const LONGEST = 120;
const LONGEST_BYTES = 200;

/**
 * Makes a text usable as the name of one file: n8n reads a `/` as a folder, and Windows and
 * spreadsheet tools refuse more.
 */
export function sanitizeFileName(name: string, fallback = 'export'): string {
	const clean = name
		.replace(/[\\/:*?"<>|\p{Cc}]+/gu, '-')
		.replace(/\s+/g, ' ')
		.replace(/^[\s.]+|[\s.]+$/g, '');
	const characters = [...clean].slice(0, LONGEST);
	while (Buffer.byteLength(characters.join('')) > LONGEST_BYTES) characters.pop();
	return characters.join('').trim() || fallback;
}

/** A date as `2026-01-31`, in a time zone such as `Europe/Berlin`. */
export function isoDate(date: Date, timeZone: string): string {
	return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(date);
}

/** `<name> <date>.csv`, or the name somebody chose, with `.csv` where it has no ending (a version or a date is none). */
export function csvFileName({
	chosen,
	name,
	date,
	timeZone,
}: {
	chosen?: string;
	name: string;
	date: Date;
	timeZone: string;
}): string {
	if (chosen?.trim()) {
		const clean = sanitizeFileName(chosen);
		return /\.[a-z]\w{0,4}$/i.test(clean) ? clean : `${clean}.csv`;
	}
	return `${sanitizeFileName(name)} ${isoDate(date, timeZone)}.csv`;
}
