import { createManualClock } from '../../../../simulator';
import { parisDateText } from '../../../../simulator/lemlist';
import { send, useSimulator } from '../../../support/simulatorClient';

// What lemlist was recorded to answer on all its routes; each test is named after one fact.
const clock = createManualClock(Date.UTC(2026, 9, 1, 20, 54, 15, 92));
const simulator = useSimulator(() => ({ clock }));
const get = async (path: string) => await send(simulator(), 'GET', path);

describe('Rate limit', () => {
	const limitOf = ({ headers }: { headers: Headers }) =>
		['limit', 'remaining', 'reset'].map((name) => headers.get(`x-ratelimit-${name}`));

	test('every answer, 200 too, has x-ratelimit-limit, -remaining, -reset and retry-after', async () => {
		for (const path of ['/team', '/campaigns/cam_none', '/campaigns', '/no/such/path']) {
			const answer = await get(path);
			expect([answer.headers.has('retry-after'), ...limitOf(answer)]).not.toContain(null);
			expect(answer.headers.get('x-ratelimit-limit')).toBe('20');
		}
		expect([(await get('/team')).status, (await get('/campaigns/cam_none')).status]).toEqual([200, 404]);
	});

	test('x-ratelimit-reset is a date text in whole seconds, Paris time', async () => {
		clock.advance(Date.UTC(2026, 9, 1, 20, 54, 20, 92) - clock.now());
		expect(limitOf(await get('/team'))).toEqual([
			'20',
			'19',
			'Thu Oct 01 2026 22:54:22 GMT+0200 (Central European Summer Time)',
		]);
		expect(parisDateText(Date.UTC(2026, 0, 31, 23, 30))).toBe(
			'Sun Feb 01 2026 00:30:00 GMT+0100 (Central European Standard Time)',
		);
	});

	test('retry-after is 2 on the first request of the window (remaining 19), then seconds with decimals to its end', async () => {
		clock.advance(10_000);
		const next = async () => {
			const { headers } = await get('/team');
			return [headers.get('retry-after'), headers.get('x-ratelimit-remaining')];
		};
		expect(await next()).toEqual(['2', '19']);
		clock.advance(819);
		expect(await next()).toEqual(['1.181', '18']);
		clock.advance(260);
		expect(await next()).toEqual(['0.921', '17']);
		clock.advance(631);
		expect(await next()).toEqual(['0.29', '16']);
	});

	test('the window is fixed: 2 s from its first request', async () => {
		clock.advance(10_000);
		await get('/team');
		clock.advance(1_999);
		for (let i = 0; i < 19; i++) expect((await get('/team')).status).toBe(200);
		expect((await get('/team')).status).toBe(429);
		clock.advance(1);
		for (let i = 0; i < 20; i++) expect((await get('/team')).status).toBe(200);
	});
});

describe('Bodies', () => {
	test('JSON answers of 200: application/json, no charset, chunked', async () => {
		const { state } = simulator();
		const { _id } = state.addCampaign();
		for (const path of ['/team', '/campaigns?version=v2', `/campaigns/${_id}`, `/campaigns/${_id}/export/start`]) {
			const answer = await get(path);
			expect([answer.type, answer.headers.get('transfer-encoding')]).toEqual(['application/json', 'chunked']);
		}
	});

	test('a 404 with a JSON body comes without a JSON content-type', async () => {
		const { _id } = simulator().state.addCampaign();
		for (const path of [
			`/campaigns/${_id}/export/axp_none/status`,
			'/enrich/enr_none',
			'/campaigns/cam_none/settings',
		]) {
			const { status, type, json } = await get(path);
			expect([status, type]).toEqual([404, 'text/html; charset=utf-8']);
			expect(json).toEqual(expect.any(Object));
		}
	});

	test('unknown paths: 200 and the web app in HTML', async () => {
		for (const [method, path] of [
			['GET', '/no/such/path'],
			['POST', '/campaigns/cam_1/nothing'],
		] as const) {
			const { status, type, text } = await send(simulator(), method, path);
			expect([status, type]).toEqual([200, 'text/html; charset=utf-8']);
			expect(text).toMatch(/^<!DOCTYPE html>/);
		}
	});

	test('plan gate: 402, text naming the plan, also on /activities and /campaigns', async () => {
		const { teams } = simulator().state;
		teams.planGate = { plan: 'emailPro', kinds: ['activities', 'campaigns'] };
		for (const path of ['/activities?version=v2', '/campaigns?version=v2']) {
			const { status, type, text } = await get(path);
			expect([status, type]).toEqual([402, 'text/plain; charset=utf-8']);
			expect(text).toContain('emailPro');
		}
		expect((await get('/team')).status).toBe(200);
		teams.planGate = { plan: 'emailPro' };
		expect((await get('/team')).status).toBe(402);
	});
});
