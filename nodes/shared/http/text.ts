/** Longest piece of an answer that goes into a message, in characters. */
const LONGEST_QUOTE = 300;

/** A text of an answer as one line of a message; undefined where there is nothing in it. */
export function quote(text: string, longest = LONGEST_QUOTE): string | undefined {
	const plain = text.replace(/\s+/g, ' ').trim();
	if (plain === '') return undefined;
	return plain.length > longest ? `${plain.slice(0, longest)}…` : plain;
}

/** Whether a text is a web page and not an answer of an API. */
export function isHtml(text: string): boolean {
	return /^\uFEFF?\s*<(!doctype|html|head|body|\?xml|!--)/i.test(text);
}

/** Like `isHtml`, but not of the XML in which file hosts refuse a file. */
export function isWebPage(text: string): boolean {
	return isHtml(text) && (!/^\uFEFF?\s*<\?xml/i.test(text) || /<(!doctype )?html/i.test(text));
}

/** The title of a web page; '' where it has none. */
export function pageTitle(html: string): string {
	return quote(/<title[^>]*>([^<]*)/i.exec(html)?.[1] ?? '') ?? '';
}

/** The texts and the numbers of a JSON text, each as a whole. */
const TEXTS_AND_NUMBERS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** As many digits as the least whole number that may be rounded. */
const MANY_DIGITS = /\d{16}/;

/** Puts a whole number that would be rounded, such as a 64-bit ID, into quotes. */
function quoteIfRounded(piece: string): string {
	return /^-?\d{16,}$/.test(piece) && !Number.isSafeInteger(Number(piece)) ? `"${piece}"` : piece;
}

/** So many levels no service needs. Some thousands would end what calls itself for each, such as `JSON.stringify`. */
const MOST_LEVELS = 200;

function isDeeperThan(levels: number, value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return levels === 0 || Object.values(value).some((one) => isDeeperThan(levels - 1, one));
}

/**
 * Reads JSON. A whole number beyond the safe ones is a text, with all its digits.
 *
 * @throws Error where it is none, or has more levels than anybody can handle
 */
export function parseJson(text: string): unknown {
	const parsed: unknown = JSON.parse(text);
	const value: unknown = MANY_DIGITS.test(text) ? JSON.parse(text.replace(TEXTS_AND_NUMBERS, quoteIfRounded)) : parsed;
	if (isDeeperThan(MOST_LEVELS, value)) throw new RangeError(`It has more than ${MOST_LEVELS} levels`);
	return value;
}

/** JSON as what it says, anything else as text. */
export function parseBody(text: string): unknown {
	try {
		return parseJson(text);
	} catch {
		return text;
	}
}
