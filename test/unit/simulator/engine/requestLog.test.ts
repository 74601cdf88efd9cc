import type { RecordedRequest } from '../../../../simulator';
import { maxRequestsInWindow } from '../../../../simulator/engine/requestLog';
import { call, eventually, useSimulator, withKey } from '../../../support/simulatorClient';

describe('the request log of the simulator', () => {
	const ended: RecordedRequest[] = [];
	const simulator = useSimulator(() => ({ onRequest: (request) => ended.push(request) }));

	it('keeps every request as it came and as it was answered', async () => {
		const campaign = simulator().state.addCampaign();
		await call(simulator(), `/campaigns/${campaign._id}?a=1&b=x%2Fy`);
		await (
			await fetch(`${simulator().baseUrl}/nope/a%2Fb`, {
				method: 'POST',
				body: '{"x":1}',
				headers: { 'content-type': 'application/json' },
			})
		).text();
		await eventually(() => ended.length === 2);
		expect(simulator().requests).toMatchObject([
			{
				method: 'GET',
				path: `/api/campaigns/${campaign._id}`,
				query: { a: '1', b: 'x/y' },
				headers: withKey('simulator-key'),
				authorized: true,
				kind: 'campaign',
				campaignId: campaign._id,
				status: 200,
				closedEarly: false,
			},
			{
				method: 'POST',
				path: '/api/nope/a%2Fb',
				body: { x: 1 },
				authorized: false,
				kind: 'unknown',
				status: 200,
				closedEarly: false,
			},
		]);
		expect(ended).toEqual(simulator().requests);
		for (const { at, endedAt, bytesSent } of ended) {
			expect(endedAt).toBeGreaterThanOrEqual(at);
			expect(bytesSent).toBeGreaterThan(100);
		}
	});

	it('notes a client that hangs up', async () => {
		simulator().state.latencyMs = 10_000;
		const client = new AbortController();
		const answer = call(simulator(), '/team', { signal: client.signal });
		await eventually(() => simulator().requests.length === 1);
		client.abort();
		await expect(answer).rejects.toThrow('aborted');
		await eventually(() => simulator().requests[0]?.closedEarly === true);
		expect(simulator().requests[0]?.status).toBeUndefined();
	});

	it('goes on while the timers of a test are fake', async () => {
		simulator().state.latencyMs = 20;
		jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
		try {
			const before = simulator().clock.now();
			expect((await call(simulator(), '/team')).status).toBe(200);
			expect(simulator().clock.now() - before).toBeGreaterThanOrEqual(18);
		} finally {
			jest.useRealTimers();
		}
	});

	it('takes its latency before every answer', async () => {
		simulator().state.latencyMs = 60;
		const before = performance.now();
		await call(simulator(), '/team');
		expect(performance.now() - before).toBeGreaterThanOrEqual(58);
	});

	it('counts the most requests in a sliding window', () => {
		const arrivals = (...times: number[]) => times.map((at) => ({ at }) as RecordedRequest);
		expect(maxRequestsInWindow([], 2_000)).toBe(0);
		expect(maxRequestsInWindow(arrivals(0, 1_999, 2_000, 3_998, 3_999), 2_000)).toBe(3);
		expect(maxRequestsInWindow(arrivals(0, 2_000, 4_000), 2_000)).toBe(1);
	});

	it('counts its own requests, refused ones too', async () => {
		await Promise.all(Array.from({ length: 25 }, () => call(simulator(), '/team')));
		expect(simulator().maxRequestsInWindow(60_000)).toBe(25);
	});
});
