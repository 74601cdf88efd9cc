import { createManualClock } from '../../../../simulator';
import { ask, listed, read, useQlara } from '../../../support/qlaraClient';

describe('keys of the simulated Qlara', () => {
	const qlara = useQlara();

	it('lets a request with a key in, and says 401 to one without or with a wrong one', async () => {
		const statusWith = async (headers: Record<string, string>) =>
			(await fetch(`${qlara().baseUrl}/exports`, { headers })).status;
		expect(await statusWith({ 'X-API-Key': qlara().apiKey })).toBe(200);
		expect(await statusWith({})).toBe(401);
		expect(await statusWith({ 'x-api-key': 'wrong' })).toBe(401);
		const basic = Buffer.from(`:${qlara().apiKey}`).toString('base64');
		expect(await statusWith({ authorization: `Basic ${basic}` })).toBe(401);
	});

	it('says 403 to a key from an address that is not on its list', async () => {
		qlara().state.keys.add('elsewhere', 'account-1', 'addressNotAllowed');
		const answer = await ask({ ...qlara(), apiKey: 'elsewhere' }, 'GET', '/exports');
		expect(answer).toMatchObject({ status: 403, json: { status: 403, error: 'Forbidden' } });
	});

	it('shows each account its own exports', async () => {
		const { keys, exports } = qlara().state;
		keys.add('other key', 'other');
		exports.add();
		expect(await listed(qlara())).toHaveLength(1);
		expect(await listed({ ...qlara(), apiKey: 'other key' })).toEqual([]);
	});
});

describe('the rate limit of the simulated Qlara', () => {
	const clock = createManualClock();
	const qlara = useQlara(() => ({ clock }));
	const statuses = async (count: number) => {
		const each = await Promise.all(Array.from({ length: count }, () => ask(qlara(), 'GET', '/exports?limit=1')));
		return { passed: each.filter(({ status }) => status === 200).length, last: each.find((one) => one.status === 429) };
	};

	it('lets 50 requests through in a second', async () => {
		expect((await statuses(51)).passed).toBe(50);
		clock.advance(1_000);
		expect((await statuses(50)).passed).toBe(50);
	});

	it('tells the limit per minute in headers, or the one that decides, or none', async () => {
		const headers = async () => {
			const answer = await ask(qlara(), 'GET', '/exports');
			return ['limit', 'remaining', 'reset'].map((name) => answer.headers.get(`x-ratelimit-${name}`));
		};
		const reset = (ms: number) => String(Math.ceil((clock.now() + ms) / 1_000));
		expect(await headers()).toEqual(['1000', '999', reset(60_000)]);
		qlara().state.answers.limitHeaders = 'narrowest';
		expect(await headers()).toEqual(['50', '48', reset(1_000)]);
		qlara().state.answers.limitHeaders = 'none';
		expect(await headers()).toEqual([null, null, null]);
	});

	it.each([
		['body', 1, null],
		['header', undefined, '1'],
		['both', 1, '1'],
		['none', undefined, null],
	] as const)('can say in %s when to come again', async (retryAfterIn, inBody, inHeader) => {
		qlara().state.answers.retryAfterIn = retryAfterIn;
		const { last } = await statuses(51);
		expect((last?.json as { retryAfter?: number }).retryAfter).toBe(inBody);
		expect(last?.headers.get('retry-after')).toBe(inHeader);
	});

	it('counts each key on its own, and none that is wrong', async () => {
		qlara().state.keys.add('another');
		await statuses(51);
		expect((await ask({ ...qlara(), apiKey: 'another' }, 'GET', '/exports')).status).toBe(200);
		expect((await ask({ ...qlara(), apiKey: 'wrong' }, 'GET', '/exports')).status).toBe(401);
	});
});

describe('two rate limits at once', () => {
	const clock = createManualClock();
	const qlara = useQlara(() => ({ clock, rateLimit: { perMinute: 25, perSecond: 10 } }));

	it('both have to let a request through, and the one that refuses for longer says for how long', async () => {
		const answers = async (count: number) =>
			await Promise.all(Array.from({ length: count }, () => ask(qlara(), 'GET', '/exports')));
		const passed = async (count: number) => (await answers(count)).filter(({ status }) => status === 200).length;
		expect(await passed(11)).toBe(10);
		clock.advance(1_000);
		expect(await passed(10)).toBe(10);
		clock.advance(1_000);
		expect(await passed(9)).toBe(4);
		expect((await answers(1))[0]?.json).toEqual({
			status: 429,
			error: 'Too Many Requests',
			message: 'Rate limit exceeded. Please retry after 58 seconds.',
			retryAfter: 58,
		});
		clock.advance(57_000);
		expect(await passed(1)).toBe(0);
		clock.advance(1_000);
		expect(await passed(10)).toBe(10);
	});
});

describe('the rate limit of a Qlara account on trial', () => {
	const clock = createManualClock();
	const qlara = useQlara(() => ({ clock, rateLimit: 'trial' }));

	it('is 10 a second and 100 a minute', async () => {
		const status = async () => (await ask(qlara(), 'GET', '/exports')).status;
		for (let second = 0; second < 10; second++) {
			for (let count = 0; count < 10; count++) expect(await status()).toBe(200);
			clock.advance(1_000);
		}
		expect(await status()).toBe(429);
		clock.advance(50_000);
		for (let count = 0; count < 10; count++) expect(await status()).toBe(200);
		expect(await status()).toBe(429);
	});
});

describe('the file host of the simulated Qlara', () => {
	const qlara = useQlara(() => ({ exports: { durationMs: 0 } }));
	const link = async () => {
		const { id } = qlara().state.exports.add({ settings: { content: 'a\n"ü\n🎉"\n' } });
		return { id, url: ((await ask(qlara(), 'GET', `/exports/${id}`)).json as { downloadUrl: string }).downloadUrl };
	};

	it('is another origin, serves CSV, and records what it gets with the export it belongs to', async () => {
		const { id, url } = await link();
		expect(new URL(url).origin).toBe(qlara().files.url);
		expect(qlara().files.url).not.toBe(qlara().url);
		const answer = await read(await fetch(url));
		expect([answer.status, answer.type, answer.text]).toEqual([200, 'text/csv; charset=utf-8', 'a\n"ü\n🎉"\n']);
		expect(qlara().files.requests).toMatchObject([{ kind: 'file', campaignId: String(id), status: 200 }]);
		expect(qlara().files.gotKey()).toBe(false);
	});

	it.each<[string, (url: string, key: string) => [string, RequestInit]]>([
		['its own header', (url, key) => [url, { headers: { 'x-api-key': key } }]],
		['another header', (url, key) => [url, { headers: { cookie: `k=${key}` } }]],
		['any Authorization', (url) => [url, { headers: { authorization: 'Basic eDp5' } }]],
		['the address', (url, key) => [`${url}&key=${encodeURIComponent(key)}`, {}]],
	])('notices a key that came in %s', async (_where, request) => {
		const { url } = await link();
		await fetch(...request(url, qlara().apiKey));
		expect(qlara().files.gotKey()).toBe(true);
	});

	it('takes no link whose signature or time was changed', async () => {
		const { url } = await link();
		expect((await fetch(url.replace(/signature=\w{5}/, 'signature=00000'))).status).toBe(403);
		expect((await fetch(url.replace(/expires=\d/, 'expires=9'))).status).toBe(403);
		expect((await fetch(url.replace(/\?.*/, ''))).status).toBe(403);
	});

	it('can leave out the length', async () => {
		const { id, url } = await link();
		expect((await fetch(url)).headers.get('content-length')).toBe('12');
		qlara().state.exports.get(String(id))!.settings.fileLength = 'absent';
		const response = await fetch(url);
		expect([response.headers.get('content-length'), (await response.text()).length]).toEqual([null, 9]);
	});

	it('breaks on demand like the API, by one list of faults', async () => {
		const { id, url } = await link();
		qlara().faults.add({ on: 'file', campaignId: String(id), do: { status: 503 } });
		expect((await fetch(url)).status).toBe(503);
		expect((await fetch(url)).status).toBe(200);
	});
});

describe('a seeded Qlara', () => {
	const qlara = useQlara(() => ({ seed: true }));

	it('has more than one page, with an expired export and a failed one', async () => {
		const all = [...(await listed(qlara())), ...(await listed(qlara(), '?page=1'))];
		expect(all).toHaveLength(14);
		const words = all.map(({ status }) => status);
		expect(new Set(words)).toEqual(new Set(['COMPLETED', 'EXPIRED', 'FAILED']));
	});

	it('tells another process what it has', async () => {
		const state = (await (await fetch(`${qlara().url}/_simulator/state`)).json()) as { exports: object[] };
		expect(state.exports).toHaveLength(14);
		expect(state.exports[0]).toMatchObject({ exportId: expect.any(String), status: 'EXPIRED', filters: {} });
	});
});
