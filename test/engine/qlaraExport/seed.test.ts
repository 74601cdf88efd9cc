/** One test for each statement of Qlara's documentation on exports, in its order. */
import { qlaraFileChunks } from '../../../simulator';
import { createHash } from 'node:crypto';
import { createQlaraWorld, EXPORT, fastForward, NEXT, type QlaraWorld, shown } from './world';

let world: QlaraWorld;
beforeEach(async () => (world = await createQlaraWorld({ rateLimit: false })));
afterEach(async () => await world.end());

const lists = () => world.qlara.requestsOf('list');
const regenerations = () => world.qlara.requestsOf('regenerate');
const bodyOf = (kind: 'startContacts' | 'startDeliveryReports') => world.qlara.requestsOf(kind).map(({ body }) => body);
const newest = () => [...world.qlara.state.exports.values()].at(-1)!;

function expired() {
	const added = world.qlara.state.exports.add({ queuedAt: world.qlara.clock.now() - 3_600_000 });
	world.qlara.state.exports.expire(added);
	return added;
}

function finished() {
	return world.qlara.state.exports.add({ queuedAt: world.qlara.clock.now() - 60_000 });
}

function sha256(of: Parameters<typeof qlaraFileChunks>[0]): string {
	const hash = createHash('sha256');
	for (const chunk of qlaraFileChunks(of)) hash.update(chunk);
	return hash.digest('hex');
}

const REPORTS = { dataset: 'deliveryReports', reportsFrom: 'campaign', campaignId: '7301' };

describe('Export', () => {
	test.each([
		['contacts', {}],
		['delivery reports', REPORTS],
	])('%s become files that can be downloaded', async (_what, parameters) => {
		const run = await world.run(parameters);
		expect(run.error).toBeUndefined();
		expect(run.items(NEXT)[0]?.json).toMatchObject({ mimeType: 'text/csv', sha256: sha256(newest()) });
	});
});

describe('List exports', () => {
	test.each(['newestFirst', 'oldestFirst'] as const)(
		'gives all exports of the account, page by page (%s)',
		async (order) => {
			world.qlara.state.answers.listOrder = order;
			world.qlara.state.answers.largestPage = 10;
			for (let count = 0; count < 25; count++) world.qlara.state.exports.add();
			const run = await world.run({ operation: 'getMany', returnAll: true });
			const ids = [...world.qlara.state.exports.keys()];
			expect(run.items(EXPORT).map(({ json }) => json.exportId)).toEqual(order === 'oldestFirst' ? ids : ids.reverse());
		},
	);

	test('is what is polled', async () => {
		await world.run();
		const asked = world.asked();
		expect(asked.slice(0, 2)).toEqual(['GET /exports', 'POST /exports/contacts']);
		expect(new Set(asked.slice(2, -1))).toEqual(new Set(['GET /exports']));
		expect(asked.at(-1)).toBe(`GET /exports/${newest().id}`);
	});

	test('a job is queued and processed in the background, and waited for', async () => {
		world.qlara.state.exports.setNext({ durationMs: 60_000 });
		const run = await fastForward(async () => await world.run({ options: { pollInterval: 5 } }));
		expect(run.error).toBeUndefined();
		expect(lists().length).toBeGreaterThan(2);
		const told = run.logs.map(({ message }) => message).filter((message) => message.startsWith('Qlara export'));
		expect(told).toContain(`Qlara export ${newest().id}: QUEUED`);
		expect(told).toContain(`Qlara export ${newest().id}: PROCESSING`);
	});

	test('is asked for every 5 to 10 seconds', async () => {
		world.qlara.state.exports.setNext({ durationMs: 60_000 });
		const at: number[] = [];
		const { state } = world.qlara;
		state.latencyMs = () => {
			at.push(Date.now());
			return 0;
		};
		const run = await fastForward(async () => await world.run({ options: { pollInterval: 0 } }));
		expect(run.error).toBeUndefined();
		// Behind the list before the start, and the start; without the link and the file.
		const gaps = at.slice(2, 2 + lists().length - 1).map((time, index) => time - at[index + 1]!);
		expect(gaps.length).toBeGreaterThan(5);
		for (const gap of gaps) {
			expect(gap).toBeGreaterThanOrEqual(4500);
			expect(gap).toBeLessThanOrEqual(10_500);
		}
	});

	test('each entry has a status and a flag for the download, which are given as they are', async () => {
		const { id } = finished();
		const run = await world.run({ operation: 'getStatus', exportId: String(id) });
		expect(run.items(EXPORT)[0]?.json).toMatchObject({
			exportId: id,
			status: 'COMPLETED',
			isAvailableForDownload: true,
			type: 'CONTACTS',
		});
	});

	test('the link is asked for once the flag is true, whatever the status says', async () => {
		world.qlara.state.exports.setNext({
			durationMs: 600_000,
			availableAfterMs: -600_000,
			words: { processing: 'STILL_BUSY' },
		});
		const early = await world.run();
		expect(early.items(EXPORT)[0]?.json).toMatchObject({ status: expect.stringMatching(/STILL_BUSY|QUEUED/) });
		world.qlara.state.exports.setNext({ durationMs: 10, availableAfterMs: 400 });
		const late = await world.run();
		expect(late.error).toBeUndefined();
		// Every link that was asked for was given.
		expect(world.qlara.requestsOf('link').map(({ status }) => status)).toEqual([200, 200]);
	});

	test('a link that has expired is replaced by a fresh one', async () => {
		world.qlara.faults.add({ on: 'file', do: { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' } });
		const run = await world.run();
		expect(run.items(NEXT)[0]?.json.sha256).toBe(sha256(newest()));
		expect(world.qlara.requestsOf('link')).toHaveLength(2);
		expect(regenerations()).toHaveLength(0);
	});

	test.each(['reverts', 'stays'] as const)('of an expired export the flag %s, and it is made again', async (flag) => {
		world.qlara.state.answers.flagOfExpired = flag;
		const { id } = expired();
		const run = await world.run({ operation: 'download', exportId: String(id) });
		expect(run.error).toBeUndefined();
		expect(run.items(NEXT)[0]?.json.sha256).toBe(sha256(world.qlara.state.exports.get(String(id))!));
		expect(regenerations()).toHaveLength(1);
	});

	test('pages are counted from 0, and their size is named', async () => {
		world.qlara.state.answers.largestPage = 10;
		for (let count = 0; count < 25; count++) world.qlara.state.exports.add();
		await world.run({ operation: 'getMany', returnAll: true });
		expect(lists().map(({ query }) => query)).toEqual(['0', '1', '2'].map((page) => ({ page, limit: '100' })));
	});

	test('500 is survived while an export is waited for', async () => {
		world.qlara.faults.add({ on: 'list', after: 1, times: 4, do: { status: 500, body: '' } });
		const run = await world.run();
		expect(run.error).toBeUndefined();
		expect(world.qlara.requestsOf('startContacts')).toHaveLength(1);
	});

	test('500 before a start says nothing of an export that may be running', async () => {
		world.qlara.faults.add({ on: 'list', times: 'always', do: { status: 500, body: { message: 'Boom' } } });
		const run = await world.run();
		expect(shown(run).message).toBe('Qlara says: Boom (HTTP 500)');
		expect(shown(run).description).not.toMatch(/may be running/);
		expect(world.qlara.requestsOf('startContacts')).toHaveLength(0);
	});
});

describe('Export contacts', () => {
	test('queues an export of contacts', async () => {
		const run = await world.run({ operation: 'start' });
		expect(run.items(EXPORT)[0]?.json).toEqual({
			dataset: 'contacts',
			exportId: newest().id,
			message: 'Export request accepted',
		});
		expect(newest().dataset).toBe('contacts');
	});

	test('(1) of one or more lists', async () => {
		await world.run({ contactsFrom: 'lists', listIds: 'a1, b2 ,a1' });
		expect(bodyOf('startContacts')).toEqual([{ listIds: ['a1', 'b2'] }]);
	});

	test('(2) of certain contacts', async () => {
		await world.run({ contactsFrom: 'contacts', contactIds: '={{ $json.ids }}' }, {}, [{ ids: [1001, '1002'] }]);
		expect(bodyOf('startContacts')).toEqual([{ contactIds: ['1001', '1002'] }]);
	});

	test('(3) of every contact, with neither of them: an empty object, as JSON', async () => {
		await world.run();
		expect(bodyOf('startContacts')).toEqual([{}]);
		expect(world.qlara.requestsOf('startContacts')[0]?.headers).toMatchObject({
			'content-type': 'application/json',
			'content-length': '2',
		});
	});

	test('202 is no result yet: Start gives it at once, without looking', async () => {
		world.qlara.state.exports.setNext({ durationMs: Infinity });
		const run = await world.run({ operation: 'start' });
		expect(run.items(EXPORT)).toHaveLength(1);
		expect(world.asked()).toEqual(['GET /exports', 'POST /exports/contacts']);
	});

	test('progress is told while it is polled', async () => {
		world.qlara.state.exports.setNext({ durationMs: Infinity });
		const run = await fastForward(
			async () => await world.run({ options: { timeout: 1, pollInterval: 5, onTimeout: 'returnPending' } }),
		);
		expect(run.items(EXPORT)[0]?.json).toMatchObject({
			dataset: 'contacts',
			exportId: newest().id,
			status: 'pending',
			isAvailableForDownload: false,
		});
	});

	test('when it is done and available, link and file are fetched', async () => {
		const run = await world.run();
		expect(run.items(EXPORT)[0]?.json).toEqual({
			dataset: 'contacts',
			exportId: newest().id,
			status: 'COMPLETED',
			fileName: expect.stringMatching(/^Qlara contacts \d{4}-\d\d-\d\d\.csv$/),
			fileSize: 23_654,
		});
	});

	test('the same data again: made again under its ID', async () => {
		const { id } = expired();
		const run = await world.run({ options: { resumeExportId: String(id) } });
		expect(run.error).toBeUndefined();
		expect(world.qlara.requestsOf('startContacts')).toHaveLength(0);
		expect(regenerations()).toHaveLength(1);
	});

	test('400 for a wrong body is shown in the words of Qlara', async () => {
		const run = await world.run({ contactsFrom: 'lists', listIds: 'no good' });
		expect(shown(run).message).toMatch(/^Qlara says: .*malformed ID.* \(HTTP 400\)$/);
		expect(shown(run).description).not.toMatch(/may be running/);
	});

	test('500 says that an export may be running, and nothing is sent again', async () => {
		world.qlara.faults.add({ on: 'startContacts', do: { status: 500, body: { message: 'Queue is down' } } });
		const run = await world.run();
		expect(shown(run).message).toBe('Qlara says: Queue is down (HTTP 500)');
		expect(shown(run).description).toMatch(/An export may be running at Qlara all the same/);
		expect(world.qlara.requestsOf('startContacts')).toHaveLength(1);
	});
});

describe('Export delivery reports', () => {
	test('queues an export of delivery reports', async () => {
		await world.run({ operation: 'start', ...REPORTS });
		expect(newest().dataset).toBe('deliveryReports');
	});

	test('(1) of a campaign', async () => {
		await world.run(REPORTS);
		expect(bodyOf('startDeliveryReports')).toEqual([{ campaignId: '7301' }]);
	});

	test('(2) of a period, with offsets, to the end of its last day', async () => {
		const run = await world.run({
			dataset: 'deliveryReports',
			reportsFrom: 'period',
			startDate: '2026-01-01',
			endDate: '2026-01-31T00:00:00',
		});
		expect(run.error).toBeUndefined();
		const [body] = bodyOf('startDeliveryReports') as Array<Record<string, string>>;
		expect(Object.keys(body!)).toEqual(['startDateTime', 'endDateTime']);
		expect(body!.startDateTime).toMatch(/^2026-01-01T00:00:00[+-]\d\d:\d\d$/);
		expect(body!.endDateTime).toMatch(/^2026-01-31T23:59:59\.999[+-]\d\d:\d\d$/);
	});

	test('202 is no result yet', async () => {
		world.qlara.state.exports.setNext({ durationMs: Infinity });
		const run = await world.run({ operation: 'start', ...REPORTS });
		expect(run.items(EXPORT)[0]?.json).toMatchObject({ dataset: 'deliveryReports', exportId: newest().id });
	});

	test('is polled, and link and file are fetched when it is available', async () => {
		const run = await world.run({ ...REPORTS, output: 'rows' });
		expect(run.items(EXPORT).length).toBeGreaterThan(10);
		expect(run.items(EXPORT)[0]?.json).toHaveProperty('customerMessageId');
	});

	test('the same data again: made again with the same filters', async () => {
		await world.run(REPORTS);
		const made = newest();
		world.qlara.state.exports.expire(made);
		await world.run({ operation: 'download', exportId: String(made.id) });
		expect(newest().filters).toEqual({ campaignId: '7301' });
		expect(newest().round).toBe(2);
	});

	test.each([
		[
			'neither campaign nor period',
			{ reportsFrom: 'campaign', campaignId: '={{ $json.none }}' },
			"'Campaign ID' is empty",
		],
		[
			'half a period',
			{ reportsFrom: 'period', startDate: '2026-01-01', endDate: '={{ $json.none }}' },
			"'End Date' is empty",
		],
		['no date', { reportsFrom: 'period', startDate: 'soon', endDate: '2026-01-01' }, "'Start Date' is not a date"],
	])('%s, for which Qlara has 400, is refused before anything is sent', async (_what, parameters, message) => {
		const run = await world.run({ dataset: 'deliveryReports', ...parameters });
		expect(shown(run).message).toBe(message);
		expect(world.asked()).toEqual([]);
	});

	test('500 says that an export may be running', async () => {
		world.qlara.faults.add({ on: 'startDeliveryReports', do: { status: 500 } });
		expect(shown(await world.run(REPORTS)).description).toMatch(/may be running/);
	});
});

describe('Regenerate expired export', () => {
	test.each(['sameId', 'newId'] as const)('queues it again with the same filters (%s)', async (regenerates) => {
		world.qlara.state.answers.regenerates = regenerates;
		const { id } = expired();
		const run = await world.run({ operation: 'regenerate', exportId: String(id) });
		expect(run.items(EXPORT)[0]?.json).toMatchObject({ exportId: newest().id, regenerated: true });
		expect(run.items(EXPORT)[0]?.json.regeneratedFrom).toBe(regenerates === 'newId' ? id : undefined);
	});

	test('helps where the link has expired and the data is still wanted', async () => {
		world.qlara.state.exports.setNext({ durationMs: 0, lifetimeMs: 0 });
		// Gone before the first look: of this run's own export, every status without the flag is waited out.
		const run = await fastForward(async () => await world.run({ options: { timeout: 1, pollInterval: 5 } }));
		expect(shown(run).description).toContain(`Export ${newest().id}, last status: pending (EXPIRED)`);
		world.qlara.state.exports.setNext({ lifetimeMs: 3_600_000 });
		const again = await world.run({ options: { resumeExportId: String(newest().id) } });
		expect(again.items(NEXT)[0]?.json.sha256).toBe(sha256(newest()));
	});

	test('202 is no result yet: it is processed like the first one, polled, and fetched', async () => {
		world.qlara.state.answers.regenerates = 'newId';
		const { id } = expired();
		world.qlara.state.exports.setNext({ durationMs: 300 });
		const run = await world.run({ operation: 'download', exportId: String(id) });
		expect(run.items(EXPORT)[0]?.json).toMatchObject({ exportId: newest().id, regeneratedFrom: id });
		expect(run.items(NEXT)[0]?.json.sha256).toBe(sha256(newest()));
		expect(lists().length).toBeGreaterThan(2);
	});

	test('400 while it is still available is no error: there is no need', async () => {
		const { id } = finished();
		const run = await world.run({ operation: 'regenerate', exportId: String(id) });
		expect(run.items(EXPORT)[0]?.json).toEqual({
			exportId: id,
			regenerated: false,
			message: expect.stringContaining('is still available for download'),
		});
	});

	test.each(['regenerate', 'getLink'])(
		'404 for one that is unknown, or of another account, is a clear error (%s)',
		async (operation) => {
			world.qlara.state.keys.add('another-key', 'another account');
			const { id } = world.qlara.state.exports.add({ account: 'another account' });
			for (const exportId of [String(id), 'nonsense']) {
				const run = await world.run({ operation, exportId });
				expect(shown(run).message).toBe(`Qlara says: Export ${exportId} not found (HTTP 404)`);
				expect(shown(run).description).toMatch(/belong to another account/);
			}
		},
	);

	test('500 says that an export may be running, and nothing is sent again', async () => {
		const { id } = expired();
		world.qlara.faults.add({ on: 'regenerate', do: { status: 500 } });
		const run = await world.run({ operation: 'download', exportId: String(id) });
		expect(shown(run).description).toMatch(/may be running/);
		expect(regenerations()).toHaveLength(1);
	});
});

describe('Get export download URL', () => {
	test('gives a signed address', async () => {
		const { id } = finished();
		const run = await world.run({ operation: 'getLink', exportId: String(id) });
		expect(run.items(EXPORT)[0]?.json).toEqual({
			exportId: id,
			url: expect.stringMatching(/\?expires=\d+&signature=/),
		});
	});

	test('is only asked for where the flag is true', async () => {
		const { id } = world.qlara.state.exports.add({ settings: { durationMs: Infinity } });
		const run = await world.run({ operation: 'download', exportId: String(id) });
		expect(shown(run).message).toMatch(/^The export is not ready: its status is "/);
		expect(world.qlara.requestsOf('link')).toHaveLength(0);
	});

	test('its address expires; any download with it then fails, and is tried with a fresh one', async () => {
		world.qlara.state.exports.setNext({ linkLifetimeMs: 0 });
		const run = await world.run({ options: { regenerateExpired: false } });
		expect(shown(run).message).toBe('The file of the export is gone');
		expect(world.qlara.requestsOf('link')).toHaveLength(2);
	});

	test('a fresh one after it expired: regenerate, poll, fetch', async () => {
		world.qlara.state.answers.regenerates = 'newId';
		world.qlara.state.answers.flagOfExpired = 'stays';
		const { id } = expired();
		const run = await world.run({ options: { resumeExportId: String(id) } });
		expect(run.error).toBeUndefined();
		const kinds = world.qlara.requests.map(({ kind }) => kind);
		expect(kinds.filter((kind) => kind !== 'list')).toEqual(['link', 'regenerate', 'link']);
	});

	test('400 for an expired one is an error of Get Link, which points to Regenerate', async () => {
		const { id } = expired();
		const run = await world.run({ operation: 'getLink', exportId: String(id) });
		expect(shown(run).message).toMatch(/has expired and is no longer available for download \(HTTP 400\)$/);
		expect(shown(run).description).toMatch(/^The export may have expired: the operation Regenerate/);
	});

	test('500 is tried again before a download, and shown by Get Link', async () => {
		world.qlara.faults.add({ on: 'link', do: { status: 500 } });
		const run = await world.run();
		expect(run.error).toBeUndefined();
		world.qlara.faults.add({ on: 'link', do: { status: 500, body: { message: 'Boom' } } });
		const link = await world.run({ operation: 'getLink', exportId: String(newest().id) });
		expect(shown(link).message).toBe('Qlara says: Boom (HTTP 500)');
	});
});
