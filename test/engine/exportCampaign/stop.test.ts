import type { FaultRule } from '../../../simulator';
import { loop, noOp, start, workflow } from '../../../tools/engine';
import { createWorld, EXPORT, exportNode, exportWorkflow, items, NEXT, type World } from '../world';

let world: World;
afterEach(async () => await world.end());

const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

async function until(met: () => boolean, limitMs = 30_000): Promise<void> {
	const giveUpAt = Date.now() + limitMs;
	while (!met()) {
		if (Date.now() > giveUpAt) throw new Error('What the test waits for did not happen');
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}

async function wait(ms: number): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, ms));
}

describe('Stop', () => {
	/** Stops the run once the simulator has met a request of the kind; gives how long the node took to end. */
	async function stopAt(kind: string, settings: object, count = 2) {
		const { lemlist, n8n } = world;
		const campaigns = Array.from({ length: count }, () => lemlist.state.addCampaign()._id);
		const handle = n8n.start(exportWorkflow({ options: { pollInterval: kind === 'sleeping' ? 60 : 0.1 } }, settings), {
			pinnedInput: items(...campaigns),
		});
		if (kind === 'sleeping')
			await until(() => lemlist.requestsOf('start').filter(({ status }) => status === 200).length === count);
		// Of every campaign: a request that left before Stop may arrive after it.
		else await until(() => lemlist.requestsOf(kind).length >= (kind === 'start' ? 20 : count));
		await wait(50);
		const stoppedAt = performance.now();
		handle.cancel();
		const run = await handle.finished;
		const tookMs = performance.now() - stoppedAt;
		const requestsThen = lemlist.requests.length + lemlist.files.requests.length;
		await wait(1500);
		return { run, tookMs, later: lemlist.requests.length + lemlist.files.requests.length - requestsThen };
	}

	describe.each([
		['', {}],
		[', also under Retry On Fail', RETRY],
		[', also with Continue On Fail', { onError: 'continueRegularOutput' as const }],
	])('ends the node within a second, with no request after it%s:', (_also, settings) => {
		test.each(['sleeping', 'status', 'file'])('while it is %s', async (kind) => {
			world = await createWorld({ exports: { durationMs: kind === 'file' ? 50 : 600_000 } });
			const stall: FaultRule['do'] = kind === 'file' ? { stallAfter: 4096 } : 'timeout';
			if (kind !== 'sleeping') world.lemlist.faults.add({ on: kind, times: 'always', do: stall });
			const { run, tookMs, later } = await stopAt(kind, settings);
			expect(run.status).toBe('canceled');
			expect(tookMs).toBeLessThan(1000);
			expect(later).toBe(0);
			expect(run.logs.filter(({ level }) => level === 'error')).toEqual([]);
		});
	});

	test('ends the wait for the rate limit', async () => {
		world = await createWorld({ exports: { durationMs: 600_000 } });
		const { tookMs, later } = await stopAt('start', { ...RETRY }, 60);
		expect(tookMs).toBeLessThan(1000);
		expect(later).toBe(0);
		expect(world.lemlist.requestsOf('start').length).toBeLessThanOrEqual(20);
	});
});

describe('Retry On Fail', () => {
	test('goes on with the exports of the first try, finished ones included', async () => {
		world = await createWorld({ exports: { durationMs: 300 } });
		const { lemlist, n8n } = world;
		const [good, late] = [lemlist.state.addCampaign(), lemlist.state.addCampaign()];
		lemlist.faults.add({
			on: 'status',
			campaignId: late._id,
			after: 1,
			do: { status: 401, body: 'The authentication you supplied is incorrect' },
		});
		const run = await n8n.run(exportWorkflow({}, RETRY), { pinnedInput: items(good._id, late._id) });
		expect(run.error).toBeUndefined();
		expect(run.items(NEXT)).toHaveLength(2);
		expect(lemlist.requestsOf('start', good._id)).toHaveLength(1);
		expect(lemlist.requestsOf('start', late._id)).toHaveLength(1);
	});

	test('does not lose an export whose start was under way when another item failed', async () => {
		world = await createWorld({ exports: { durationMs: 50 } });
		const { lemlist, n8n } = world;
		const [broken, slow] = [lemlist.state.addCampaign(), lemlist.state.addCampaign()];
		lemlist.faults.add({ on: 'start', campaignId: broken._id, do: { status: 400, body: 'Bad team' } });
		lemlist.faults.add({ on: 'start', campaignId: slow._id, do: { delayMs: 300 } });
		const run = await n8n.run(exportWorkflow({}, RETRY), { pinnedInput: items(broken._id, slow._id) });
		expect(run.error).toBeUndefined();
		expect(lemlist.requestsOf('start', slow._id)).toHaveLength(1);
		expect(lemlist.requestsOf('start', broken._id)).toHaveLength(2);
	});

	test('with Continue On Fail tries only the failed item anew', async () => {
		world = await createWorld({ exports: { durationMs: 50 } });
		const { lemlist, n8n } = world;
		const [broken, good] = [lemlist.state.addCampaign(), lemlist.state.addCampaign()];
		lemlist.state.setNextExport({ finalStatus: 'error' }, broken._id);
		const run = await n8n.run(exportWorkflow({}, { ...RETRY, onError: 'continueRegularOutput' }), {
			pinnedInput: items(broken._id, good._id),
		});
		expect(run.items(NEXT)).toHaveLength(2);
		expect(lemlist.requestsOf('start', good._id)).toHaveLength(1);
		expect(lemlist.requestsOf('start', broken._id)).toHaveLength(2);
	});

	test('survives that lemlist does not know the export of the first try yet', async () => {
		world = await createWorld({ exports: { durationMs: 50 } });
		const campaign = world.lemlist.state.addCampaign();
		world.lemlist.faults.add({
			on: 'status',
			do: { status: 401, body: 'The authentication you supplied is incorrect' },
		});
		world.lemlist.faults.add({
			on: 'status',
			do: { status: 404, body: { ok: false, message: 'Export with id axp_1 not found' } },
		});
		const run = await world.n8n.run(exportWorkflow({}, RETRY), { pinnedInput: items(campaign._id) });
		expect(run.error).toBeUndefined();
		expect(world.lemlist.requestsOf('start')).toHaveLength(1);
	});

	test('starts a new export when the first one failed at lemlist', async () => {
		world = await createWorld({ exports: { durationMs: 50 } });
		const campaign = world.lemlist.state.addCampaign();
		world.lemlist.state.setNextExport({ finalStatus: 'error' });
		const run = await world.n8n.run(exportWorkflow({}, RETRY), { pinnedInput: items(campaign._id) });
		expect(run.error).toBeUndefined();
		expect(world.lemlist.requestsOf('start')).toHaveLength(2);
	});

	test.each(['start', 'sendByEmail'])('does not start twice for the operation "%s" either', async (operation) => {
		world = await createWorld();
		const { lemlist, n8n } = world;
		const [good, broken] = [lemlist.state.addCampaign(), lemlist.state.addCampaign()];
		lemlist.faults.add({ on: 'start', campaignId: broken._id, do: { delayMs: 200 } });
		lemlist.faults.add({ on: 'start', campaignId: broken._id, do: { status: 400, body: 'Bad team' } });
		lemlist.faults.add({ on: 'email', campaignId: broken._id, do: { status: 400, body: 'Bad team' } });
		const run = await n8n.run(
			workflow([start(), exportNode({ operation, email: 'nathan@example.com' }, RETRY), noOp(NEXT)]),
			{ pinnedInput: items(good._id, broken._id) },
		);
		expect(run.error).toBeUndefined();
		expect(lemlist.requestsOf('start', good._id)).toHaveLength(1);
	});

	test('lets each pass of a loop start its own export', async () => {
		world = await createWorld({ exports: { durationMs: 20 } });
		const { lemlist, n8n } = world;
		const campaign = lemlist.state.addCampaign();
		const keep = { operation: 'start', campaignId: { __rl: true, mode: 'id', value: campaign._id } };
		const run = await n8n.run(
			workflow(
				[start(), loop('Loop', 3), exportNode(keep, RETRY), noOp('Done')],
				['Start -> Loop', 'Loop[1] -> Export', 'Export -> Loop', 'Loop -> Done'],
			),
			{ pinnedInput: items(campaign._id) },
		);
		expect(run.error).toBeUndefined();
		expect(run.nodeRuns(EXPORT)).toHaveLength(3);
		expect(lemlist.requestsOf('start')).toHaveLength(3);
	});
});
