import { createManualClock, type Campaign, type FaultRule } from '../../../../simulator';
import { call, callJson, publishFile, startExport, useSimulator, withKey } from '../../../support/simulatorClient';

/** The bytes that arrive, and whether the body ended as it should. */
async function read(response: Response): Promise<{ bytes: number; complete: boolean }> {
	let bytes = 0;
	try {
		for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) bytes += chunk.length;
		return { bytes, complete: true };
	} catch {
		return { bytes, complete: false };
	}
}

describe('faults of the simulator', () => {
	const clock = createManualClock();
	const simulator = useSimulator(() => ({ clock, exports: { durationMs: 0, size: 300_000 } }));
	let campaign: Campaign;
	beforeEach(() => {
		campaign = simulator().state.addCampaign();
	});
	const fail = (rule: FaultRule) => simulator().faults.add(rule);
	const statusOf = async (path: string) => (await call(simulator(), path)).status;
	const start = () => `/campaigns/${campaign._id}/export/start`;

	it('answer as told, as often as told, then not any more', async () => {
		fail({
			on: 'team',
			times: 2,
			do: { status: 503, body: '<h1>Busy</h1>', contentType: 'text/html', headers: { 'x-cache': 'miss' } },
		});
		const first = await call(simulator(), '/team');
		expect([first.status, await first.text(), first.headers.get('content-type'), first.headers.get('x-cache')]).toEqual(
			[503, '<h1>Busy</h1>', 'text/html', 'miss'],
		);
		expect(first.headers.get('retry-after')).toBe('2');
		expect([await statusOf('/team'), await statusOf('/team')]).toEqual([503, 200]);
		expect(simulator().faults.pending).toEqual([]);
	});

	it('answer objects as JSON', async () => {
		fail({ on: 'start', do: { status: 200, body: { ok: false, message: 'An error occurred' } } });
		const response = await call(simulator(), start());
		expect([response.headers.get('content-type'), await response.json()]).toEqual([
			'application/json',
			{ ok: false, message: 'An error occurred' },
		]);
		expect(simulator().state.exports.size).toBe(0);
	});

	it('meet only the kind and campaign they are for, in the order they were added', async () => {
		const other = simulator().state.addCampaign();
		fail({ on: 'campaign', campaignId: other._id, do: { status: 500 } });
		fail({ on: 'any', do: { status: 501 } });
		fail({ on: 'any', do: { status: 502 } });
		expect(await statusOf(`/campaigns/${campaign._id}`)).toBe(501);
		expect(await statusOf(`/campaigns/${other._id}`)).toBe(500);
		expect([await statusOf('/nowhere'), await statusOf('/team')]).toEqual([502, 200]);
	});

	it('can let requests through first, and go on until cleared', async () => {
		fail({ on: 'team', after: 2, times: 'always', do: { status: 504 } });
		const statuses: number[] = [];
		for (let i = 0; i < 5; i++) statuses.push(await statusOf('/team'));
		expect(statuses).toEqual([200, 200, 504, 504, 504]);
		simulator().faults.clear();
		expect(await statusOf('/team')).toBe(200);
	});

	it('are not used up by requests that the rate limit refuses', async () => {
		for (let i = 0; i < 20; i++) await statusOf('/team');
		fail({ on: 'team', do: { status: 500 } });
		expect(await statusOf('/team')).toBe(429);
		clock.advance(2_000);
		expect(await statusOf('/team')).toBe(500);
	});

	it('drop the connection before anything is done', async () => {
		fail({ on: 'start', do: 'reset' });
		await expect(call(simulator(), start())).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
		expect(simulator().state.exports.size).toBe(0);
		expect(simulator().requests).toMatchObject([{ fault: 'reset', closedEarly: false }]);
		expect(simulator().requests[0]?.status).toBeUndefined();
	});

	it('do the work, then drop the connection', async () => {
		fail({ on: 'start', do: 'processThenReset' });
		await expect(call(simulator(), start())).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
		expect(simulator().state.exports.size).toBe(1);
		expect(simulator().requests[0]?.status).toBeUndefined();
	});

	it('never answer', async () => {
		fail({ on: 'team', do: 'timeout' });
		await expect(call(simulator(), '/team', { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
			name: 'TimeoutError',
		});
	});

	it('give an HTML page or nothing under 200', async () => {
		fail({ on: 'status', do: 'html200' });
		fail({ on: 'status', do: 'empty200' });
		const path = await startExport(simulator(), campaign._id);
		const html = await call(simulator(), path);
		expect([html.status, html.headers.get('content-type'), await html.text()]).toEqual([
			200,
			'text/html; charset=utf-8',
			expect.stringContaining('<html>'),
		]);
		const empty = await call(simulator(), path);
		expect([empty.status, await empty.text()]).toEqual([200, '']);
	});

	it('delay the real answer', async () => {
		fail({ on: 'team', do: { delayMs: 60 } });
		const before = performance.now();
		expect(await statusOf('/team')).toBe(200);
		expect(performance.now() - before).toBeGreaterThanOrEqual(58);
	});

	it('redirect', async () => {
		fail({ on: 'team', do: { redirectTo: `${simulator().files.url}/elsewhere` } });
		fail({ on: 'team', do: { redirectTo: '/api/campaigns', status: 308 } });
		const first = await call(simulator(), '/team', { redirect: 'manual' });
		expect([first.status, first.headers.get('location')]).toEqual([302, `${simulator().files.url}/elsewhere`]);
		expect((await call(simulator(), '/team')).url).toBe(`${simulator().baseUrl}/campaigns`);
	});

	it.each([
		['contentLength', '300000', false],
		['chunked', null, false],
		['clean', null, true],
	] as const)('cut a file short: %s', async (mode, length, complete) => {
		fail({ on: 'file', do: { truncateAfter: 100_000, mode } });
		const url = await publishFile(simulator(), campaign._id);
		const response = await fetch(url);
		expect([response.status, response.headers.get('content-length')]).toEqual([200, length]);
		expect(await read(response)).toEqual({ bytes: 100_000, complete });
		expect(simulator().requestsOf('file')).toMatchObject([{ fault: 'truncateAfter', closedEarly: false }]);
		expect(await read(await fetch(url))).toEqual({ bytes: 300_000, complete: true });
	});

	it('cut a file short before its first byte', async () => {
		fail({ on: 'file', do: { truncateAfter: 0, mode: 'clean' } });
		fail({ on: 'file', do: { truncateAfter: 0 } });
		const url = await publishFile(simulator(), campaign._id);
		expect(await read(await fetch(url))).toEqual({ bytes: 0, complete: true });
		expect(await read(await fetch(url))).toEqual({ bytes: 0, complete: false });
	});

	it('cut JSON and streams without a length', async () => {
		fail({ on: 'team', do: { truncateAfter: 20, mode: 'clean' } });
		expect(await (await call(simulator(), '/team')).text()).toMatch(/^\{"_id":"tea_.{8}$/);
		fail({ on: 'leadsFile', do: { truncateAfter: 20 } });
		const leads = await call(simulator(), `/v2/campaigns/${campaign._id}/export/leads`);
		expect(await read(leads)).toEqual({ bytes: 20, complete: false });
	});

	it('fall silent in the middle of a file', async () => {
		fail({ on: 'file', do: { stallAfter: 1_000 } });
		const client = new AbortController();
		const response = await fetch(await publishFile(simulator(), campaign._id), { signal: client.signal });
		const reader = (response.body as ReadableStream<Uint8Array>).getReader();
		expect((await reader.read()).value).toHaveLength(1_000);
		const more = await Promise.race([
			reader.read(),
			new Promise((resolve) => setTimeout(() => resolve('silence'), 50)),
		]);
		expect(more).toBe('silence');
		client.abort();
	});

	it('also meet files on the other origin', async () => {
		simulator().state.setNextExport({ fileOrigin: 'foreign' });
		fail({ on: 'file', campaignId: campaign._id, do: { status: 403 } });
		const url = await publishFile(simulator(), campaign._id);
		expect([(await fetch(url)).status, (await fetch(url)).status]).toEqual([403, 200]);
	});

	it('can be set from another process, which is told what is wrong with a rule', async () => {
		const control = async (path: string, body: object) =>
			await fetch(`${simulator().url}/_simulator${path}`, {
				method: 'POST',
				body: JSON.stringify(body),
				headers: { 'content-type': 'application/json' },
			});
		expect(await (await control('/faults', { on: 'team', do: { status: 418 } })).json()).toEqual({
			faults: [{ on: 'team', times: 1, after: 0, do: { status: 418 } }],
		});
		expect(await statusOf('/team')).toBe(418);
		const wrong = await control('/faults', { on: 'team', times: 0, do: 'reset' });
		expect([wrong.status, await wrong.json()]).toEqual([400, { error: expect.stringContaining('times') }]);
		expect((await control('/faults', { on: 'team', do: { status: 500, truncateAfter: 1 } })).status).toBe(400);
	});

	it('can be looked at and the clock moved from another process', async () => {
		await callJson(simulator(), start());
		const before = clock.now();
		const headers = { 'content-type': 'application/json', ...withKey('any') };
		await fetch(`${simulator().url}/_simulator/clock`, { method: 'POST', headers, body: '{"advanceMs":7200000}' });
		expect(clock.now() - before).toBe(7_200_000);
		const state = await (await fetch(`${simulator().url}/_simulator/state`)).json();
		expect(state).toMatchObject({
			campaigns: [{ _id: campaign._id }],
			exports: [{ status: 'done', campaignId: campaign._id }],
			requests: { total: 1, maxInTwoSeconds: 1 },
		});
	});
});
