import { refusal } from '../../../support/refusal';
import { runOne } from '../../../support/lemlist/run';

describe('Unsubscribe', () => {
	const entry = { _id: 'uns_1', value: 'any', variable: 'any', source: 'api' };

	test.each([
		['ann@example.com', 'ann@example.com'],
		['a+b@example.com', 'a+b@example.com'],
		[' @example.org ', '@example.org'],
		['+33612345678', '+33612345678'],
	])(
		'Add puts %s into the path as it is, since lemlist stores nothing that is percent-encoded',
		async (value, plain) => {
			const { sent, json } = await runOne('unsubscribe', 'add', { value }, () => entry);
			expect(sent).toMatchObject([{ method: 'POST', path: `/v2/unsubscribes/variables/${plain}` }]);
			expect(sent[0]?.body).toBeUndefined();
			expect(json).toEqual([entry]);
		},
	);

	test.each(['https://www.linkedin.com/in/zoe', 'jörg@example.com', 'a/b@example.com'])(
		'Add sends %s in the body, since it cannot stand in a path as it is, and reads the entry',
		async (value) => {
			const { sent, json } = await runOne('unsubscribe', 'add', { value }, () => entry);
			expect(sent).toMatchObject([
				{ method: 'POST', path: '/v2/unsubscribes/variables', body: { values: [value] } },
				{ method: 'GET' },
			]);
			expect(json).toEqual([entry]);
		},
	);

	test('Add of a value that lemlist then does not find gives the value alone', async () => {
		const { json } = await runOne('unsubscribe', 'add', { value: 'jörg@example.com' }, ({ method }) => {
			if (method === 'GET') throw refusal(404, 'Variable not found');
			return 'Variables unsubscribed';
		});
		expect(json).toEqual([{ value: 'jörg@example.com' }]);
	});

	test('Add of a value that was taken does not fail where it cannot be read afterwards', async () => {
		const { json } = await runOne('unsubscribe', 'add', { value: 'jörg@example.com' }, ({ method }) => {
			if (method === 'GET') throw refusal(503, 'Try again later');
			return 'Variables unsubscribed';
		});
		expect(json).toEqual([{ value: 'jörg@example.com' }]);
	});

	test.each([
		[{ skipped: true, value: 'ann@example.com' }],
		[{ value: 'ann@example.com', variable: 'ann@example.com' }],
		[{ _id: 'uns_1', skipped: true }],
	])('Add fails where lemlist answers 200 and stores nothing: %j', async (body) => {
		await expect(runOne('unsubscribe', 'add', { value: 'ann@example.com' }, () => body)).rejects.toThrow(
			'lemlist did not put the value on the unsubscribe list',
		);
	});

	test.each(['get', 'delete'])('%s puts into the path as it is what may stand there', async (operation) => {
		const { sent } = await runOne('unsubscribe', operation, { value: 'a+b@example.com' });
		expect(sent).toMatchObject([{ path: '/v2/unsubscribes/variables/a+b@example.com' }]);
		const encoded = await runOne('unsubscribe', operation, { value: 'a/b?c#d%e@example.com' });
		expect(encoded.sent).toMatchObject([{ path: '/v2/unsubscribes/variables/a%2Fb%3Fc%23d%25e@example.com' }]);
	});

	test('Add Many sends each value once, 10,000 a request, and nothing when there is none', async () => {
		const values = Array.from({ length: 10_001 }, (_, index) => `${index}@example.com`);
		const { sent, json } = await runOne(
			'unsubscribe',
			'addMany',
			{ values: [...values, ...values].join('\n') },
			() => 'Variables unsubscribed',
		);
		expect(sent.map(({ body }) => body)).toEqual([
			{ values: values.slice(0, 10_000) },
			{ values: values.slice(10_000) },
		]);
		expect(json).toEqual([{ success: true, count: 10_001 }]);
		await expect(runOne('unsubscribe', 'addMany', { values: ' , \n' })).rejects.toThrow("'Values' is empty");
	});

	test.each([['={{ [{ email: "a@b.co" }, { email: "c@d.co" }] }}'], ['={{ { a: "b" } }}'], ['={{ true }}']])(
		'Add Many refuses what is no list of texts before anything is sent: %s',
		async (values) => {
			await expect(runOne('unsubscribe', 'addMany', { values })).rejects.toMatchObject({
				kind: 'input',
				message: "'Values' must be a list of texts",
			});
		},
	);

	test.each(['delete', 'deleteContact'])(
		'%s says that it is deleted, whatever text lemlist answers',
		async (operation) => {
			const id = operation === 'delete' ? { value: 'a@example.com' } : { contactId: 'ctc_1' };
			const { json } = await runOne('unsubscribe', operation, id, () => 'Variable subscribed');
			expect(json).toEqual([{ deleted: true, ...id }]);
		},
	);
});
