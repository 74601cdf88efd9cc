import { createManualClock } from '../../../../simulator';
import { call, publishFile, useSimulator, withKey } from '../../../support/simulatorClient';

describe('rate limit of the simulator', () => {
	const clock = createManualClock();
	const simulator = useSimulator(() => ({ clock, exports: { durationMs: 0 } }));
	const statusesOf = async (count: number, path = '/team') => {
		const statuses: number[] = [];
		for (let i = 0; i < count; i++) statuses.push((await call(simulator(), path)).status);
		return statuses;
	};

	it('lets 20 requests through and refuses the 21st with 429 text', async () => {
		expect(await statusesOf(20)).toEqual(Array(20).fill(200));
		const refused = await call(simulator(), '/team');
		expect([refused.status, refused.headers.get('content-type')]).toEqual([429, 'text/plain; charset=utf-8']);
	});

	it('has fixed windows: all requests are free again 2 s after the first one arrived', async () => {
		await statusesOf(10);
		clock.advance(1_500);
		await statusesOf(10);
		clock.advance(499);
		expect(await statusesOf(1)).toEqual([429]);
		clock.advance(1);
		expect(await statusesOf(21)).toEqual([...Array(20).fill(200), 429]);
	});

	it('begins the next window with its first request, not with the end of the last one', async () => {
		await statusesOf(1);
		clock.advance(3_000);
		await statusesOf(19);
		clock.advance(1_999);
		expect(await statusesOf(2)).toEqual([200, 429]);
		clock.advance(1);
		expect(await statusesOf(1)).toEqual([200]);
	});

	it('knows the most requests in one of its windows, refused ones included', async () => {
		expect(simulator().maxRequestsInFixedWindow()).toBe(0);
		await statusesOf(15);
		clock.advance(2_000);
		await statusesOf(22);
		clock.advance(2_000);
		await statusesOf(3);
		expect(simulator().maxRequestsInFixedWindow()).toBe(22);
	});

	it('is not made longer by refused requests', async () => {
		await statusesOf(40);
		clock.advance(2_000);
		expect(await statusesOf(20)).toEqual(Array(20).fill(200));
	});

	it('counts each key on its own, whatever its team', async () => {
		simulator().state.addKey('another key', simulator().state.team._id);
		await statusesOf(20);
		const response = await fetch(`${simulator().baseUrl}/team`, { headers: withKey('another key') });
		expect(response.status).toBe(200);
	});

	it('tells the limit on every answer, with Retry-After and a date text as lemlist does', async () => {
		const limitHeaders = (response: Response) =>
			['retry-after', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'].map((name) =>
				response.headers.get(name),
			);
		const dateText = expect.stringMatching(
			/^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4} \(.+\)$/,
		);
		expect(limitHeaders(await call(simulator(), '/team'))).toEqual(['2', '20', '19', dateText]);
		expect(limitHeaders(await call(simulator(), '/campaigns/cam_none'))).toEqual(['2', '20', '18', dateText]);
		expect(limitHeaders(await call(simulator(), '/nowhere'))).toEqual(['2', '20', '17', dateText]);
		expect(limitHeaders(await fetch(`${simulator().baseUrl}/team`))).toEqual(['2', '20', '20', dateText]);
		await statusesOf(17);
		expect(limitHeaders(await call(simulator(), '/team'))).toEqual(['2', '20', '0', dateText]);
	});

	it('resets when the first request of the window is 2 s old', async () => {
		const first = clock.now();
		await statusesOf(1);
		clock.advance(1_000);
		const reset = (await call(simulator(), '/team')).headers.get('x-ratelimit-reset') as string;
		expect(Date.parse(reset)).toBe(Math.floor((first + 2_000) / 1_000) * 1_000);
	});

	it('counts a file downloaded from its own origin without a key', async () => {
		const url = await publishFile(simulator(), simulator().state.addCampaign()._id);
		const download = await fetch(url);
		await download.arrayBuffer();
		expect(download.headers.get('x-ratelimit-remaining')).toBe('17');
	});
});

describe('a simulator without rate limit', () => {
	const simulator = useSimulator(() => ({ rateLimit: false }));

	it('refuses nothing', async () => {
		const responses = await Promise.all(Array.from({ length: 60 }, () => call(simulator(), '/team')));
		expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]));
	});
});

describe('a simulator with a limit of its own', () => {
	const simulator = useSimulator(() => ({ clock: createManualClock(), rateLimit: { limit: 2, windowMs: 60_000 } }));

	it('applies it', async () => {
		const responses = await Promise.all(Array.from({ length: 4 }, () => call(simulator(), '/team')));
		expect(responses.map(({ status }) => status).sort()).toEqual([200, 200, 429, 429]);
		expect(responses[0]?.headers.get('retry-after')).toBe('60');
	});
});
