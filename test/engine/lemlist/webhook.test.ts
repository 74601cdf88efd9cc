import { campaign, createWorld, jsonOf, type World } from './world';

let world: World;
beforeEach(async () => {
	world = await createWorld();
});
afterEach(async () => await world.end());

describe('Webhooks', () => {
	test('are created with event and secret in the body, and campaign and first occurrence wherever lemlist reads them', async () => {
		const { state, requests } = world.lemlist;
		const { _id: campaignId } = state.addCampaign();
		const run = await world.run('webhook', 'create', {
			targetUrl: 'https://example.com/hook',
			additionalFields: { type: 'emailsReplied', secret: 'shh', isFirst: true, campaignId: campaign(campaignId) },
		});
		expect(run.error).toBeUndefined();
		expect(jsonOf(run)).toMatchObject([
			{ _id: expect.stringMatching(/^hoo_/) as string, targetUrl: 'https://example.com/hook', type: 'emailsReplied' },
		]);
		expect(requests[0]?.body).toEqual({
			targetUrl: 'https://example.com/hook',
			type: 'emailsReplied',
			secret: 'shh',
			campaignId,
			isFirst: true,
		});
		expect([...state.webhooks.values()]).toMatchObject([{ campaignId, isFirst: true, secret: 'shh' }]);
	});

	test('take a campaign by its URL', async () => {
		const { _id: campaignId } = world.lemlist.state.addCampaign();
		const byUrl = {
			__rl: true,
			mode: 'url',
			value: `https://app.lemlist.com/teams/tea_1/campaigns/${campaignId}/leads`,
		};
		await world.run('webhook', 'create', {
			targetUrl: 'https://example.com/hook',
			additionalFields: { campaignId: byUrl },
		});
		expect([...world.lemlist.state.webhooks.values()]).toMatchObject([{ campaignId }]);
	});

	test.each([[{}], [{ type: 'all' }]])('without an event (%j) are for all', async (additionalFields) => {
		await world.run('webhook', 'create', { targetUrl: 'https://example.com/hook', additionalFields });
		expect(world.lemlist.requests[0]?.body).toEqual({ targetUrl: 'https://example.com/hook' });
	});

	test('are listed and deleted; a second delete says what lemlist says', async () => {
		await world.run(
			'webhook',
			'create',
			{ targetUrl: '={{ $json.url }}' },
			{ input: [{ url: 'https://example.com/1' }, { url: 'https://example.com/2' }] },
		);
		const listed = jsonOf(await world.run('webhook', 'getMany', { limit: 1 }));
		expect(listed).toMatchObject([{ targetUrl: 'https://example.com/1' }]);
		expect(jsonOf(await world.run('webhook', 'getMany', { returnAll: true }))).toHaveLength(2);
		const hookId = String(listed[0]?._id);
		expect(jsonOf(await world.run('webhook', 'delete', { hookId }))).toEqual([{ deleted: true, hookId }]);
		const again = await world.run('webhook', 'delete', { hookId });
		expect(again.error).toMatchObject({ message: 'lemlist says: Webhook not found (HTTP 404)', httpCode: '404' });
	});

	test("of a URL that has one already are refused with lemlist's words", async () => {
		const input = [{ url: 'https://example.com/1' }, { url: 'https://example.com/1' }];
		const run = await world.run(
			'webhook',
			'create',
			{ targetUrl: '={{ $json.url }}' },
			{ input, onError: 'continueRegularOutput' },
		);
		expect(
			jsonOf(run).filter(
				({ error }) => error === 'lemlist says: A webhook with this targetUrl already exists (HTTP 409)',
			),
		).toHaveLength(1);
	});
});
