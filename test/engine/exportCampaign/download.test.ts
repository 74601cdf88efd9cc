import type { FaultRule } from '../../../simulator';
import { createWorld, EXPORT, exportWorkflow, fastForward, items, NEXT, type ShownError, type World } from '../world';

let world: World;
beforeEach(async () => (world = await createWorld({ rateLimit: false, exports: { durationMs: 10, size: 200_000 } })));
afterEach(async () => await world.end());

async function exportOne(parameters: Record<string, unknown> = {}) {
	const campaign = world.lemlist.state.addCampaign();
	return await fastForward(
		async () => await world.n8n.run(exportWorkflow(parameters), { pinnedInput: items(campaign._id) }),
	);
}

const BAD_DOWNLOADS: Array<[string, FaultRule['do']]> = [
	['one that breaks off before its length', { truncateAfter: 70_000, mode: 'contentLength' }],
	['one that breaks off between chunks', { truncateAfter: 70_000, mode: 'chunked' }],
	['one that ends properly but short', { truncateAfter: 70_000, mode: 'clean' }],
	['an empty one', 'empty200'],
	['503', { status: 503, body: 'Service unavailable' }],
	['a web page under 200', 'html200'],
	[
		'a web page that claims to be CSV',
		{ status: 200, contentType: 'text/csv', body: '\n<!DOCTYPE html><html><body>Please sign in</body></html>' },
	],
	[
		'a message of the API under 200',
		{ status: 200, contentType: 'text/csv', body: '{"ok":false,"message":"not yet"}' },
	],
	['a dropped connection', 'reset'],
];

describe.each(['file', 'rows'])('A download that is bad, for Output "%s",', (output) => {
	test.each(BAD_DOWNLOADS)('is tried again with a fresh link: %s', async (_name, fault) => {
		world.lemlist.faults.add({ on: 'file', do: fault });
		const run = await exportOne({ output });
		expect(run.error).toBeUndefined();
		expect(world.lemlist.requestsOf('file')).toHaveLength(2);
		expect(world.lemlist.requestsOf('status')).toHaveLength(2);
		if (output === 'file') expect(run.items(NEXT)[0]?.json.size).toBe(200_000);
		else expect(run.items(EXPORT).every(({ json }) => /@/.test(String(json.email)))).toBe(true);
	});
});

test.each(BAD_DOWNLOADS)('A download that stays bad never reaches the next node as a CSV: %s', async (_name, fault) => {
	world.lemlist.faults.add({ on: 'file', times: 'always', do: fault });
	const run = await exportOne();
	expect(run.error?.message).toMatch(/^The file did not arrive whole$|^No answer from /);
	expect((run.error as unknown as ShownError).description).toBeTruthy();
	expect(run.items(NEXT)).toEqual([]);
	expect(world.lemlist.requestsOf('file')).toHaveLength(4);
});

describe('The API key', () => {
	const keySentTo = (requests: Array<{ authorized: boolean }>) =>
		requests.filter(({ authorized }) => authorized).length;

	test('stays at home when the file is on another host', async () => {
		world.lemlist.state.exportDefaults.fileOrigin = 'foreign';
		const run = await exportOne();
		expect(run.items(NEXT)[0]?.json.size).toBe(200_000);
		expect(world.lemlist.files.requests).toHaveLength(1);
		expect(keySentTo(world.lemlist.files.requests)).toBe(0);
	});

	test('goes with a file of its own origin only after that asked for it', async () => {
		world.lemlist.state.exportDefaults.fileNeedsAuth = true;
		const run = await exportOne();
		expect(run.items(NEXT)[0]?.json.size).toBe(200_000);
		expect(world.lemlist.requestsOf('file').map(({ authorized }) => authorized)).toEqual([false, true]);
	});

	test('is named when it opens no file', async () => {
		world.lemlist.faults.add({ on: 'file', times: 'always', do: { status: 403, body: 'Forbidden' } });
		const run = await exportOne();
		expect(run.error?.message).toBe('lemlist refused the file, also with the API key (HTTP 403)');
		expect(world.lemlist.requestsOf('file').map(({ authorized }) => authorized)).toEqual([false, true]);
	});

	test('is not asked for by a foreign host', async () => {
		world.lemlist.state.exportDefaults.fileOrigin = 'foreign';
		world.lemlist.faults.add({ on: 'file', times: 'always', do: { status: 401, body: 'Who are you?' } });
		const run = await exportOne();
		expect(run.error?.message).toMatch(/refused|gone/);
		expect(world.lemlist.files.requests.length).toBeGreaterThan(0);
		expect(keySentTo(world.lemlist.files.requests)).toBe(0);
	});

	test('does not follow a redirect of a file to another origin', async () => {
		world.lemlist.state.exportDefaults.fileNeedsAuth = true;
		const other = `${world.lemlist.files.url}/elsewhere.csv`;
		world.lemlist.faults.add({ on: 'file', after: 1, do: { redirectTo: other } });
		await exportOne();
		expect(
			world.lemlist
				.requestsOf('file')
				.map(({ authorized }) => authorized)
				.slice(0, 2),
		).toEqual([false, true]);
		expect(world.lemlist.files.requests.length).toBeGreaterThan(0);
		expect(keySentTo(world.lemlist.files.requests)).toBe(0);
	});

	test.each(['start', 'status', 'campaign', 'leadsFile'])(
		'does not follow a redirect of the call "%s"',
		async (kind) => {
			world.lemlist.faults.add({ on: kind, do: { redirectTo: `${world.lemlist.files.url}/steal` } });
			const run = await exportOne({ dataset: kind === 'start' || kind === 'status' ? 'statistics' : 'leads' });
			expect(run.error?.message).toBe(
				`lemlist's address redirects to ${new URL(world.lemlist.files.url).host} (HTTP 302)`,
			);
			expect(world.lemlist.files.requests).toEqual([]);
		},
	);

	test('is not in any output, log, message or error, not even when an answer repeats it', async () => {
		const secrets = [
			'k3y/that+must=never0show',
			Buffer.from(':k3y/that+must=never0show').toString('base64'),
			encodeURIComponent('k3y/that+must=never0show'),
		];
		const echo = (status: number) => ({ status, body: `You sent ${secrets.join(' and ')}` });
		for (const [on, faults] of [
			[
				'start',
				[
					echo(400),
					echo(500),
					{ status: 200, body: { ok: false, message: secrets[0] } },
					{ status: 200, body: { status: secrets[0] } },
				],
			],
			[
				'status',
				[
					echo(401),
					{ status: 200, body: { ok: true, status: { status: secrets[0] } } },
					{ status: 200, body: { status: { status: 5, url: secrets[1] } } },
				],
			],
			['file', [echo(400), { redirectTo: `http://127.0.0.1:1/${secrets[2]}` }]],
		] as const) {
			for (const fault of faults) {
				world.lemlist.faults.clear();
				world.lemlist.faults.add({ on, times: 'always', do: fault });
				for (const onError of [undefined, 'continueRegularOutput'] as const) {
					const campaign = world.lemlist.state.addCampaign();
					const run = await fastForward(
						async () => await world.n8n.run(exportWorkflow({}, { onError }), { pinnedInput: items(campaign._id) }),
					);
					for (const secret of secrets) expect(run.toText()).not.toContain(secret);
				}
			}
		}
	});
});

describe('A link that does not work any more', () => {
	test('is asked for once more, and the file fetched from the new one', async () => {
		world.lemlist.state.exportDefaults.fileOrigin = 'foreign';
		world.lemlist.faults.add({ on: 'file', do: { status: 403, body: 'Request has expired' } });
		const run = await exportOne();
		expect(run.items(NEXT)[0]?.json.size).toBe(200_000);
		expect(world.lemlist.requestsOf('status')).toHaveLength(2);
	});

	test.each([
		['own', 404],
		['own', 410],
		['foreign', 403],
		['foreign', 404],
		['foreign', 410],
	] as const)(
		'means that the file has expired when the new one does not either (%s origin, %s)',
		async (fileOrigin, status) => {
			world.lemlist.state.exportDefaults.fileOrigin = fileOrigin;
			world.lemlist.faults.add({ on: 'file', times: 'always', do: { status, body: 'gone' } });
			const run = await exportOne();
			expect(run.error?.message).toBe('The file of the export is gone');
			expect((run.error as unknown as ShownError).description).toContain('24 hours');
			expect(world.lemlist.requestsOf('status')).toHaveLength(2);
		},
	);
});
