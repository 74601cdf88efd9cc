import fc from '../../../../properties';
import type { IHttpRequestMethods } from 'n8n-workflow';

import { lemlist } from '../../../../../nodes/shared/lemlist/service';
import { backoffMs } from '../../../../../nodes/shared/http/retries';
import { outcomeOf, useFakeTime } from '../../../../support/fakeTime';
import {
	connectionError,
	lemlistAnswers,
	newApiKey,
	newClient,
	type Reply,
	useNock,
} from '../../../../support/lemlistApi';

const MAY_BE_DONE = 'lemlist may have done it all the same: look there before you try again.';
const GOOD: Reply = { status: 200, body: { _id: 'tea_1' } };

function limited(retryAfter?: string): Reply {
	return {
		status: 429,
		body: 'Too many requests',
		headers: retryAfter === undefined ? {} : { 'Retry-After': retryAfter },
	};
}

describe('a 429', () => {
	useFakeTime();
	useNock();

	it.each<[IHttpRequestMethods, boolean | undefined]>([
		['GET', undefined],
		['GET', false],
		['POST', undefined],
		['PATCH', undefined],
		['PUT', undefined],
		['DELETE', undefined],
	])('is waited out for %s with retry %s, because lemlist did nothing', async (method, retry) => {
		const sent = lemlistAnswers(method, '/any', limited('3'), limited('2'), GOOD);
		const client = await newClient();
		const { value, tookMs } = await outcomeOf(client.request({ method, path: '/any', retry }), 60_000, 10);
		expect(value?.body).toEqual({ _id: 'tea_1' });
		expect(sent).toHaveLength(3);
		// A little more each time: it must not come a moment too early.
		expect(tookMs).toBeGreaterThanOrEqual(5000);
		expect(tookMs).toBeLessThanOrEqual(5100);
	});

	it.each([
		['none', undefined, 2000],
		['zero', '0', 2000],
		['a date', 'Wed, 21 Oct 2026 07:28:00 GMT', 2000],
		['less than none', '-5', 2000],
		['a fraction', '0.5', 500],
		['an hour', '3600', 60_000],
	])('whose Retry-After is %s is waited for as long as sense allows', async (_what, retryAfter, waitMs) => {
		const sent = lemlistAnswers('GET', '/any', limited(retryAfter), GOOD);
		const client = await newClient();
		const { tookMs } = await outcomeOf(client.request({ path: '/any' }), 120_000, 50);
		expect(tookMs).toBeGreaterThanOrEqual(waitMs);
		expect(tookMs).toBeLessThanOrEqual(waitMs + 50);
		expect(sent).toHaveLength(2);
	});

	it('holds back the other requests of the same key, and only those', async () => {
		const apiKey = newApiKey();
		lemlistAnswers('GET', '/limited', limited('10'), GOOD);
		lemlistAnswers('GET', '/other', GOOD);
		const [client, sameKey, otherKey] = [await newClient({ apiKey }), await newClient({ apiKey }), await newClient()];
		const first = outcomeOf(client.request({ path: '/limited' }), 60_000, 50);
		await outcomeOf(otherKey.request({ path: '/other' }));
		const [same, other] = await Promise.all([
			outcomeOf(sameKey.request({ path: '/other' }), 60_000, 50),
			outcomeOf(otherKey.request({ path: '/other' }), 60_000, 50),
		]);
		await first;
		expect(same.tookMs).toBeGreaterThanOrEqual(9500);
		expect(other.tookMs).toBeLessThan(500);
	});

	it('is not waited out where it is for a limit of the plan', async () => {
		const reply = { status: 429, body: 'Monitoring limit exceeded', headers: { 'Retry-After': '60' } };
		const sent = lemlistAnswers('POST', '/any', reply, GOOD);
		const client = await newClient();
		const { error, tookMs } = await outcomeOf(client.request({ method: 'POST', path: '/any' }));
		expect(error).toMatchObject({
			message: 'lemlist says: Monitoring limit exceeded (HTTP 429)',
			description: expect.stringContaining('your lemlist plan') as string,
		});
		expect(sent).toHaveLength(1);
		expect(tookMs).toBeLessThanOrEqual(250);
	});

	it.each(['Too many requests', 'Rate limit exceeded', '', '{"error":"API limit reached"}'])(
		'is waited out where it says %j',
		async (body) => {
			lemlistAnswers('POST', '/any', { status: 429, body, headers: { 'Retry-After': '1' } }, GOOD);
			const { value } = await outcomeOf((await newClient()).request({ method: 'POST', path: '/any' }));
			expect(value?.body).toEqual({ _id: 'tea_1' });
		},
	);

	it('ends the call after a quarter of an hour of waiting, with advice', async () => {
		const sent = lemlistAnswers('GET', '/any', limited('10'));
		const client = await newClient();
		const { error, tookMs } = await outcomeOf(client.request({ path: '/any' }), 20 * 60_000, 1000);
		expect(error).toMatchObject({
			kind: 'refused',
			status: 429,
			serviceSays: 'Too many requests',
			description: expect.stringContaining('20 requests per 2 seconds'),
		});
		expect(tookMs).toBeGreaterThanOrEqual(900_000);
		expect(tookMs).toBeLessThanOrEqual(910_000);
		expect(sent).toHaveLength(91);
	});
});

describe('Retry-After on any other answer', () => {
	useFakeTime();
	useNock();

	it('slows nothing, since lemlist sends it always', async () => {
		lemlistAnswers('GET', '/any', {
			status: 200,
			body: {},
			headers: { 'Retry-After': '2', 'X-RateLimit-Remaining': '10' },
		});
		const client = await newClient();
		const { tookMs } = await outcomeOf(
			(async () => {
				for (let i = 0; i < 5; i++) await client.request({ path: '/any' });
			})(),
			10_000,
			10,
		);
		expect(tookMs).toBeLessThan(100);
	});
});

describe('an answer that may be better a moment later', () => {
	useFakeTime();
	useNock();

	const bad: Array<[string, Reply]> = [
		['502', { status: 502, body: 'Bad Gateway' }],
		['503', { status: 503, body: 'Unavailable' }],
		['the web page of a proxy', { status: 503, body: '<html><title>Unavailable</title></html>' }],
		['a web page under 200', { status: 200, body: '<html><title>Sign in</title></html>' }],
		['504', { status: 504 }],
		['a broken connection', connectionError('ECONNRESET')],
		['a host that cannot be found', connectionError('EAI_AGAIN')],
	];
	const repeatable: IHttpRequestMethods[] = ['GET', 'PUT', 'DELETE'];
	const single: IHttpRequestMethods[] = ['POST', 'PATCH'];

	it.each(repeatable.flatMap((method) => bad.map(([name, reply]) => [method, name, reply] as const)))(
		'is tried again for %s after %s',
		async (method, _name, reply) => {
			const sent = lemlistAnswers(method, '/any', reply, reply, reply, GOOD);
			const client = await newClient();
			const { value, tookMs } = await outcomeOf(client.request({ method, path: '/any' }));
			expect(value?.body).toEqual({ _id: 'tea_1' });
			expect(sent).toHaveLength(4);
			expect(tookMs).toBeLessThanOrEqual(500 + 1000 + 2000 + 3 * 250);
		},
	);

	it('is tried again where a read gets nothing under 200', async () => {
		const sent = lemlistAnswers('GET', '/any', { status: 200 }, GOOD);
		const { value } = await outcomeOf((await newClient()).request({ path: '/any' }));
		expect(value?.body).toEqual({ _id: 'tea_1' });
		expect(sent).toHaveLength(2);
	});

	it.each(['{"_id": "tea_', '[{"_id": "tea_1"},', '['.repeat(10_000)])(
		'is tried again where an answer under 200 breaks off, and is no text: %.20s',
		async (body) => {
			const sent = lemlistAnswers('GET', '/any', { status: 200, body }, GOOD);
			const { value } = await outcomeOf((await newClient()).request({ path: '/any' }));
			expect(value?.body).toEqual({ _id: 'tea_1' });
			expect(sent).toHaveLength(2);
		},
	);

	it.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)('is none where a %s gets nothing under 2xx', async (method) => {
		for (const status of [200, 204]) {
			const sent = lemlistAnswers(method, `/nothing/${status}`, { status });
			const { value } = await outcomeOf((await newClient()).request({ method, path: `/nothing/${status}` }));
			expect(value).toMatchObject({ status, body: '' });
			expect(sent).toHaveLength(1);
		}
	});

	it.each(bad)('is final after three further tries with %s', async (_name, reply) => {
		const sent = lemlistAnswers('GET', '/any', reply);
		const client = await newClient();
		const { error } = await outcomeOf(client.request({ path: '/any' }));
		const isPage = !(reply instanceof Error) && (reply.status === 200 || String(reply.body).startsWith('<'));
		expect(error).toMatchObject(
			reply instanceof Error
				? { kind: 'unreachable' }
				: { kind: isPage ? 'unreadable' : 'refused', status: reply.status },
		);
		expect(sent).toHaveLength(4);
	});

	it.each(single.flatMap((method) => bad.map(([name, reply]) => [method, name, reply] as const)))(
		'is final at once for %s after %s, which may have had its effect',
		async (method, _name, reply) => {
			const sent = lemlistAnswers(method, '/any', reply, GOOD);
			const client = await newClient();
			const { error, tookMs } = await outcomeOf(client.request({ method, path: '/any', body: { email: 'a@b.c' } }));
			expect(error).toBeInstanceOf(Error);
			expect(sent).toHaveLength(1);
			expect(tookMs).toBe(0);
		},
	);

	it.each(bad)('of a POST says that it may be done all the same: %s', async (_name, reply) => {
		lemlistAnswers('POST', '/any', reply);
		const { error } = await outcomeOf((await newClient()).request({ method: 'POST', path: '/any' }));
		expect(error).toMatchObject({ description: expect.stringContaining(MAY_BE_DONE) as string });
	});

	it.each<[string, IHttpRequestMethods, Reply, boolean | undefined]>([
		['is refused', 'POST', { status: 400, body: 'Bad team' }, undefined],
		['is refused by a limit', 'POST', { status: 429, body: 'No', headers: { 'retry-after': '600' } }, undefined],
		['is refused in words, whatever the status', 'POST', { status: 500, body: 'already in other campaign' }, undefined],
		['is redirected', 'POST', { status: 302, headers: { location: 'https://other.example' } }, undefined],
		['does the same when it comes twice', 'PATCH', { status: 502, body: 'Bad gateway' }, undefined],
		['is a read by its caller’s word', 'POST', { status: 502, body: 'Bad gateway' }, true],
		['has words of its caller', 'POST', { status: 502, body: 'Bad gateway' }, false],
	])('of one that %s does not say so', async (_what, method, reply, retry) => {
		lemlistAnswers(method, '/any', reply);
		const call = (await newClient()).request({ method, path: '/any', retry });
		const { error } = await outcomeOf(call, 3_600_000, 5000);
		expect(error).toBeInstanceOf(Error);
		expect((error as { description: string }).description).not.toContain(MAY_BE_DONE);
	});

	it.each(bad)('is final at once where the caller wants no retry: %s', async (_name, reply) => {
		const sent = lemlistAnswers('GET', '/any', reply, GOOD);
		const client = await newClient();
		const { error } = await outcomeOf(client.request({ path: '/any', retry: false }));
		expect(error).toBeInstanceOf(Error);
		expect(sent).toHaveLength(1);
	});

	it('is tried again after 30 s of silence', async () => {
		const sent = lemlistAnswers('GET', '/any', { ...GOOD, delayMs: 3_600_000 }, GOOD);
		const client = await newClient();
		const { value, tookMs } = await outcomeOf(client.request({ path: '/any' }));
		expect(value?.body).toEqual({ _id: 'tea_1' });
		expect(sent).toHaveLength(2);
		expect(tookMs).toBeLessThanOrEqual(30_750);
	});

	it('names the network code when no answer comes', async () => {
		lemlistAnswers('GET', '/any', connectionError('ECONNREFUSED'));
		const client = await newClient();
		const { error } = await outcomeOf(client.request({ path: '/any' }));
		expect(error).toMatchObject({
			message: 'No answer from api.lemlist.com',
			description: expect.stringContaining('(ECONNREFUSED)'),
		});
	});
});

describe('an answer that stays as it is', () => {
	useFakeTime();
	useNock();

	it.each([400, 401, 402, 403, 404, 405, 408, 409, 422, 500, 501])('of %d is asked for once', async (status) => {
		const sent = lemlistAnswers('GET', '/any', { status, body: 'No' }, GOOD);
		const client = await newClient();
		const { error, tookMs } = await outcomeOf(client.request({ path: '/any' }));
		expect(error).toMatchObject({ kind: 'refused', status });
		expect(sent).toHaveLength(1);
		expect(tookMs).toBe(0);
	});
});

describe('the gap before another try', () => {
	it('is a random part of a span that doubles up to 8 s', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 1000 }), (attempt) => {
				const gap = backoffMs(attempt, lemlist.retries);
				expect(gap).toBeGreaterThanOrEqual(0);
				expect(gap).toBeLessThanOrEqual(Math.min(8000, 500 * 2 ** attempt));
			}),
		);
		const random = jest.spyOn(Math, 'random').mockReturnValue(0.5);
		expect([0, 1, 2, 3, 4, 5, 99].map((attempt) => backoffMs(attempt, lemlist.retries))).toEqual([
			250, 500, 1000, 2000, 4000, 4000, 4000,
		]);
		random.mockRestore();
	});
});
