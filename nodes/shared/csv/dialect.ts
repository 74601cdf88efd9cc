const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** What may separate cells; where the header has as many of two, the first. */
const DELIMITERS = [',', ';', '\t'] as const;

/** How a CSV file is written. */
export interface Dialect {
	delimiter: (typeof DELIMITERS)[number];
	/** `\n` stands for CR LF, too. */
	lineEnd: '\n' | '\r';
	/** Where the rows begin: behind the line `sep=;` by which Excel names the delimiter. */
	from: number;
}

/** What separates most cells of the header, quoted text left out. */
function mostFrequent(counts: Map<string, number>): Dialect['delimiter'] {
	return DELIMITERS.reduce((best, one) => ((counts.get(one) ?? 0) > (counts.get(best) ?? 0) ? one : best));
}

/**
 * Recognises the dialect by the header, the first line that is not blank: by what stands between its cells, and by the
 * first line end.
 *
 * @returns undefined while the header is not all there
 */
export function readDialect(text: string, isLast: boolean): Dialect | undefined {
	const counts = new Map<string, number>();
	let lineEnd: Dialect['lineEnd'] | undefined;
	let lineFrom = 0;
	let isQuoted = false;
	let isCellStart = true;
	let position = 0;
	const isEnd = (code: number) => code === LINE_FEED || (code === CARRIAGE_RETURN && lineEnd !== '\n');

	for (; position < text.length; position++) {
		const code = text.charCodeAt(position);
		const next = text.charCodeAt(position + 1);
		// A doubled quote and CR LF need the next character.
		const isOpen = position + 1 === text.length && !isLast;
		if (isQuoted) {
			if (code !== QUOTE) continue;
			if (isOpen) return undefined;
			if (next === QUOTE) position++;
			else isQuoted = false;
			continue;
		}
		if (code === QUOTE && isCellStart) {
			isQuoted = true;
			isCellStart = false;
			continue;
		}
		if (code === CARRIAGE_RETURN && isOpen) return undefined;
		const isCrLf = code === CARRIAGE_RETURN && next === LINE_FEED;
		if (isCrLf || isEnd(code)) {
			lineEnd ??= isCrLf || code === LINE_FEED ? '\n' : '\r';
			if (position > lineFrom) break;
			if (isCrLf) position++;
			lineFrom = position + 1;
			isCellStart = true;
			continue;
		}
		const delimiter = DELIMITERS.find((one) => one.charCodeAt(0) === code);
		if (delimiter) counts.set(delimiter, (counts.get(delimiter) ?? 0) + 1);
		isCellStart = delimiter !== undefined;
	}
	if (position === text.length && !isLast) return undefined;
	const named = /^sep=([,;\t])$/i.exec(text.slice(lineFrom, Math.min(position, lineFrom + 6)))?.[1];
	return {
		delimiter: (named as Dialect['delimiter'] | undefined) ?? mostFrequent(counts),
		lineEnd: lineEnd ?? '\n',
		from: named && position === lineFrom + 5 ? position : 0,
	};
}
