import { noOp, readBinary, start, workflow } from '../../../tools/engine';
import { API_KEY, createWorld, EXPORT, exportNode, exportWorkflow, items, NEXT, type World } from '../world';

let world: World;
afterEach(async () => await world.end());

describe('Many campaigns', () => {
	test('20 whose exports take 3 s each arrive together as 20 files, in input order, with hardly a 429 and at most 100 requests', async () => {
		world = await createWorld({ exports: { durationMs: 3000 } });
		const { lemlist, n8n } = world;
		const campaigns = Array.from({ length: 20 }, () => lemlist.state.addCampaign()._id);
		const beganAt = performance.now();
		const run = await n8n.run(exportWorkflow({ options: { pollInterval: 0 } }), { pinnedInput: items(...campaigns) });
		const tookMs = performance.now() - beganAt;
		console.log(
			`20 exports of 3 s: ${(tookMs / 1000).toFixed(2)} s, ${lemlist.requests.length} requests, at most ${lemlist.maxRequestsInFixedWindow()} in a window`,
		);
		expect(run.error).toBeUndefined();
		expect(run.items(EXPORT).map(({ json }) => json.campaignId)).toEqual(campaigns);
		expect(run.items(NEXT).map(({ json }) => json.size)).toEqual(campaigns.map(() => 23_654));
		// One after the other they would take a minute. What they really take is printed, and in the benchmark.
		expect(tookMs).toBeLessThan(30_000);
		expect(lemlist.requests.length).toBeLessThanOrEqual(100);
		// A machine that is busy just then can let a request come a moment too early.
		expect(lemlist.requests.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(5);
		expect(lemlist.maxRequestsInFixedWindow()).toBeLessThanOrEqual(25);
	});

	test('run no more exports at lemlist at once than Max Concurrency', async () => {
		world = await createWorld({ exports: { durationMs: 150 } });
		const { lemlist, n8n } = world;
		const campaigns = Array.from({ length: 5 }, () => lemlist.state.addCampaign()._id);
		const run = await n8n.run(exportWorkflow({ options: { maxConcurrency: 2 } }), { pinnedInput: items(...campaigns) });
		expect(run.items(NEXT)).toHaveLength(5);
		const times = [...lemlist.state.exports.values()].map(({ startedAt }) => startedAt).sort((a, b) => a - b);
		for (let third = 2; third < times.length; third++)
			expect(times[third]! - times[third - 2]!).toBeGreaterThanOrEqual(150);
	});

	test('of one campaign each get an export of their own', async () => {
		world = await createWorld({ exports: { durationMs: 20 } });
		const campaign = world.lemlist.state.addCampaign();
		const run = await world.n8n.run(exportWorkflow(), { pinnedInput: items(campaign._id, campaign._id) });
		expect(new Set(run.items(EXPORT).map(({ json }) => json.exportId)).size).toBe(2);
	});
});

describe('With Continue On Fail, of five items of which two fail,', () => {
	async function fiveItems(onError: 'continueRegularOutput' | 'continueErrorOutput') {
		world = await createWorld({ exports: { durationMs: 20 } });
		const { state } = world.lemlist;
		const foreign = state.addTeam();
		const campaigns = [
			state.addCampaign(),
			state.addCampaign({ teamId: foreign._id }),
			state.addCampaign(),
			{ _id: 'cam_unknown' },
			state.addCampaign(),
		];
		const run = await world.n8n.run(
			workflow(
				[start(), exportNode({}, { onError }), readBinary(NEXT), noOp('Errors')],
				[
					'Start -> Export',
					...(onError === 'continueErrorOutput' ? ['Export -> Next', 'Export[1] -> Errors'] : ['Export -> Errors']),
				],
			),
			{ pinnedInput: items(...campaigns.map(({ _id }) => _id)) },
		);
		return { run, campaigns };
	}

	const badTeam = {
		error: 'lemlist says: Bad team (HTTP 400)',
		details: { itemIndex: 1, httpCode: '400', description: expect.stringContaining('another lemlist team') as string },
	};
	const notFound = {
		error: 'lemlist says: Campaign not found (HTTP 404)',
		details: {
			itemIndex: 3,
			httpCode: '404',
			description: expect.stringContaining('Choose it from the list') as string,
		},
	};

	test("three files and two errors come out in input order, with lemlist's words, the HTTP code and the item", async () => {
		const { run, campaigns } = await fiveItems('continueRegularOutput');
		const out = run.items(EXPORT);
		expect(out.map(({ binary }) => binary !== undefined)).toEqual([true, false, true, false, true]);
		expect(out.map(({ json }) => json.campaignId)).toEqual([
			campaigns[0]!._id,
			undefined,
			campaigns[2]!._id,
			undefined,
			campaigns[4]!._id,
		]);
		expect(out[1]?.json).toEqual(badTeam);
		expect(out[3]?.json).toEqual(notFound);
		expect(out.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2, 3, 4].map((item) => ({ item })));
	});

	test('the error output gets the two with their input, the other output the three files', async () => {
		const { run, campaigns } = await fiveItems('continueErrorOutput');
		expect(run.items(NEXT).map(({ json }) => json.size)).toEqual([23_654, 23_654, 23_654]);
		expect(run.items('Errors').map(({ json }) => json)).toEqual([
			{ campaignId: campaigns[1]!._id, ...badTeam },
			{ campaignId: 'cam_unknown', ...notFound },
		]);
	});
});

describe('With Continue On Fail,', () => {
	test.each([
		['Max Concurrency', 'maxConcurrency', '={{ $json.first ? $("Nowhere").item.json.value : 3 }}'],
		['Max Concurrency', 'maxConcurrency', '={{ $json.campaignId ? ($json.first ? 0 : 2) : 1 }}'],
		['Timeout', 'timeout', '={{ $json.first ? "soon" : 5 }}'],
	])('a first item with a bad %s fails alone (%s: %s)', async (_label, option, expression) => {
		world = await createWorld({ exports: { durationMs: 20 } });
		const campaigns = [world.lemlist.state.addCampaign()._id, world.lemlist.state.addCampaign()._id];
		const run = await world.n8n.run(
			workflow([
				start(),
				exportNode({ options: { [option]: expression } }, { onError: 'continueRegularOutput' }),
				noOp(NEXT),
			]),
			{
				pinnedInput: campaigns.map((campaignId, index) => ({
					json: { campaignId, first: index === 0 },
				})),
			},
		);
		const [first, second] = run.items(EXPORT);
		expect(first?.json).toMatchObject({ error: expect.any(String) as string, details: { itemIndex: 0 } });
		expect(second?.json).toMatchObject({ campaignId: campaigns[1], status: 'done' });
	});
});

describe('A credential whose fields are expressions', () => {
	test('is refused for an item for which it gives another key than for the first', async () => {
		world = await createWorld({ exports: { durationMs: 20 } }, { apiKey: '={{ $json.key }}' });
		const { lemlist, n8n } = world;
		const keys = [API_KEY, API_KEY, 'another-key'];
		const campaigns = keys.map(() => lemlist.state.addCampaign()._id);
		const run = await n8n.run(exportWorkflow({}, { onError: 'continueRegularOutput' }), {
			pinnedInput: campaigns.map((campaignId, index) => ({ json: { campaignId, key: keys[index]! } })),
		});
		const out = run.items(EXPORT).map(({ json }) => json);
		expect(out.slice(0, 2)).toMatchObject([{ status: 'done' }, { status: 'done' }]);
		expect(out[2]).toMatchObject({
			error: 'The credential is not the same for this item as for the first one',
			details: { itemIndex: 2, description: expect.stringContaining('Loop Over Items') as string },
		});
		expect(lemlist.requestsOf('start')).toHaveLength(2);
	});
});
