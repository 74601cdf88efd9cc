import { noOp, start, workflow } from '../../../tools/engine';
import { createWorld, EXPORT, exportNode, exportWorkflow, NEXT, type ShownError, type World } from '../world';

let world: World;
beforeEach(async () => (world = await createWorld({ exports: { durationMs: 20 } })));
afterEach(async () => await world.end());

const oneItem = { pinnedInput: [{ json: {} }] };

/** Campaigns of these statuses, oldest first. */
function addCampaigns(...statuses: Array<'running' | 'paused' | 'draft' | 'ended'>) {
	return statuses.map((status, index) => world.lemlist.state.addCampaign({ status, name: `Number ${index}` }));
}

const idsOf = (campaigns: Array<{ _id: string }>) => campaigns.map(({ _id }) => _id);

describe('The Campaign Selection', () => {
	test('"All Campaigns" exports each by itself, newest first, every page of the list', async () => {
		const { lemlist, n8n } = world;
		const campaigns = Array.from({ length: 103 }, () => lemlist.state.addCampaign({ generatedLeads: 1 }));
		lemlist.state.addCampaign({ teamId: lemlist.state.addTeam()._id });
		const run = await n8n.run(exportWorkflow({ campaignSelection: 'all', dataset: 'leads' }), oneItem);
		expect(run.error).toBeUndefined();
		expect(run.items(EXPORT).map(({ json }) => json.campaignId)).toEqual(idsOf(campaigns).reverse());
		expect(new Set(run.items(EXPORT).map(({ json }) => json.fileName)).size).toBe(103);
		expect(run.items(EXPORT).map(({ pairedItem }) => pairedItem)).toEqual(campaigns.map(() => ({ item: 0 })));
		expect(lemlist.requestsOf('campaigns').map(({ query }) => query.offset)).toEqual(['0', '100']);
		// The list names them all.
		expect(lemlist.requestsOf('campaign')).toEqual([]);
	}, 60_000);

	test('"Campaigns by Status" exports those of the chosen statuses, once each and newest first', async () => {
		const { lemlist, n8n } = world;
		const [running, , paused, second] = addCampaigns('running', 'draft', 'paused', 'running');
		const run = await n8n.run(
			exportWorkflow({ campaignSelection: 'status', statuses: ['paused', 'running', 'errors'], output: 'rows' }),
			oneItem,
		);
		expect(run.error).toBeUndefined();
		const campaigns = [...new Set(run.items(EXPORT).map(({ json }) => json.campaignId))];
		expect(campaigns).toEqual(idsOf([second!, paused!, running!]));
		expect(lemlist.requestsOf('start')).toHaveLength(3);
	});

	test('counts for each input item', async () => {
		addCampaigns('running', 'paused', 'paused');
		const run = await world.n8n.run(exportWorkflow({ campaignSelection: 'status', statuses: '={{ $json.status }}' }), {
			pinnedInput: [{ json: { status: 'paused' } }, { json: { status: 'running' } }],
		});
		expect(run.items(EXPORT).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 0 }, { item: 1 }]);
		const files = run.items(NEXT).map(({ json }) => json.size);
		expect(files).toEqual([23_654, 23_654, 23_654]);
	});

	test('that fits no campaign gives no items, and says so', async () => {
		addCampaigns('running');
		const run = await world.n8n.run(exportWorkflow({ campaignSelection: 'status', statuses: ['ended'] }), oneItem);
		expect(run.error).toBeUndefined();
		expect(run.items(EXPORT)).toEqual([]);
		expect(JSON.stringify(run.hints)).toContain('no campaign that fits the Campaign Selection');
	});

	test.each([undefined, [], '={{ [] }}', '={{ $json.missing }}'])('needs statuses, got %j', async (statuses) => {
		addCampaigns('running');
		const parameters = { campaignSelection: 'status', ...(statuses && { statuses }) };
		const run = await world.n8n.run(exportWorkflow(parameters), oneItem);
		expect(run.error?.message).toBe("'Statuses' is empty");
		expect(world.lemlist.requests).toEqual([]);
	});

	test('fails its item when the list of campaigns cannot be read', async () => {
		world.lemlist.faults.add({ on: 'campaigns', do: { status: 403, body: 'No access', contentType: 'text/plain' } });
		const run = await world.n8n.run(exportWorkflow({ campaignSelection: 'all' }), oneItem);
		expect(run.error?.message).toBe('lemlist says: No access (HTTP 403)');
	});
});

describe('When one of several campaigns fails,', () => {
	function withFailure(settings: Parameters<typeof exportNode>[1]) {
		const campaigns = addCampaigns('running', 'running', 'running');
		world.lemlist.faults.add({
			on: 'start',
			campaignId: campaigns[1]!._id,
			times: 'always',
			do: { status: 404, body: 'Campaign not found', contentType: 'text/plain' },
		});
		const node = exportNode({ campaignSelection: 'all' }, settings);
		return { campaigns, node };
	}

	test('with Continue On Fail its error stands in its place, beside the files of the others', async () => {
		const { campaigns, node } = withFailure({ onError: 'continueRegularOutput' });
		const run = await world.n8n.run(workflow([start(), node, noOp(NEXT)]), oneItem);
		const out = run.items(EXPORT).map(({ json }) => json);
		expect(out).toMatchObject([
			{ campaignId: campaigns[2]!._id, status: 'done' },
			{
				error: 'lemlist says: Campaign not found (HTTP 404)',
				details: {
					itemIndex: 0,
					httpCode: '404',
					campaignId: campaigns[1]!._id,
					description: expect.stringContaining(`"Number 1", ${campaigns[1]!._id}`) as string,
				},
			},
			{ campaignId: campaigns[0]!._id, status: 'done' },
		]);
		expect(out[1]).not.toHaveProperty('status');
	});

	test('the error output gets it alone', async () => {
		const { node } = withFailure({ onError: 'continueErrorOutput' });
		const run = await world.n8n.run(
			workflow(
				[start(), node, noOp(NEXT), noOp('Errors')],
				['Start -> Export', 'Export -> Next', 'Export[1] -> Errors'],
			),
			oneItem,
		);
		expect(run.items(NEXT)).toHaveLength(2);
		expect(run.items('Errors').map(({ json }) => json.error)).toEqual(['lemlist says: Campaign not found (HTTP 404)']);
	});

	test('without it the node fails with that error, which names the campaign', async () => {
		const { campaigns, node } = withFailure({});
		const run = await world.n8n.run(workflow([start(), node, noOp(NEXT)]), oneItem);
		const error = run.error as unknown as ShownError;
		expect(error).toMatchObject({ message: 'lemlist says: Campaign not found (HTTP 404)', context: { itemIndex: 0 } });
		expect(error.description).toContain(campaigns[1]!._id);
	});

	test('Retry On Fail goes on with the exports of the others, each remembered by its campaign', async () => {
		const campaigns = addCampaigns('running', 'running', 'running');
		world.lemlist.faults.add({
			on: 'file',
			campaignId: campaigns[0]!._id,
			do: { status: 400, body: 'Not now', contentType: 'text/plain' },
			times: 2,
		});
		const node = exportNode({ campaignSelection: 'all' }, { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 });
		const run = await world.n8n.run(workflow([start(), node, noOp(NEXT)]), oneItem);
		expect(run.error).toBeUndefined();
		expect(run.items(NEXT)).toHaveLength(3);
		expect(world.lemlist.requestsOf('start')).toHaveLength(3);
	});
});
