import { adviceFor, qlaraWords } from '../../../../../nodes/shared/qlara/words';
import { qlara } from '../../../../../nodes/shared/qlara/service';

describe("Qlara's own words", () => {
	test.each<[unknown, string | undefined]>([
		[{ status: 400, error: 'Bad Request', message: 'malformed list ID' }, 'malformed list ID'],
		[{ timestamp: 1, status: 404, error: 'Not Found', path: '/exports/1' }, 'Not Found'],
		[{ error: { message: 'inner' } }, 'inner'],
		[{ title: 'Invalid', errors: ['a is wrong', { message: 'b is wrong' }] }, 'Invalid – a is wrong – b is wrong'],
		[{ message: '', detail: 'the rest' }, 'the rest'],
		['plain  text\n', 'plain text'],
		[{ code: 17 }, '{"code":17}'],
		['', undefined],
		[null, undefined],
	])('of %j are %s', (body, words) => {
		expect(qlaraWords(body)).toBe(words);
	});

	test('are no refusal under 2xx, whatever an entry says of errors', () => {
		expect(qlara.readRefusal({ status: 200, headers: {}, body: { error: 'of the export' } })).toBeUndefined();
		expect(qlara.readRefusal({ status: 202, headers: {}, body: '' })).toBeUndefined();
		expect(qlara.readRefusal({ status: 202, headers: {}, body: null })).toBeUndefined();
		expect(qlara.readRefusal({ status: 202, headers: {}, body: { success: true } })).toBeUndefined();
	});

	test('are a refusal under 202, too, where it says so', () => {
		const body = { success: false, message: 'Too many contact lists' };
		expect(qlara.readRefusal({ status: 202, headers: {}, body })?.words).toBe('Too many contact lists');
	});

	test('come with advice for every status', () => {
		for (const status of [400, 401, 403, 404, 408, 418, 429, 500, 503]) expect(adviceFor(status)).toMatch(/\.$/);
	});
});

describe('After a 429', () => {
	test.each<[object, unknown, number | undefined]>([
		[{}, { retryAfter: 12 }, 12_000],
		[{}, { retryAfter: '1.5' }, 1500],
		[{ 'retry-after': '7' }, {}, 7000],
		[{ 'retry-after': '7' }, { retryAfter: 'soon' }, 7000],
		[{}, 'Too many', undefined],
		[{}, null, undefined],
	])('with the headers %j and the body %j it waits %s ms', (headers, body, ms) => {
		expect(qlara.limits.retryAfterMs(headers as never, body)).toBe(ms);
	});
});
