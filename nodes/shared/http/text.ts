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

/** JSON as what it says, anything else as text. */
export function parseBody(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
