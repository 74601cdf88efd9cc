/** A letter that takes two bytes in memory, and makes all others of the same text take two. */
const WIDE = /[\u0100-\uffff]/g;

/**
 * Cuts text so that lines with letters beyond Latin-1 stand apart from those without, each piece a text of its own: cells
 * are slices that keep the piece they come from, and one such letter would double the memory of all that follows.
 */
export function byWidth(text: string): string[] {
	const pieces: string[] = [];
	let from = 0;
	for (let wide = nextWide(text, 0); wide !== -1;) {
		const wideFrom = Math.max(from, text.lastIndexOf('\n', wide) + 1);
		if (wideFrom > from) pieces.push(narrow(text.slice(from, wideFrom)));
		// Lines that stand together stay together.
		do {
			const lineEnd = text.indexOf('\n', wide);
			from = lineEnd === -1 ? text.length : lineEnd + 1;
			wide = nextWide(text, from);
		} while (wide !== -1 && text.lastIndexOf('\n', wide) < from);
		pieces.push(Buffer.from(text.slice(wideFrom, from), 'utf16le').toString('utf16le'));
	}
	if (pieces.length === 0) return [text];
	if (from < text.length) pieces.push(narrow(text.slice(from)));
	return pieces;
}

/** The same text, freed from what it was cut from where that has letters beyond Latin-1 and it has none. */
export function freed(text: string): string {
	return nextWide(text, 0) === -1 ? narrow(text) : text;
}

function nextWide(text: string, from: number): number {
	WIDE.lastIndex = from;
	return WIDE.exec(text)?.index ?? -1;
}

/** A copy with one byte for each letter. */
function narrow(text: string): string {
	return Buffer.from(text, 'latin1').toString('latin1');
}
