import { parseJson } from './text';

/** A text that is no JSON list, or one that was cut off. */
export class JsonListError extends Error {}

/** What ends a text, and what opens, closes or parts outside of one. */
const IN_TEXT = /["\\]/g;
const OUTSIDE = /["[\]{},]/g;

/**
 * Reads a JSON list from pieces of its text. It takes exactly what `parseJson` takes, but needs no more memory than
 * one entry and one piece.
 */
export class JsonListReader {
	/** What is not yet read. */
	private rest = '';

	/** Up to here the rest was looked through. */
	private at = 0;

	/** How deep inside an entry; 0 between entries. */
	private depth = 0;

	private inText = false;

	private state: 'before' | 'inside' | 'behind' = 'before';

	private entries = 0;

	/**
	 * @returns the entries that are complete with this piece
	 * @throws JsonListError
	 */
	write(text: string): unknown[] {
		this.rest += text;
		if (this.state === 'before' && !this.begin()) return [];
		const found: unknown[] = [];
		while (this.state === 'inside') {
			const pattern = this.inText ? IN_TEXT : OUTSIDE;
			pattern.lastIndex = this.at;
			const match = pattern.exec(this.rest);
			if (!match) {
				// Behind a backslash at the very end, it is one character further.
				this.at = Math.max(this.at, this.rest.length);
				break;
			}
			this.step(match[0], match.index, found);
		}
		if (this.state === 'behind' && this.rest.trim() !== '') throw new JsonListError('Something stands behind the list');
		return found;
	}

	/** @throws JsonListError when the list has no end */
	end(): void {
		if (this.state !== 'behind') throw new JsonListError('The list has no end');
	}

	private begin(): boolean {
		this.rest = this.rest.replace(/^[ \t\r\n]+/, '');
		if (this.rest === '') return false;
		if (!this.rest.startsWith('[')) throw new JsonListError('It is no list');
		this.rest = this.rest.slice(1);
		this.state = 'inside';
		return true;
	}

	private step(sign: string, index: number, found: unknown[]): void {
		this.at = index + 1;
		if (sign === '\\') this.at += 1;
		else if (sign === '"') this.inText = !this.inText;
		else if (sign === '{' || sign === '[') this.depth += 1;
		else if (this.depth > 0 && sign !== ',') this.depth -= 1;
		else if (this.depth === 0 && sign !== '}') this.endEntry(sign === ']', index, found);
	}

	/** An entry ends with a comma, or with the list. */
	private endEntry(isLast: boolean, index: number, found: unknown[]): void {
		const entry = this.rest.slice(0, index);
		if (!(isLast && this.entries === 0 && entry.trim() === '')) found.push(parsed(entry));
		this.entries += 1;
		this.rest = this.rest.slice(index + 1);
		this.at = 0;
		if (isLast) this.state = 'behind';
	}
}

const noJson = () => new JsonListError('An entry of the list is no JSON');

function parsed(entry: string): unknown {
	try {
		return parseJson(entry);
	} catch {
		throw noJson();
	}
}
