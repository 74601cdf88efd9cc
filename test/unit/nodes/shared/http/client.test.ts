import { ServiceError } from '../../../../../nodes/shared/n8n/serviceError';
import { toNodeError } from '../../../../../nodes/shared/n8n/nodeErrors';
import { type RequestOptions } from '../../../../../nodes/shared/http/client';
import { lemlist } from '../../../../fixtures';
import { advance, idle, outcomeOf, useFakeTime } from '../../../../support/fakeTime';
import {
	answer,
	basic,
	lemlistAnswers,
	newApiKey,
	newClient,
	type Reply,
	useNock,
} from '../../../../support/lemlistApi';
import { type ContextOptions, executeContext } from '../../../../support/nodeContext';

const HTML = '<!DOCTYPE html>\n<html><head><title>Just a moment</title></head><body>…</body></html>';

/** The error of one request; fails when there is none. */
async function errorOf(options: RequestOptions, context: ContextOptions = {}): Promise<ServiceError> {
	const client = await newClient(context);
	const { error } = await outcomeOf(client.request(options));
	if (error instanceof ServiceError) return error;
	throw new Error(`Expected a ServiceError, got ${String(error)}`);
}

/** Every text of an error that could reach a person, a log or an output. */
function allTextsOf(error: ServiceError): string {
	const nodeError = toNodeError(executeContext().getNode(), error, 0);
	return [error.message, error.stack, nodeError.stack, nodeError.messages, error, nodeError]
		.map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
		.concat(String(nodeError.description), JSON.stringify(nodeError.context))
		.join('\n');
}

describe('a request to lemlist', () => {
	useFakeTime();
	useNock();

	it('carries the key as the password of an empty user, and asks below the base URL', async () => {
		const apiKey = newApiKey();
		const sent = lemlistAnswers('GET', '/team', { status: 200, body: { _id: 'tea_1' } });
		const client = await newClient({ apiKey });
		await client.request({ path: '/team' });
		expect(sent).toHaveLength(1);
		expect(sent[0]).toMatchObject({ path: '/api/team', headers: { authorization: basic(apiKey) } });
	});

	it('bears blanks around the key and the base URL, and slashes after it', async () => {
		const apiKey = newApiKey();
		const sent = lemlistAnswers('GET', '/team', { status: 200, body: { _id: 'tea_1' } });
		const client = await newClient({ apiKey: ` ${apiKey}\n`, baseUrl: ' https://api.lemlist.com/api// ' });
		await client.request({ path: '/team' });
		expect(sent[0]).toMatchObject({ path: '/api/team', headers: { authorization: basic(apiKey) } });
	});

	it('leaves empty query values out and keeps zero and false', async () => {
		const sent = lemlistAnswers('GET', '/campaigns', { status: 200, body: [] });
		const client = await newClient();
		await client.request({
			path: '/campaigns',
			query: { version: 'v2', offset: 0, isFirst: false, status: '', sortBy: undefined, page: null },
		});
		expect(sent[0]?.path).toBe('/api/campaigns?version=v2&offset=0&isFirst=false');
	});

	it('sends a body as JSON', async () => {
		const sent = lemlistAnswers('POST', '/hooks', { status: 200, body: { _id: 'hoo_1' } });
		const client = await newClient();
		await client.request({ method: 'POST', path: '/hooks', body: { targetUrl: 'https://n8n.example/ü' } });
		expect(sent[0]?.headers['content-type']).toMatch(/^application\/json/);
		expect(JSON.parse(sent[0]!.body)).toEqual({ targetUrl: 'https://n8n.example/ü' });
	});

	it.each([
		['the start of an export', lemlist.exportStartFlat],
		['the start of an export in the shape of 2024', lemlist.exportStartLegacy],
		['a pending export', lemlist.exportStatusPending],
		['a finished export', lemlist.exportStatusDone],
		['a finished export in the shape of 2024', lemlist.exportStatusLegacyDone],
		['a list', lemlist.campaigns],
		['a lead', lemlist.leadAdded],
	])('gives %s as lemlist documents it', async (_what, body) => {
		lemlistAnswers('GET', '/documented', { status: 200, body, headers: { 'X-RateLimit-Remaining': '7' } });
		const client = await newClient();
		const given = await client.request({ path: '/documented' });
		expect(given).toMatchObject({ status: 200, body, headers: { 'x-ratelimit-remaining': '7' } });
	});

	it('gives JSON whatever its content type, and the text of anything else', async () => {
		const client = await newClient();
		lemlistAnswers('GET', '/json', { status: 200, body: '{"_id":"tea_1"}', headers: { 'Content-Type': 'text/plain' } });
		lemlistAnswers('GET', '/text', {
			status: 200,
			body: 'email,state\na@b.c,contacted\n',
			headers: { 'Content-Type': 'application/json' },
		});
		expect((await client.request({ path: '/json' })).body).toEqual({ _id: 'tea_1' });
		expect((await client.request({ path: '/text' })).body).toBe('email,state\na@b.c,contacted\n');
	});

	it('takes an empty 204 for an answer', async () => {
		lemlistAnswers('DELETE', '/hooks/hoo_1', { status: 204 });
		const client = await newClient();
		expect(await client.request({ method: 'DELETE', path: '/hooks/hoo_1' })).toMatchObject({ status: 204, body: '' });
	});

	it('ends after 30 s without an answer', async () => {
		lemlistAnswers('GET', '/slow', { status: 200, body: {}, delayMs: 3_600_000 });
		const client = await newClient();
		const { error, tookMs } = await outcomeOf(client.request({ path: '/slow', retry: false }));
		expect(error).toMatchObject({
			kind: 'unreachable',
			message: 'No answer from api.lemlist.com',
			description: expect.stringContaining('ETIMEDOUT'),
		});
		expect(tookMs).toBe(30_000);
	});
});

describe('a credential that cannot be used', () => {
	useFakeTime();
	useNock();

	it('without a key is named before any request', async () => {
		for (const apiKey of ['', '  ']) {
			await expect(newClient({ apiKey })).rejects.toMatchObject({
				kind: 'input',
				message: 'The credential holds no API key',
			});
		}
	});

	it('without a readable base URL is named before any request', async () => {
		for (const baseUrl of ['', 'api.lemlist.com', '//api.lemlist.com/api']) {
			await expect(newClient({ baseUrl })).rejects.toMatchObject({
				kind: 'input',
				message: expect.stringContaining('base URL'),
			});
		}
	});

	it('with a base URL that would send the key unencrypted says so at once, and sends nothing', async () => {
		const sent = answer('GET', 'http://api.lemlist.com/api/team', { status: 200, body: {} });
		const client = await newClient({ baseUrl: 'http://api.lemlist.com/api' });
		const { error, tookMs } = await outcomeOf(client.request({ path: '/team' }));
		expect(error).toMatchObject({ kind: 'input', message: expect.stringContaining('https://') });
		expect(tookMs).toBe(0);
		expect(sent).toEqual([]);
	});
});

describe('a redirect of the API', () => {
	useFakeTime();
	useNock();

	it.each([301, 302, 303, 307, 308])('with %d is an error that names the host, and is not followed', async (status) => {
		const elsewhere = answer('GET', 'https://elsewhere.example/api/team', { status: 200, body: { _id: 'tea_1' } });
		lemlistAnswers('GET', '/team', {
			status,
			body: 'Moved',
			headers: { Location: 'https://elsewhere.example/api/team?token=secret' },
		});
		const error = await errorOf({ path: '/team' });
		await advance(10_000);
		expect(error).toMatchObject({ kind: 'redirected', status, message: expect.stringContaining('elsewhere.example') });
		expect(error.message + error.description).not.toContain('secret');
		expect(elsewhere).toEqual([]);
	});

	it.each([
		['of the same origin', '/api/v2/team', 'api.lemlist.com'],
		['without a target', undefined, 'an unknown address'],
		['to what is no address', 'https://', 'an unknown address'],
	])('%s is an error, too', async (_which, location, named) => {
		const sent = lemlistAnswers('GET', '/team', {
			status: 302,
			headers: location === undefined ? {} : { Location: location },
		});
		expect(await errorOf({ path: '/team' })).toMatchObject({
			kind: 'redirected',
			message: expect.stringContaining(named),
		});
		expect(sent).toHaveLength(1);
	});
});

describe('an answer under 200 that is no good answer', () => {
	useFakeTime();
	useNock();

	it.each<[string, Reply, string]>([
		['a web page', { status: 200, body: HTML }, 'lemlist sent a web page instead of data (HTTP 200)'],
		[
			'a web page said to be JSON',
			{ status: 200, body: `\n ${HTML}`, headers: { 'Content-Type': 'application/json' } },
			'lemlist sent a web page instead of data (HTTP 200)',
		],
		['nothing', { status: 200 }, 'lemlist sent an empty answer instead of data (HTTP 200)'],
		['blanks', { status: 200, body: ' \n' }, 'lemlist sent an empty answer instead of data (HTTP 200)'],
	])('%s is unreadable', async (_what, reply, message) => {
		lemlistAnswers('GET', '/team', reply);
		expect(await errorOf({ path: '/team' })).toMatchObject({ kind: 'unreadable', status: 200, message });
	});

	it.each([
		['ok: false', lemlist.exportStartLegacyFailed, 'An error occurred'],
		['ok: false with a status', { ok: false, status: 'Lead not found' }, 'Lead not found'],
		['success: false', { success: false, error: 'Field exists' }, 'Field exists'],
		[
			'success: false with an object',
			{ success: false, error: { code: 'CONTACT_GONE', message: 'No such contact' } },
			'No such contact – CONTACT_GONE',
		],
	])('%s is a refusal', async (_what, body, words) => {
		const sent = lemlistAnswers('GET', '/team', { status: 200, body });
		expect(await errorOf({ path: '/team' })).toMatchObject({
			kind: 'refused',
			status: 200,
			serviceSays: words,
			message: expect.stringContaining(words),
		});
		expect(sent).toHaveLength(1);
	});
});

describe("a proxy's web page", () => {
	useFakeTime();
	useNock();

	it.each([400, 401, 403, 404, 500])('is never taken for an answer of lemlist, were its status %d', async (status) => {
		lemlistAnswers('POST', '/any', { status, body: HTML });
		const error = await errorOf({ method: 'POST', path: '/any', body: {} });
		expect(error).toMatchObject({
			kind: 'unreadable',
			status,
			serviceSays: undefined,
			message: `lemlist sent a web page instead of data (HTTP ${status})`,
			description: expect.stringContaining('"Just a moment"'),
		});
	});
});

describe("lemlist's own words", () => {
	useFakeTime();
	useNock();

	it.each<[string, number, unknown, string]>([
		['plain text', 400, lemlist.badTeam, 'Bad team'],
		['plain text of a 404', 404, lemlist.campaignNotFound, 'Campaign not found'],
		['{error}', 400, { error: 'Invalid email' }, 'Invalid email'],
		[
			'{error, code}',
			405,
			{ error: 'Route bad method', code: 'ROUTE_BAD_METHOD' },
			'Route bad method – ROUTE_BAD_METHOD',
		],
		[
			'{error: CODE, message}',
			422,
			{ error: 'LEAD_NOT_REVIEWABLE', message: 'The lead cannot be reviewed' },
			'The lead cannot be reviewed – LEAD_NOT_REVIEWABLE',
		],
		[
			'{success: false, error: {code, message}}',
			404,
			{ success: false, error: { code: 'COMPANY_GONE', message: 'No such company' } },
			'No such company – COMPANY_GONE',
		],
		['{success: false, error}', 400, { success: false, error: 'Field name is taken' }, 'Field name is taken'],
		['{ok: false, message}', 404, lemlist.exportNotFound, 'Export with id axp_DIoSPp9YM5EwWdyP0 not found'],
		['{ok: false, status}', 400, { ok: false, status: 'Variable is unknown' }, 'Variable is unknown'],
		['a JSON string', 404, '"Campaign not found"', 'Campaign not found'],
		[
			'details.issues',
			400,
			{
				error: 'VALIDATION',
				details: {
					issues: [
						{ field: 'stopOnReply', message: 'must be a boolean' },
						{ field: 'tz', code: 'unknown' },
					],
				},
			},
			'VALIDATION – stopOnReply: must be a boolean – tz: unknown',
		],
		['a shape nobody has seen', 400, { reason: { deep: 'Odd' } }, '{"reason":{"deep":"Odd"}}'],
	])('reach the user from %s, with the code', async (_shape, status, body, words) => {
		lemlistAnswers('POST', '/any', { status, body: body as string });
		const error = await errorOf({ method: 'POST', path: '/any', body: {} });
		expect(error).toMatchObject({
			kind: 'refused',
			status,
			serviceSays: words,
			message: `lemlist says: ${words} (HTTP ${status})`,
		});
		const nodeError = toNodeError(executeContext().getNode(), error, 3);
		expect(nodeError).toMatchObject({
			httpCode: String(status),
			message: error.message,
			description: error.description,
			context: { itemIndex: 3 },
		});
	});

	it('are said to be none when the answer is empty', async () => {
		lemlistAnswers('POST', '/any', { status: 500 });
		expect((await errorOf({ method: 'POST', path: '/any' })).message).toBe('lemlist says: nothing (HTTP 500)');
	});

	it('are cut when they are endless', async () => {
		lemlistAnswers('POST', '/any', { status: 400, body: 'very long '.repeat(100_000) });
		expect((await errorOf({ method: 'POST', path: '/any' })).message.length).toBeLessThan(400);
	});

	it.each([
		[400, 'No API key provided', /API key/],
		[400, 'no api key provided', /API key/],
		[401, 'The authentication you supplied is incorrect', /did not accept the API key/],
		[403, 'User linked to this API key is blocked', /blocked/],
		[404, 'No user found for this API key', /no user for this API key/],
		[400, 'Bad team', /another lemlist team/],
		[402, 'route is available starting emailPro plan', /plan/],
		[404, 'Campaign not found', /deleted/],
		[405, 'Method not allowed', /base URL/],
		[409, 'Conflict', /already/],
		[500, 'Internal error', /Retry On Fail/],
	])('of a %d "%s" come with the way on', async (status, body, description) => {
		lemlistAnswers('POST', '/any', { status, body });
		expect((await errorOf({ method: 'POST', path: '/any' })).description).toMatch(description);
	});
});

describe('the API key', () => {
	useFakeTime();
	useNock();

	/** A key with characters that look different in a URL. */
	const apiKey = `${newApiKey()}/+=`;
	const forms: Array<[string, string]> = [
		['as it is', apiKey],
		['as the header has it', basic(apiKey)],
		['as a URL has it', encodeURIComponent(apiKey)],
	];
	const secrets = [apiKey, basic(apiKey).slice(6), encodeURIComponent(apiKey)];

	function expectNoKeyIn(error: ServiceError) {
		const texts = allTextsOf(error);
		for (const secret of secrets) expect(texts).not.toContain(secret.slice(0, 12));
	}

	it.each(forms)('%s is taken out of a refusal that repeats it', async (_form, secret) => {
		lemlistAnswers(
			'POST',
			'/echo',
			{ status: 400, body: `You sent ${secret} and ${secret}` },
			{ status: 400, body: { error: `Unknown ${secret}` } },
		);
		for (let i = 0; i < 2; i++) {
			const error = await errorOf({ method: 'POST', path: '/echo' }, { apiKey });
			expect(error.message).toContain('[API key]');
			expectNoKeyIn(error);
		}
	});

	it.each(forms)('%s is taken out of a failure under 200', async (_form, secret) => {
		lemlistAnswers('GET', '/echo', { status: 200, body: { ok: false, message: `Unknown ${secret}` } });
		expectNoKeyIn(await errorOf({ path: '/echo' }, { apiKey }));
	});

	it.each(forms)('%s is not half shown where a long text is cut', async (_form, secret) => {
		for (const length of [270, 280, 290]) {
			const sent = lemlistAnswers('POST', `/echo/${length}`, { status: 400, body: `${'x'.repeat(length)}${secret}` });
			expectNoKeyIn(await errorOf({ method: 'POST', path: `/echo/${length}` }, { apiKey }));
			expect(sent).toHaveLength(1);
		}
	});

	it('is taken out of the name of a host that a redirect names', async () => {
		lemlistAnswers('GET', '/team', { status: 302, headers: { Location: `https://${apiKey.slice(0, 32)}.example/` } });
		expectNoKeyIn(await errorOf({ path: '/team' }, { apiKey: apiKey.slice(0, 32) }));
	});

	it('is taken out of the error of a broken connection', async () => {
		lemlistAnswers(
			'POST',
			'/team',
			Object.assign(new Error(`sending ${basic(apiKey)} failed`), { code: 'ECONNRESET' }),
		);
		expectNoKeyIn(await errorOf({ method: 'POST', path: '/team' }, { apiKey }));
	});
});

describe('a stopped request', () => {
	useFakeTime();
	useNock();
	const reason = new Error('Stopped by the user');

	it('never leaves when the signal is aborted before', async () => {
		const sent = lemlistAnswers('GET', '/team', { status: 200, body: {} });
		const client = await newClient();
		await expect(client.request({ path: '/team', signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
		await advance(5000);
		expect(sent).toEqual([]);
	});

	it.each<[string, Reply]>([
		['for its answer', { status: 200, body: {}, delayMs: 20_000 }],
		['after a 429', { status: 429, headers: { 'Retry-After': '30' } }],
		['for the next try', { status: 503 }],
	])('ends at once while it waits %s, and nothing leaves after it', async (_what, reply) => {
		jest.spyOn(Math, 'random').mockReturnValue(0.99);
		const sent = lemlistAnswers('GET', '/team', reply);
		const stop = new AbortController();
		const client = await newClient();
		const outcome = outcomeOf(client.request({ path: '/team', signal: stop.signal }), 60_000, 10);
		await idle();
		expect(sent).toHaveLength(1);
		setTimeout(() => stop.abort(reason), 100);
		const { error, tookMs } = await outcome;
		expect(error).toBe(reason);
		expect(tookMs).toBeLessThanOrEqual(110);
		await advance(60_000, 1000);
		expect(sent).toHaveLength(1);
		jest.restoreAllMocks();
	});

	it('ends at once while it waits for a place in the rate limit', async () => {
		const sent = lemlistAnswers('GET', '/team', { status: 200, body: {} });
		const client = await newClient();
		await outcomeOf(
			Promise.all(Array.from({ length: 20 }, async () => await client.request({ path: '/team' }))),
			10_000,
			10,
		);
		const stop = new AbortController();
		const waiting = client.request({ path: '/team', signal: stop.signal });
		setTimeout(() => stop.abort(reason), 50);
		const { error, tookMs } = await outcomeOf(waiting, 10_000, 10);
		expect(error).toBe(reason);
		expect(tookMs).toBe(50);
		await advance(5000);
		expect(sent).toHaveLength(20);
	});

	it.each(['GET', 'POST'] as const)('gives the reason also when n8n ends the request first (%s)', async (method) => {
		lemlistAnswers(method, '/team', { status: 200, body: {}, delayMs: 20_000 });
		const stop = new AbortController();
		const client = await newClient({ signal: stop.signal });
		setTimeout(() => stop.abort(reason), 100);
		const { error } = await outcomeOf(client.request({ method, path: '/team', signal: stop.signal }), 10_000, 10);
		expect(error).toBe(reason);
	});
});
