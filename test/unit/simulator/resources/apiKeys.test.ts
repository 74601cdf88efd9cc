import { useSimulator, withKey } from '../../../support/simulatorClient';

describe('API keys of the simulator', () => {
	const simulator = useSimulator();
	const getTeam = async (headers: Record<string, string>) => {
		const response = await fetch(`${simulator().baseUrl}/team`, { headers });
		return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
	};
	const text = 'text/plain; charset=utf-8';

	it('says that a key is missing with 400, as lemlist does', async () => {
		expect(await getTeam({})).toEqual({ status: 400, type: text, text: 'No API key provided' });
	});

	it.each([
		['a wrong key', withKey('wrong')],
		['a user name', { authorization: `Basic ${Buffer.from('me:simulator-key').toString('base64')}` }],
		['the bare key', { authorization: `Basic ${Buffer.from('simulator-key').toString('base64')}` }],
		['a letter in place of the colon', { authorization: `Basic ${Buffer.from('xsimulator-key').toString('base64')}` }],
		['a bearer token', { authorization: 'Bearer simulator-key' }],
	])('refuses %s with 401', async (_case, headers) => {
		expect(await getTeam(headers)).toEqual({
			status: 401,
			type: text,
			text: 'The authentication you supplied is incorrect',
		});
	});

	it('refuses a blocked key with 403 and a key without user with 404', async () => {
		const { state, apiKey } = simulator();
		state.addKey(apiKey, state.team._id, 'blocked');
		expect(await getTeam(withKey(apiKey))).toEqual({
			status: 403,
			type: text,
			text: 'User linked to this API key is blocked',
		});
		state.addKey(apiKey, state.team._id, 'withoutUser');
		expect(await getTeam(withKey(apiKey))).toEqual({ status: 404, type: text, text: 'No user found for this API key' });
	});

	it('asks for no key on an unknown route', async () => {
		const response = await fetch(`${simulator().baseUrl}/no/such/route`);
		expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
	});
});
