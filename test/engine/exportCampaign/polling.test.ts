import type { FaultRule } from '../../../simulator';
import { createWorld, exportWorkflow, fastForward, items, NEXT, type ShownError, type World } from '../world';

let world: World;
afterEach(async () => await world.end());

const NOT_FOUND = { status: 404, body: { ok: false, message: 'Export with id axp_1 not found' } };
const BAD_GATEWAY = { status: 502, body: 'Bad gateway' };

async function exportWith(faults: Array<FaultRule['do']>, options: object = {}) {
	world = await createWorld({ rateLimit: false, exports: { durationMs: 1000 } });
	const campaign = world.lemlist.state.addCampaign();
	for (const fault of faults) world.lemlist.faults.add({ on: 'status', do: fault });
	return await fastForward(
		async () =>
			await world.n8n.run(exportWorkflow({ options: { pollInterval: 0, ...options } }), {
				pinnedInput: items(campaign._id),
			}),
	);
}

describe('Looking at the status of an export', () => {
	test('survives five bad answers in a row: a first 404, 502, a reset, HTML and an empty body under 200', async () => {
		const run = await exportWith([NOT_FOUND, BAD_GATEWAY, 'reset', 'html200', 'empty200']);
		expect(run.error).toBeUndefined();
		expect(run.items(NEXT)).toHaveLength(1);
		expect(world.lemlist.requestsOf('status')).toHaveLength(6);
	});

	test('ends at the sixth in a row, and says where the file will be', async () => {
		const run = await exportWith([NOT_FOUND, BAD_GATEWAY, 'reset', 'html200', 'empty200', BAD_GATEWAY]);
		const [made] = world.lemlist.state.exports.keys();
		const error = run.error as unknown as ShownError;
		expect(error).toMatchObject({ message: 'lemlist says: Bad gateway (HTTP 502)', httpCode: '502' });
		expect(error.description).toContain(
			`The export ${made} may still run at lemlist: get its file with the operation Download`,
		);
		expect(world.lemlist.requestsOf('status')).toHaveLength(6);
	});

	test('starts counting anew after a good answer', async () => {
		world = await createWorld({ rateLimit: false, exports: { durationMs: 60_000 } });
		const campaign = world.lemlist.state.addCampaign();
		world.lemlist.faults.add({ on: 'status', times: 5, do: BAD_GATEWAY });
		world.lemlist.faults.add({ on: 'status', after: 1, times: 5, do: 'reset' });
		const run = await fastForward(
			async () =>
				await world.n8n.run(exportWorkflow({ options: { pollInterval: 0 } }), { pinnedInput: items(campaign._id) }),
		);
		expect(run.error).toBeUndefined();
	});

	test.each<[string, FaultRule['do'], string]>([
		['400', { status: 400, body: 'Bad team' }, 'lemlist says: Bad team (HTTP 400)'],
		[
			'401',
			{ status: 401, body: 'The authentication you supplied is incorrect' },
			'lemlist says: The authentication you supplied is incorrect (HTTP 401)',
		],
		[
			'403',
			{ status: 403, body: 'User linked to this API key is blocked' },
			'lemlist says: User linked to this API key is blocked (HTTP 403)',
		],
		[
			'404 for the campaign',
			{ status: 404, body: 'Campaign not found' },
			'lemlist says: Campaign not found (HTTP 404)',
		],
		[
			'an answer in an unknown form',
			{ status: 200, body: { ok: true, status: { status: 7 } } },
			'lemlist sent the status of the export in a form that this node does not know',
		],
	])('ends at once at %s', async (_name, fault, message) => {
		const run = await exportWith([fault]);
		expect(run.error?.message).toBe(message);
		expect(world.lemlist.requestsOf('status')).toHaveLength(1);
	});

	test.each([
		['error', 'The export ended without a file: lemlist could not make the file'],
		['paused', 'The export ended without a file: lemlist reports the status "paused", which this node does not know'],
	])('ends at once at the status "%s"', async (finalStatus, message) => {
		world = await createWorld({ exports: { durationMs: 10, finalStatus } });
		const campaign = world.lemlist.state.addCampaign();
		const run = await world.n8n.run(exportWorkflow(), { pinnedInput: items(campaign._id) });
		expect(run.error?.message).toBe(message);
		expect(world.lemlist.requestsOf('status')).toHaveLength(1);
	});

	test('takes a 404 after 10 s for expired', async () => {
		world = await createWorld({ rateLimit: false, exports: { durationMs: 600_000 } });
		const campaign = world.lemlist.state.addCampaign();
		world.lemlist.faults.add({ on: 'status', after: 6, do: NOT_FOUND });
		const run = await fastForward(
			async () =>
				await world.n8n.run(exportWorkflow({ options: { pollInterval: 0 } }), { pinnedInput: items(campaign._id) }),
		);
		expect(run.error?.message).toBe('lemlist does not know the export any more');
		expect((run.error as unknown as ShownError).description).toContain('2 hours');
	});

	test('says so when lemlist reports "done" without a file', async () => {
		world = await createWorld({ exports: { durationMs: 10, fileOrigin: 'none' } });
		const campaign = world.lemlist.state.addCampaign();
		const run = await world.n8n.run(exportWorkflow(), { pinnedInput: items(campaign._id) });
		expect(run.error?.message).toBe('lemlist says that the export is done, but names no file');
	});
});
