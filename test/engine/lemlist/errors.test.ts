import { API_KEY } from '../world';
import { createWorld, jsonOf, type World } from './world';

let world: World;
beforeEach(async () => (world = await createWorld()));
afterEach(async () => await world.end());

test('A credential whose fields are expressions is refused for an item for which it gives another key than for the first', async () => {
	const own = await createWorld({}, { apiKey: '={{ $json.key }}' });
	try {
		const keys = [API_KEY, 'another-key-of-theirs', API_KEY];
		const ids = keys.map(() => own.lemlist.state.addCampaign()._id);
		const run = await own.run(
			'campaign',
			'update',
			{ campaignId: '={{ $json.id }}', updateFields: { name: 'New' } },
			{ input: keys.map((key, index) => ({ key, id: ids[index]! })), onError: 'continueRegularOutput' },
		);
		expect(jsonOf(run)[1]).toMatchObject({
			error: 'The credential is not the same for this item as for the first one',
			details: { itemIndex: 1 },
		});
		expect(ids.map((id) => own.lemlist.state.campaigns.get(id)?.name === 'New')).toEqual([true, false, true]);
		expect(own.lemlist.requests).toHaveLength(2);
	} finally {
		await own.end();
	}
});

const PAGE = '<html><head><title>Not for you</title></head></html>';

/** Shapes of lemlist's refusals, as its API reference shows them: what comes, and what a person reads of it. */
const REFUSALS: Array<[shape: string, status: number, body: unknown, words: string]> = [
	['plain text', 400, 'Bad team', 'Bad team'],
	['a JSON text', 400, '"Invalid lead"', 'Invalid lead'],
	['{ error }', 404, { error: 'Lead not found' }, 'Lead not found'],
	[
		'{ error, code }',
		405,
		{ error: 'Route bad method', code: 'ROUTE_BAD_METHOD' },
		'Route bad method – ROUTE_BAD_METHOD',
	],
	[
		'{ error: CODE, message }',
		400,
		{ error: 'SCHEDULE_INVALID', message: 'Invalid schedule' },
		'Invalid schedule – SCHEDULE_INVALID',
	],
	[
		'{ success: false, error: { code, message } }',
		404,
		{ success: false, error: { code: 'CONTACT_NOT_FOUND', message: 'Contact not found' } },
		'Contact not found – CONTACT_NOT_FOUND',
	],
	['{ success: false, error }', 400, { success: false, error: 'Field exists' }, 'Field exists'],
	['{ success: false } under 200', 200, { success: false, error: 'Field exists' }, 'Field exists'],
	['{ ok: false, message }', 400, { ok: false, message: 'An error occurred' }, 'An error occurred'],
	['{ error } under 200', 200, { error: 'Schedule is in use' }, 'Schedule is in use'],
	['{ ok: false, message } under 200', 200, { ok: false, message: 'An error occurred' }, 'An error occurred'],
	['{ ok: false, status }', 400, { ok: false, status: 'Variable not found' }, 'Variable not found'],
	['a missing key', 400, 'No API key provided', 'No API key provided'],
	['a wrong key', 401, 'The authentication you supplied is incorrect', 'The authentication you supplied is incorrect'],
	['a blocked user', 403, 'User linked to this API key is blocked', 'User linked to this API key is blocked'],
	['a key without a user', 404, 'No user found for this API key', 'No user found for this API key'],
	['a method that is not allowed', 405, 'Method not allowed', 'Method not allowed'],
	['too small a plan', 402, 'route is available starting emailPro plan', 'route is available starting emailPro plan'],
	[
		'a conflict',
		409,
		{ error: 'A webhook with this targetUrl already exists' },
		'A webhook with this targetUrl already exists',
	],
	[
		'a state that forbids it',
		422,
		{ error: 'Step already executed', code: 'STEP_EXECUTED' },
		'Step already executed – STEP_EXECUTED',
	],
	['an error of the server', 500, 'Internal server error', 'Internal server error'],
	['a page of the proxy', 502, PAGE, ''],
	['a page of the proxy', 404, PAGE, ''],
];

describe.each(REFUSALS)('A refusal as %s (HTTP %d)', (_shape, status, body, words) => {
	/** Three campaigns are paused, which is no call that is safe to repeat; lemlist refuses the second. */
	async function pauseThree(onError?: 'continueRegularOutput') {
		const input = Array.from({ length: 3 }, () => ({ id: world.lemlist.state.addCampaign()._id }));
		// As long as it takes: n8n sends a request that was answered 401 a second time.
		world.lemlist.faults.add({ on: 'campaignPause', campaignId: input[1]!.id, times: 'always', do: { status, body } });
		return await world.run('campaign', 'pause', { campaignId: '={{ $json.id }}' }, { input, onError });
	}
	const message = words
		? `lemlist says: ${words} (HTTP ${status})`
		: `lemlist sent a web page instead of data (HTTP ${status})`;

	test("ends the run with lemlist's words, the HTTP code and the item", async () => {
		const { error } = await pauseThree();
		expect(error).toMatchObject({ name: 'NodeApiError', message, httpCode: String(status), context: { itemIndex: 1 } });
		expect(error?.description).toBeTruthy();
	});

	test('is one item under Continue On Fail, between the results of the others', async () => {
		const [before, failed, after, ...more] = jsonOf(await pauseThree('continueRegularOutput'));
		expect(failed).toMatchObject({ error: message, details: { httpCode: String(status), itemIndex: 1 } });
		for (const other of [before, after]) expect(other).not.toHaveProperty('error');
		expect(more).toEqual([]);
	});
});
