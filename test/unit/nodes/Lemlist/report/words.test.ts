import { escapeHtml, markup } from '../../../../../nodes/Lemlist/resources/campaign/report/markup';
import {
	countChange,
	counter,
	countText,
	nameText,
	rateChange,
	rateText,
} from '../../../../../nodes/Lemlist/resources/campaign/report/words';

describe('Markup', () => {
	test('escapes every text that is put into it, in attributes, too, and leaves markup as it is', () => {
		const hostile = `"><script>alert('1')</script>&amp;`;
		const escaped = '&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;';
		expect(escapeHtml(hostile)).toBe(escaped);
		expect(markup`<b title="${hostile}">${markup`<i>${hostile}</i>`}${[markup`<br>`]}${undefined}${3}</b>`.text).toBe(
			`<b title="${escaped}"><i>${escaped}</i><br>3</b>`,
		);
	});

	test('leaves out the line breaks of the template, and keeps those of a text', () => {
		expect(
			markup`<p>
				${'a\n b'}
			</p>`.text,
		).toBe('<p>a\n b</p>');
	});
});

describe('A name', () => {
	test.each([
		['line breaks and tabs', 'a\r\n\tb\u2028c', 'a b c'],
		['marks that turn the direction of writing', 'a\u202eb\u2066c\u200f', 'abc'],
		['halves of characters', 'a\ud83db', 'a b'],
		['nothing but spaces', ' \u00a0 ', ''],
		['emoji that are made of several', '👨‍👩‍👧 ❤️', '👨‍👩‍👧 ❤️'],
		['Arabic', 'مرحبا بالعالم', 'مرحبا بالعالم'],
	])('is one line without %s', (_what, name, shown) => {
		expect(nameText(name)).toBe(shown);
	});

	test('is cut where it is long, never within an emoji', () => {
		expect(nameText('x'.repeat(500))).toBe(`${'x'.repeat(80)}…`);
		expect(nameText('x'.repeat(80))).toBe('x'.repeat(80));
		expect(nameText(`${'x'.repeat(78)}👩\u200d👧`)).toBe(`${'x'.repeat(78)}👩…`);
		expect(nameText(`a${'\u0301'.repeat(5_000)}`).length).toBeLessThan(201);
	});
});

describe('A figure', () => {
	test('is shown plainly, and a dash stands for none', () => {
		expect([1234567, 0, undefined].map(countText)).toEqual(['1,234,567', '0', '–']);
		expect([64, 5.25, 0, null, undefined].map(rateText)).toEqual(['64.0%', '5.3%', '0.0%', '–', '–']);
	});

	test('is a number of lemlist, and nothing else', () => {
		const figures = { number: 3, text: '<b>3</b>', nothing: null, object: {} };
		expect(Object.keys(figures).map((name) => counter(figures, name))).toEqual([3, undefined, undefined, undefined]);
		expect(counter({ endless: Infinity }, 'endless')).toBeUndefined();
	});

	test.each([
		[125, 100, '▲ up 25%'],
		[75, 100, '▼ down 25%'],
		[100, 100, '= no change'],
		[1001, 1000, '▲ up by less than 1%'],
		[3, 0, '▲ up from 0'],
		[0, 0, '= no change'],
		[0, 4, '▼ down 100%'],
		[5000, 100, '▲ up 4,900%'],
	])('that is %d and was %d says so with an arrow and in words', (now, before, text) => {
		expect(countChange(now, before)?.text).toBe(text);
	});

	test('of which one of the two is missing has not moved', () => {
		expect([
			countChange(undefined, 1),
			countChange(1, undefined),
			rateChange(null, 1),
			rateChange(1, undefined),
		]).toEqual([undefined, undefined, undefined, undefined]);
	});

	test.each([
		[7.6, 8, '▼ down 0.4 points'],
		[50, 25, '▲ up 25.0 points'],
		[50.01, 50, '= no change'],
	])('that is a rate moves in points: %d after %d', (now, before, text) => {
		expect(rateChange(now, before)?.text).toBe(text);
	});
});
