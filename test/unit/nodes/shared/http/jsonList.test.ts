import fc from '../../../../properties';

import { JsonListError, JsonListReader } from '../../../../../nodes/shared/http/jsonList';
import { parseJson } from '../../../../../nodes/shared/http/text';

/** What the reader makes of a text that comes in pieces; undefined where it refuses it. */
function read(pieces: string[]): unknown[] | undefined {
	const reader = new JsonListReader();
	try {
		const entries = pieces.flatMap((piece) => reader.write(piece));
		reader.end();
		return entries;
	} catch (error) {
		if (error instanceof JsonListError) return undefined;
		throw error;
	}
}

/** What is made of it in one piece; undefined for what is no list. */
function oracle(text: string): unknown[] | undefined {
	try {
		const parsed = parseJson(text);
		return Array.isArray(parsed) ? parsed : undefined;
	} catch {
		return undefined;
	}
}

function cut(text: string, fractions: number[]): string[] {
	const borders = fractions.map((fraction) => Math.round(fraction * text.length)).sort((a, b) => a - b);
	return [...borders, text.length].map((end, index) => text.slice(borders[index - 1] ?? 0, end));
}

const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });

describe('A JSON list in pieces', () => {
	it('is read as in one piece, wherever it is cut', () => {
		fc.assert(
			fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 1, '\t'), cuts, (list, space, where) => {
				const text = JSON.stringify(list, undefined, space);
				expect(read(cut(text, where))).toEqual(oracle(text));
			}),
		);
	});

	it('is refused exactly when it is refused in one piece, or is none', () => {
		const signs = fc.array(fc.constantFrom('[', ']', '{', '}', ',', ':', '"', '\\', '1', 'null', ' ', '"a"', '\\"'), {
			maxLength: 12,
		});
		fc.assert(
			fc.property(signs, fc.boolean(), cuts, (pieces, inList, where) => {
				const text = inList ? `[${pieces.join('')}]` : pieces.join('');
				expect(read(cut(text, where))).toEqual(oracle(text));
			}),
			{ numRuns: 2000 },
		);
	});

	it.each(['["a\\', '[{"a":"]}', '[[1,2],[3', '[', '[1', ''])('without its end is refused: %s', (text) => {
		expect(read([text])).toBeUndefined();
	});

	it('gives every entry as soon as it is there', () => {
		const reader = new JsonListReader();
		expect(reader.write('[{"a":1},{"b')).toEqual([{ a: 1 }]);
		expect(reader.write('":"\\')).toEqual([]);
		expect(reader.write('"}"}')).toEqual([]);
		expect(reader.write(',3]')).toEqual([{ b: '"}' }, 3]);
	});
});
