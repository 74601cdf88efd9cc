import { runOne } from '../../../support/lemlist/run';

describe('Unsubscribe', () => {
	test.each([
		['a+b/c@example.com', 'a%2Bb%2Fc%40example.com'],
		[' @example.org ', '%40example.org'],
		['+33612345678', '%2B33612345678'],
		['https://www.linkedin.com/in/zoë', 'https%3A%2F%2Fwww.linkedin.com%2Fin%2Fzo%C3%AB'],
	])('Add puts %s into one segment of the path', async (value, encoded) => {
		const { sent } = await runOne('unsubscribe', 'add', { value });
		expect(sent).toMatchObject([{ method: 'POST', path: `/v2/unsubscribes/variables/${encoded}` }]);
		expect(sent[0]?.body).toBeUndefined();
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

	test.each(['delete', 'deleteContact'])(
		'%s says that it is deleted, whatever text lemlist answers',
		async (operation) => {
			const id = operation === 'delete' ? { value: 'a@example.com' } : { contactId: 'ctc_1' };
			const { json } = await runOne('unsubscribe', operation, id, () => 'Variable subscribed');
			expect(json).toEqual([{ deleted: true, ...id }]);
		},
	);
});
