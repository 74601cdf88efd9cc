import fc from '../../../../properties';

import { listItems, unknownForm } from '../../../../../nodes/shared/http/answers';
import { JsonListError, JsonListReader } from '../../../../../nodes/shared/http/jsonList';
import { refusal, refusalUnder2xx } from '../../../../../nodes/shared/http/refusals';
import { parseBody } from '../../../../../nodes/shared/http/text';
import { lemlist } from '../../../../../nodes/shared/lemlist/service';
import { qlara } from '../../../../../nodes/shared/qlara/service';
import { ServiceError } from '../../../../../nodes/shared/n8n/serviceError';

const DEPTH = 100_000;

/** Answers whose levels would end every reader that calls itself for each. */
const DEEP: Array<[string, string]> = [
	['lists', '['.repeat(DEPTH) + ']'.repeat(DEPTH)],
	['objects', `${'{"error":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`],
	['both', `${'[{"data":'.repeat(DEPTH)}1${'}]'.repeat(DEPTH)}`],
	['a list in a field', `{"campaigns":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}`],
];

describe.each(DEEP)('An answer of a hundred thousand %s in one another', (_what, text) => {
	it('is taken for the text that it is', () => {
		expect(parseBody(text)).toBe(text);
	});

	it.each([lemlist, qlara])('is an error with the status of the answer, not one of JavaScript: $name', (service) => {
		for (const status of [200, 400, 500]) {
			const answer = { status, headers: {}, body: parseBody(text) };
			const problem = status === 200 ? refusalUnder2xx(service, answer) : refusal(service, answer);
			const error = problem ?? unknownForm(service, 'the answer', 'Expected an object', answer.body);
			expect(error.message.length).toBeLessThan(1000);
			if (status !== 200) expect(error).toMatchObject({ kind: 'refused', status });
		}
		expect(() => listItems(service, parseBody(text), 'the list')).toThrow(ServiceError);
	});

	it('is no entry of a list that is read as it arrives', () => {
		const reader = new JsonListReader();
		expect(() => reader.write(`[{"_id":1},${text}]`)).toThrow(JsonListError);
	});
});

it('Levels as answers have them are read, a hundred of them too', () => {
	const text = `${'{"a":['.repeat(50)}1${']}'.repeat(50)}`;
	expect(parseBody(text)).toEqual(JSON.parse(text));
	expect(new JsonListReader().write(`[${text}]`)).toEqual([JSON.parse(text)]);
});

it('Any answer at all has words of one line, or none, and never an error of JavaScript', () => {
	const text = fc.oneof(
		fc.json(),
		fc.string({ unit: 'binary', maxLength: 2000 }),
		fc.constantFrom('', 'null', '"\\u0000"'),
	);
	fc.assert(
		fc.property(text, fc.integer({ min: 200, max: 599 }), (content, status) => {
			for (const service of [lemlist, qlara]) {
				const { words } = service.readRefusal({ status, headers: {}, body: parseBody(content) }) ?? {};
				if (words === undefined) continue;
				expect(words).toMatch(/^[^\n\r]+$/);
				expect(words.length).toBeLessThanOrEqual(1000);
			}
		}),
	);
});
