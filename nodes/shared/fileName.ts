/** Longest file name (characters), with room for what file systems allow in bytes. */
const LONGEST = 120;

/**
 * Makes a text usable as the name of one file: n8n reads a `/` as a folder, and Windows and
 * spreadsheet tools refuse more.
 */
export function sanitizeFileName(name: string, fallback = 'lemlist export'): string {
	const clean = name
		.replace(/[\\/:*?"<>|\p{Cc}]+/gu, '-')
		.replace(/\s+/g, ' ')
		.replace(/^[\s.]+|[\s.]+$/g, '');
	return [...clean].slice(0, LONGEST).join('').trim() || fallback;
}

/** A date as `2026-01-31`, in a time zone such as `Europe/Berlin`. */
export function isoDate(date: Date, timeZone: string): string {
	return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(date);
}

/** `<name> <date>.csv`, or the name somebody chose, with `.csv` where it has no ending. */
export function csvFileName({ chosen, name, date, timeZone }: { chosen?: string; name: string; date: Date; timeZone: string }): string {
	if (chosen?.trim()) {
		const clean = sanitizeFileName(chosen);
		return /\.\w{1,5}$/.test(clean) ? clean : `${clean}.csv`;
	}
	return `${sanitizeFileName(name)} ${isoDate(date, timeZone)}.csv`;
}
