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

/** The title of a web page; '' where it has none. */
export function pageTitle(html: string): string {
	return quote(/<title[^>]*>([^<]*)/i.exec(html)?.[1] ?? '') ?? '';
}

/** So many levels no service needs. Some thousands would end what calls itself for each, such as `JSON.stringify`. */
const MOST_LEVELS = 200;

function isDeeperThan(levels: number, value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return levels === 0 || Object.values(value).some((one) => isDeeperThan(levels - 1, one));
}

/** Reads JSON. @throws Error where it is none, or has more levels than anybody can handle */
export function parseJson(text: string): unknown {
	const value: unknown = JSON.parse(text);
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
