import { serialize } from 'node:v8';

import fc from '../../../../properties';
import { CsvParser } from '../../../../../nodes/shared/csv/parser';
import { byWidth } from '../../../../../nodes/shared/csv/width';

/** How many bytes a letter of the text takes in memory: V8 writes texts as it has them. */
function bytesPerLetter(text: string): number {
	const tag = serialize(text)[2];
	return tag === '"'.charCodeAt(0) ? 1 : 2;
}

const WIDE_ROW = 'Łukasz Kowalski from Łódź,one,two\r\n';
const PLAIN_ROW = 'François from Orléans,1234567890123456,"Hello, ""you"" there"\r\n';

test('A letter beyond Latin-1 does not double the memory of the rows around it', () => {
	const parser = new CsvParser();
	const rows = ['name,number,note\r\n', PLAIN_ROW + WIDE_ROW + PLAIN_ROW.slice(0, 5), PLAIN_ROW.slice(5) + PLAIN_ROW]
		.flatMap((text) => parser.write(text))
		.concat(parser.end());
	expect(rows).toHaveLength(5);
	const [, before, wide, ...after] = rows;
	expect(wide).toEqual(['Łukasz Kowalski from Łódź', 'one', 'two']);
	expect([before!, ...after].flat().map(bytesPerLetter)).toEqual(Array.from({ length: 9 }, () => 1));
});

test('A line with such letters does not keep the text around it', () => {
	const pieces = byWidth(PLAIN_ROW + WIDE_ROW + WIDE_ROW + PLAIN_ROW);
	expect(pieces).toEqual([PLAIN_ROW, WIDE_ROW + WIDE_ROW, PLAIN_ROW]);
	expect(pieces.map(bytesPerLetter)).toEqual([1, 2, 1]);
});

test('Text without such letters stays in one piece', () => {
	expect(byWidth(PLAIN_ROW + PLAIN_ROW)).toEqual([PLAIN_ROW + PLAIN_ROW]);
	expect(byWidth('')).toEqual(['']);
});

test('The pieces are the text, whatever it is', () => {
	const letter = fc.constantFrom('a', 'é', 'ÿ', 'Ł', '’', '😀', '\ud800', '\n', '\r', '"', ',');
	fc.assert(
		fc.property(fc.array(letter, { maxLength: 60 }), (letters) => {
			expect(byWidth(letters.join('')).join('')).toBe(letters.join(''));
		}),
	);
});
