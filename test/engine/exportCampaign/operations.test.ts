import { noOp, start, workflow } from '../../../tools/engine';
import {
	createWorld,
	EXPORT,
	exportNode,
	exportWorkflow,
	fastForward,
	items,
	NEXT,
	type ShownError,
	type World,
} from '../world';

let world: World;
beforeEach(async () => (world = await createWorld({ rateLimit: false, exports: { durationMs: 60_000 } })));
afterEach(async () => await world.end());

/** Runs one operation on a campaign, on the quick clock. */
async function run(operation: string, campaignId: string, parameters: Record<string, unknown> = {}) {
	const operationNode = exportNode({ operation, ...parameters });
	return await fastForward(
		async () => await world.n8n.run(workflow([start(), operationNode, noOp(NEXT)]), { pinnedInput: items(campaignId) }),
	);
}

/** At least so many milliseconds. Each run falls back from the quick clock to the real one, some seconds at most. */
function letTimePass(ms: number): void {
	world.lemlist.clock.advance(ms + 60_000);
}

describe('When an export takes longer than the timeout', () => {
	test('the error names export, last status, the time waited and both ways on', async () => {
		const campaign = world.lemlist.state.addCampaign();
		const result = await run('export', campaign._id, { options: { timeout: 0.5, pollInterval: 0 } });
		const [made] = world.lemlist.state.exports.keys();
		const error = result.error as unknown as ShownError;
		expect(error.message).toMatch(/^The export was not done after (29|30) seconds$/);
		expect(error.description).toContain(`Export ${made}, last status: pending (processing`);
		expect(error.description).toContain("the option 'Timeout'");
		expect(error.description).toContain("the operation Download, or with the option 'Existing Export ID'");
		expect(error.context?.itemIndex).toBe(0);
	});

	test('the last look comes just before the deadline', async () => {
		const campaign = world.lemlist.state.addCampaign({ exports: { durationMs: 29_000 } });
		const result = await run('export', campaign._id, { options: { timeout: 0.5, pollInterval: 20 } });
		expect(result.error).toBeUndefined();
		expect(world.lemlist.requestsOf('status')).toHaveLength(2);
	});

	test('"Return Pending Item" goes on with the export ID, and "Download" gets the file later', async () => {
		const campaign = world.lemlist.state.addCampaign({ name: 'Slow' });
		const first = await run('export', campaign._id, { options: { timeout: 0.2, onTimeout: 'returnPending' } });
		const [made] = world.lemlist.state.exports.values();
		expect(first.items(EXPORT)[0]).toMatchObject({
			json: { campaignId: campaign._id, campaignName: 'Slow', exportId: made!.id, status: 'pending' },
			pairedItem: { item: 0 },
		});
		expect(first.items(EXPORT)[0]?.binary).toBeUndefined();
		expect(first.items(EXPORT)[0]?.json).not.toHaveProperty('error');

		const tooEarly = await run('download', campaign._id, { exportId: made!.id });
		expect(tooEarly.error?.message).toBe('The export is not ready: its status is "pending"');

		letTimePass(60_000);
		const later = await run('download', campaign._id, { exportId: made!.id });
		expect(later.items(EXPORT)[0]).toMatchObject({ json: { status: 'done', exportId: made!.id, fileSize: 23_654 } });
		expect(later.items(EXPORT)[0]?.binary?.data).toMatchObject({ mimeType: 'text/csv' });
	});

	test('"Existing Export ID" waits for the export of an earlier run instead of starting one', async () => {
		const campaign = world.lemlist.state.addCampaign();
		await run('export', campaign._id, { options: { timeout: 0.2 } });
		const [made] = world.lemlist.state.exports.keys();
		const later = await run('export', campaign._id, { options: { resumeExportId: made } });
		expect(later.items(EXPORT)[0]?.json).toMatchObject({ exportId: made, status: 'done' });
		expect(world.lemlist.requestsOf('start')).toHaveLength(1);
	});

	test('lemlist forgets it after 2 hours, and its file 24 hours after it was done', async () => {
		const campaign = world.lemlist.state.addCampaign();
		await run('start', campaign._id);
		const [made] = world.lemlist.state.exports.keys();
		letTimePass(2 * 3_600_000);
		const forgotten = await run('export', campaign._id, { options: { resumeExportId: made } });
		expect(forgotten.error?.message).toBe('lemlist does not know the export any more');
		const unknown = await run('download', campaign._id, { exportId: made });
		expect(unknown.error).toMatchObject({ httpCode: '404' });
		expect((unknown.error as unknown as ShownError).description).toContain('2 hours');
	});
});

describe('The operation', () => {
	test('"Start" gives the export ID without waiting', async () => {
		const campaign = world.lemlist.state.addCampaign({ name: 'Spring' });
		const result = await run('start', campaign._id);
		const [made] = world.lemlist.state.exports.values();
		expect(result.items(EXPORT)[0]?.json).toMatchObject({
			campaignId: campaign._id,
			campaignName: 'Spring',
			exportId: made!.id,
			status: 'pending',
			startedAt: new Date(made!.startedAt).toISOString(),
		});
		expect(world.lemlist.requests.map(({ kind }) => kind)).toEqual(['start']);
	});

	test('"Get Status" tells how far an export is, and gives the link when it is done', async () => {
		const campaign = world.lemlist.state.addCampaign();
		await run('start', campaign._id);
		const [made] = world.lemlist.state.exports.values();
		const pending = await run('getStatus', campaign._id, { exportId: made!.id });
		expect(pending.items(EXPORT)[0]?.json).toMatchObject({
			exportId: made!.id,
			status: 'pending',
			progressType: expect.stringMatching(/^(starting|processing)$/) as string,
		});
		letTimePass(60_000);
		const done = await run('getStatus', campaign._id, { exportId: ` ${made!.id} ` });
		expect(done.items(EXPORT)[0]?.json).toMatchObject({
			status: 'done',
			fileSize: 23_654,
			url: expect.stringContaining('.csv') as string,
		});
	});

	test('"Get Status" gives a failed export as an item, not as an error', async () => {
		const campaign = world.lemlist.state.addCampaign({ exports: { durationMs: 1, finalStatus: 'error' } });
		await run('start', campaign._id);
		const [made] = world.lemlist.state.exports.keys();
		letTimePass(1);
		const result = await run('getStatus', campaign._id, { exportId: made });
		expect(result.items(EXPORT)[0]?.json).toMatchObject({ status: 'error' });
		expect(result.items(EXPORT)[0]?.json).not.toHaveProperty('error');
	});

	test('"Send by Email" starts an export when it gets none, and asks lemlist to mail it', async () => {
		const campaign = world.lemlist.state.addCampaign();
		const result = await run('sendByEmail', campaign._id, { email: ' nathan+csv@example.com ' });
		const [made] = world.lemlist.state.exports.values();
		expect(made!.email).toBe('nathan+csv@example.com');
		expect(result.items(EXPORT)[0]?.json).toMatchObject({
			exportId: made!.id,
			status: 'pending',
			email: 'nathan+csv@example.com',
		});
		await run('sendByEmail', campaign._id, { email: 'other@example.com', exportId: made!.id });
		expect(made!.email).toBe('other@example.com');
		expect(world.lemlist.requestsOf('start')).toHaveLength(1);
	});

	test.each([
		['getStatus', {}, "'Export ID' must be the ID of an export"],
		['download', {}, "'Export ID' must be the ID of an export"],
		['sendByEmail', { email: 'nobody', exportId: 'axp_1' }, "'Email' must be an email address"],
		['sendByEmail', { email: 'ann@example.com' }, "'Export ID' is empty"],
	])('"%s" sends nothing when it lacks what it needs', async (operation, parameters, message) => {
		const given = Object.fromEntries(
			Object.entries({ exportId: '', ...parameters }).map(([name, value]) => [name, `={{ "${value}" }}`]),
		);
		const result = await run(operation, 'cam_1', given);
		expect(result.error?.message).toContain(message);
		expect(world.lemlist.requests).toEqual([]);
	});

	test('"Download" gives rows as well', async () => {
		const campaign = world.lemlist.state.addCampaign({ exports: { content: 'email\na@example.com\n', durationMs: 1 } });
		await run('start', campaign._id);
		const [made] = world.lemlist.state.exports.keys();
		letTimePass(1);
		const result = await run('download', campaign._id, { exportId: made, output: 'rows' });
		expect(result.items(EXPORT)[0]?.json).toEqual({
			campaignId: campaign._id,
			campaignName: campaign.name,
			email: 'a@example.com',
		});
	});
});

test.each([
	[{ baseUrl: 'http://api.lemlist.com/api' }, 'must start with https://'],
	[{ baseUrl: 'not a url' }, 'not a URL'],
	[{ apiKey: ' ' }, 'holds no API key'],
])('The credential %p sends nothing, and the message says why', async (credential, words) => {
	await world.end();
	world = await createWorld({}, credential);
	const result = await world.n8n.run(exportWorkflow(), { pinnedInput: items('cam_1') });
	expect(result.error?.message).toContain(words);
	expect(world.lemlist.requests).toEqual([]);
});
