import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deliverEvent, type Webhook } from '../../../../simulator';
import { MOST_WEBHOOKS } from '../../../../simulator/resources/webhooks';
import { call, callJson, useSimulator } from '../../../support/simulatorClient';

describe('webhooks of the simulator', () => {
	const simulator = useSimulator(() => ({ rateLimit: false }));

	async function create(body: object, query = ''): Promise<Response> {
		return await call(simulator(), `/hooks${query}`, {
			method: 'POST',
			body: JSON.stringify(body),
			headers: { 'content-type': 'application/json' },
		});
	}
	const list = async () => (await callJson(simulator(), '/hooks')) as unknown as Webhook[];
	const remove = async (id: string) => await call(simulator(), `/hooks/${id}`, { method: 'DELETE' });
	const answer = async (response: Response) => [response.status, await response.text()];

	it('are created, listed without the secret and deleted', async () => {
		const created = (await (
			await create(
				{ targetUrl: 'https://a.example/', type: 'emailsReplied', secret: 's3cret' },
				'?campaignId=cam_1&isFirst=true',
			)
		).json()) as Webhook;
		expect(created).toEqual({
			_id: expect.stringMatching(/^hoo_/),
			targetUrl: 'https://a.example/',
			type: 'emailsReplied',
			createdAt: expect.any(String),
		});
		expect(await list()).toEqual([{ ...created, campaignId: 'cam_1', isFirst: true }]);
		expect((await remove(created._id)).status).toBe(200);
		expect(await list()).toEqual([]);
	});

	it('take the campaign from the query only, as documented', async () => {
		await create({ targetUrl: 'https://a.example/', campaignId: 'cam_1' });
		expect((await list())[0]).not.toHaveProperty('campaignId');
	});

	it('have a URL each within a team', async () => {
		const { state } = simulator();
		state.addKey('key of others', state.addTeam()._id);
		await create({ targetUrl: 'https://a.example/' });
		expect(await answer(await create({ targetUrl: 'https://a.example/', type: 'paused' }))).toEqual([
			409,
			'{"error":"A webhook with this targetUrl already exists"}',
		]);
		const others = {
			authorization: `Basic ${Buffer.from(':key of others').toString('base64')}`,
			'content-type': 'application/json',
		};
		expect(
			(
				await call(simulator(), '/hooks', {
					method: 'POST',
					body: '{"targetUrl":"https://a.example/"}',
					headers: others,
				})
			).status,
		).toBe(200);
		expect(await list()).toHaveLength(1);
	});

	it(`are ${MOST_WEBHOOKS} at most`, async () => {
		for (let number = 0; number < MOST_WEBHOOKS; number++) await create({ targetUrl: `https://a.example/${number}` });
		expect(await answer(await create({ targetUrl: 'https://a.example/more' }))).toEqual([
			409,
			'{"error":"Too many webhooks (max 200 per team, disabled webhooks included)"}',
		]);
	});

	it.each([
		['an unknown one', 'hoo_none', 404, 'Webhook not found'],
		['one of another team', 'hoo_other', 400, 'Bad team'],
	])('cannot be deleted: %s', async (_which, id, status, text) => {
		const { state } = simulator();
		state.webhooks.set('hoo_other', {
			_id: 'hoo_other',
			teamId: state.addTeam()._id,
			targetUrl: 'https://a.example/',
			createdAt: '',
		});
		expect(await answer(await remove(id))).toEqual([status, text]);
	});

	it('need a URL to call', async () => {
		expect((await create({ targetUrl: 'nowhere' })).status).toBe(400);
	});

	describe('are called', () => {
		let receiver: Server;
		let url: string;
		let received: Array<Record<string, unknown>>;
		beforeEach(async () => {
			received = [];
			receiver = createServer((request, response) => {
				const chunks: Buffer[] = [];
				request.on('data', (chunk: Buffer) => chunks.push(chunk));
				request.on('end', () => {
					received.push(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>);
					response.writeHead(202).end('thanks');
				});
			});
			await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
			url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
		});
		afterEach(async () => {
			receiver.closeAllConnections();
			await new Promise((resolve) => receiver.close(resolve));
		});

		it('with the activity and the secret as JSON', async () => {
			const { state } = simulator();
			await create({ targetUrl: url, secret: 's3cret' });
			const activity = state.addActivity({ type: 'emailsOpened' });
			expect(await deliverEvent(state, activity)).toMatchObject([{ targetUrl: url, status: 202, answer: 'thanks' }]);
			expect(received).toEqual([{ ...activity, secret: 's3cret' }]);
		});

		it.each([
			['type', { type: 'paused' }, '', { type: 'emailsOpened' }],
			['campaign', {}, '?campaignId=cam_1', { campaignId: 'cam_2' }],
			['first occurrence', {}, '?isFirst=true', { isFirst: false }],
		])('only for what fits their %s', async (_what, body, query, activity) => {
			await create({ targetUrl: url, ...body }, query);
			expect(await deliverEvent(simulator().state, simulator().state.addActivity(activity))).toEqual([]);
		});

		it('for every campaign when the simulator is told to ignore the filters', async () => {
			const { state } = simulator();
			await create({ targetUrl: url }, '?campaignId=cam_1&isFirst=true');
			state.webhooks.filters = 'ignored';
			expect(await deliverEvent(state, state.addActivity({ campaignId: 'cam_2', isFirst: false }))).toHaveLength(1);
		});

		it('no more when they are disabled, which the list tells as it was told to', async () => {
			const { state } = simulator();
			const { _id } = (await (await create({ targetUrl: url })).json()) as Webhook;
			state.webhooks.get(_id)!.disabled = true;
			expect(await deliverEvent(state, state.addActivity())).toEqual([]);
			expect(await list()).toMatchObject([{ _id, disabled: true }]);
			state.webhooks.disabledShown = 'nothing';
			expect((await list())[0]).not.toHaveProperty('disabled');
			state.webhooks.disabledShown = 'hidden';
			expect(await list()).toEqual([]);
		});

		it('again, as often as it was told to, while the answer is no 2xx', async () => {
			const { state } = simulator();
			state.webhooks.redeliveries = 2;
			await create({ targetUrl: 'http://127.0.0.1:1/' });
			expect(await deliverEvent(state, state.addActivity())).toMatchObject([{ calls: 3 }]);
			state.webhooks.clear();
			await create({ targetUrl: url });
			expect(await deliverEvent(state, state.addActivity())).toMatchObject([{ calls: 1 }]);
		});

		it.each([
			['kept', 1],
			['deleted', 0],
		] as const)('and %s after an answer 410, as it was told to', async (afterGone, left) => {
			const { state } = simulator();
			state.webhooks.afterGone = afterGone;
			receiver.removeAllListeners('request');
			receiver.on('request', (_request, response: ServerResponse) => response.writeHead(410).end());
			await create({ targetUrl: url });
			await deliverEvent(state, state.addActivity());
			expect(await list()).toHaveLength(left);
		});

		it('without an answer when nobody listens', async () => {
			receiver.closeAllConnections();
			await create({ targetUrl: 'http://127.0.0.1:1/' });
			const [delivery] = await deliverEvent(simulator().state, simulator().state.addActivity());
			expect(delivery!.status).toBeUndefined();
		});
	});
});
