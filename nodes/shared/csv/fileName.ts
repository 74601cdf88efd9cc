import type { IExecuteFunctions } from 'n8n-workflow';

/** Longest stem in characters, and in bytes: file systems allow 255, the date, a number and the ending are to come. */
const LONGEST = 120;
const LONGEST_BYTES = 200;

/** Endings that stay as somebody chose them; a version, a date or a domain is none. */
const CSV_ENDING = /\.(csv|tsv|txt)$/i;
const HTML_ENDING = /\.html?$/i;
const ENDING = /\.(csv|tsv|txt|html?)$/i;

/** Names of devices, which Windows refuses with every ending. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(\.|$)/i;

/** What ends an emoji that the next character, invisible in itself, can change. */
const EMOJI_END = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]$/u;

const ZERO_WIDTH_JOINER = '\u200d';
const EMOJI_STYLE = '\ufe0f';

/** Takes out what nobody sees: direction marks, joiners, fillers. Emoji that are made of several stay whole. */
function withoutInvisible(text: string): string {
	return text.replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu, (char, offset: number) => {
		if (char !== ZERO_WIDTH_JOINER && char !== EMOJI_STYLE) return '';
		const isInEmoji = EMOJI_END.test(text.slice(Math.max(0, offset - 2), offset));
		const goesOn = char === EMOJI_STYLE || /^\p{Extended_Pictographic}/u.test(text.slice(offset + 1, offset + 3));
		return isInEmoji && goesOn ? char : '';
	});
}

/** Windows drops spaces and dots at the end; a dot at the beginning hides a file. */
function trimmed(text: string): string {
	return text.replace(/^[\s.]+|[\s.]+$/g, '');
}

function shortened(text: string): string {
	const characters = [...text].slice(0, LONGEST);
	while (Buffer.byteLength(characters.join('')) > LONGEST_BYTES) characters.pop();
	return trimmed(characters.join(''));
}

/**
 * Makes a text usable as the name of one file, without an ending: n8n reads a `/` as a folder, and Windows and
 * spreadsheet tools refuse more.
 */
export function sanitizeFileName(name: string, fallback = 'export'): string {
	const clean = withoutInvisible(name)
		.replace(/[\\/:*?"<>|\p{Cc}\p{Cs}\p{Co}\p{Cn}]+/gu, '-')
		.replace(/\s+/g, ' ');
	const short = shortened(trimmed(clean)) || fallback;
	return RESERVED.test(short) ? `_${short}` : short;
}

/** A date as `2026-01-31`, in a time zone such as `Europe/Berlin`. */
export function isoDate(date: Date, timeZone: string): string {
	return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(date);
}

/** The name that somebody chose, with an ending where it has none that is known; undefined where nothing is left of it. */
function chosenFileName(chosen: string | undefined, known: RegExp, otherwise: string): string | undefined {
	const wanted = chosen && trimmed(withoutInvisible(chosen));
	if (!wanted) return undefined;
	const ending = known.exec(wanted)?.[0] ?? '';
	return sanitizeFileName(wanted.slice(0, wanted.length - ending.length)) + (ending || otherwise);
}

/** `<name> <date>.csv`, or the name somebody chose, with `.csv` where it has no ending that is known. */
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
	return chosenFileName(chosen, CSV_ENDING, '.csv') ?? `${sanitizeFileName(name)} ${isoDate(date, timeZone)}.csv`;
}

/** `<name> <date>.html`, or the name somebody chose, with `.html` where it has no such ending. @param date such as `2026-01-31` */
export function htmlFileName({ chosen, name, date }: { chosen?: string; name: string; date: string }): string {
	return chosenFileName(chosen, HTML_ENDING, '.html') ?? `${sanitizeFileName(name)} ${date}.html`;
}

/** The names that an execution has given to files, as file systems compare them, and where to go on with numbers. */
const given = new WeakMap<IExecuteFunctions, Map<string, number>>();

/** Some file systems take `Ä`, `ä` and `a` with a diaeresis for one. */
function comparable(name: string): string {
	return name.normalize('NFKC').toUpperCase().toLowerCase();
}

/** The name, with a number before its ending where a file of this execution has it already: `leads (2).csv`. */
export function uniqueFileName(context: IExecuteFunctions, name: string): string {
	const taken = given.get(context) ?? new Map<string, number>();
	given.set(context, taken);
	const ending = ENDING.exec(name)?.[0] ?? '';
	const stem = name.slice(0, name.length - ending.length);
	let number = taken.get(comparable(name)) ?? 1;
	let unique: string;
	do {
		unique = number === 1 ? name : `${stem} (${number})${ending}`;
		number++;
	} while (taken.has(comparable(unique)));
	taken.set(comparable(unique), 2);
	taken.set(comparable(name), number);
	return unique;
}
