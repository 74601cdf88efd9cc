import { call, useSimulator } from '../../../support/simulatorClient';

describe('unsubscribes of the simulator', () => {
	const simulator = useSimulator(() => ({ rateLimit: false }));
	const send = async (method: string, path: string, body?: object) => {
		const response = await call(simulator(), `/v2/unsubscribes${path}`, {
			method,
			...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
		});
		return [response.status, await response.text(), response.headers.get('content-type')?.split(';')[0]];
	};
	const list = () => simulator().state.unsubscribesOf(simulator().state.team);

	it('takes values of any kind, each once', async () => {
		const path = '/variables/https://www.linkedin.com/in/zoe/';
		const [status, first] = await send('POST', path);
		expect([status, JSON.parse(String(first))]).toEqual([
			200,
			{
				_id: expect.stringMatching(/^uns_/) as string,
				value: 'https://www.linkedin.com/in/zoe/',
				variable: 'https://www.linkedin.com/in/zoe/',
				source: 'api',
			},
		]);
		expect((await send('POST', path))[1]).toBe(first);
	});

	it('answers some calls with a JSON text', async () => {
		expect(await send('POST', '/variables', { values: ['a@example.com'] })).toEqual([
			200,
			'"Variables unsubscribed"',
			'application/json',
		]);
		expect(await send('DELETE', '/variables/a@example.com')).toEqual([
			200,
			'"Variable subscribed"',
			'application/json',
		]);
		expect(await send('POST', '/contacts/ctc_1')).toEqual([200, '"Contact subscription updated"', 'application/json']);
	});

	it('refuses as lemlist does', async () => {
		list().add('lead@example.com', 'lead');
		expect(await send('GET', '/variables/none')).toEqual([404, 'Variable not found', 'text/plain']);
		expect(await send('DELETE', '/variables/none')).toEqual([
			400,
			'Variable not found in unsubscribe list',
			'text/plain',
		]);
		expect(await send('DELETE', '/variables/lead@example.com')).toEqual([
			409,
			'Variable is protected and cannot be re-subscribed',
			'text/plain',
		]);
		expect(await send('POST', '/variables', { values: Array.from({ length: 10_001 }, () => 'a') })).toEqual([
			400,
			'Maximum 10000 values allowed',
			'text/plain',
		]);
		expect(await send('GET', '/contacts/lea_1')).toEqual([400, 'Bad contact identifier', 'text/plain']);
	});

	it('exports CSV', async () => {
		const { _id, createdAt } = list().add('a,b@example.com');
		expect(await send('GET', '/exports/variables')).toEqual([
			200,
			`_id,value,source,createdAt\n${_id},"a,b@example.com",api,${createdAt}\n`,
			'text/csv',
		]);
	});

	it('keeps the lists of teams apart', async () => {
		const { state } = simulator();
		state.unsubscribesOf(state.addTeam()).add('a@example.com');
		expect(await send('GET', '/variables')).toEqual([200, '[]', 'application/json']);
	});
});
