import { send, useSimulator } from '../../../support/simulatorClient';

// What lemlist was recorded to answer about unsubscribes; each test is named after one fact.
const simulator = useSimulator(() => ({ rateLimit: false }));
const ask = async (method: string, path: string) => await send(simulator(), method, path);
const list = () => simulator().state.unsubscribesOf(simulator().state.team);

describe('POST /v2/unsubscribes/variables/{value}', () => {
	test.each(['ann@example.com', '@example.com', '+33612345678', 'https://www.linkedin.com/in/ann'])(
		'unencoded (%s): 200 {_id, value, variable, source}',
		async (value) => {
			expect(await ask('POST', `/v2/unsubscribes/variables/${value}`)).toMatchObject({
				status: 200,
				json: { _id: expect.stringMatching(/^uns_/) as string, value, variable: value, source: 'api' },
			});
			expect([...list().entries.keys()]).toEqual([value]);
		},
	);

	test.each(['ann@example.com', '@example.com', '+33612345678', 'https://www.linkedin.com/in/ann'])(
		'percent-encoded (%s): 200, body has skipped:true and no _id, NOTHING is stored',
		async (value) => {
			const { status, json } = await ask('POST', `/v2/unsubscribes/variables/${encodeURIComponent(value)}`);
			expect(status).toBe(200);
			expect(json).toMatchObject({ skipped: true });
			expect(json).not.toHaveProperty('_id');
			expect(list().entries.size).toBe(0);
		},
	);
});

describe('Legacy', () => {
	test('DELETE /unsubscribes/{email} takes %40', async () => {
		const { _id, value } = list().add('ann@example.com');
		expect((await ask('DELETE', '/unsubscribes/ann%40example.com')).json).toEqual({ _id, value });
		expect(list().entries.size).toBe(0);
		expect(await ask('DELETE', '/unsubscribes/ann%40example.com')).toMatchObject({
			status: 404,
			text: 'Unsubscribe not found',
		});
	});

	test('list: newest first', async () => {
		const added = ['a@example.com', 'b@example.com', 'c@example.com'].map((value) => list().add(value));
		expect((await ask('GET', '/unsubscribes?limit=100&offset=0')).json).toEqual([...added].reverse());
	});

	test('an address is added and read', async () => {
		const added = await ask('POST', '/unsubscribes/ann%40example.com');
		expect(added.json).toMatchObject({ value: 'ann@example.com', email: 'ann@example.com' });
		expect((await ask('GET', '/unsubscribes/ann%40example.com')).json).toMatchObject({ source: 'api' });
		expect((await ask('GET', '/unsubscribes/bo%40example.com')).status).toBe(404);
	});

	test('/unsubs/export: CRLF, no line end after the last row', async () => {
		const [one, two] = ['a@example.com', 'b@example.com'].map((value) => list().add(value));
		expect((await ask('GET', '/unsubs/export')).text).toBe(
			`value,source,createdAt\r\na@example.com,api,${one!.createdAt}\r\nb@example.com,api,${two!.createdAt}`,
		);
	});
});
