import { createQlaraWorld, EXPORT, fastForward, NEXT, type QlaraWorld, shown } from './world';

let world: QlaraWorld;
beforeEach(async () => (world = await createQlaraWorld({ rateLimit: false })));
afterEach(async () => await world.end());

/** Ten input items, each with an export of its own. */
const TEN = Array.from({ length: 10 }, (_one, index) => ({ list: `list-${index}` }));
const ITEM = { contactsFrom: 'lists', listIds: '={{ $json.list }}' };

const looksBehindStarts = () => {
	const { requests } = world.qlara;
	const lastStart = requests.map(({ kind }) => kind).lastIndexOf('startContacts');
	return requests.slice(lastStart).filter(({ kind }) => kind === 'list').length;
};

describe('Ten exports at once', () => {
	test('are watched by one look at the list: no more than one in 5 s', async () => {
		const DURATION_S = 60;
		world.qlara.state.exports.defaults.durationMs = DURATION_S * 1000;
		const run = await fastForward(async () => await world.run({ ...ITEM, options: { pollInterval: 0 } }, {}, TEN));
		expect(run.error).toBeUndefined();
		expect(run.items(NEXT)).toHaveLength(10);
		expect(world.qlara.requestsOf('startContacts')).toHaveLength(10);
		// The starts take a moment, too; one look more is that behind the end.
		expect(looksBehindStarts()).toBeLessThanOrEqual(DURATION_S / 5 + 2);
		const filters = run
			.items(EXPORT)
			.map(({ json }) => world.qlara.state.exports.get(json.exportId as string)?.filters);
		expect(filters).toEqual(TEN.map(({ list }) => ({ listIds: [list] })));
	});

	test('on several pages, too: one look reads those that it needs, and no more', async () => {
		world.qlara.state.answers.largestPage = 10;
		for (let count = 0; count < 35; count++) world.qlara.state.exports.add();
		world.qlara.state.answers.listOrder = 'newestFirst';
		world.qlara.state.exports.defaults.durationMs = 30_000;
		const old = [...world.qlara.state.exports.values()].slice(0, 10).map(({ id }) => ({ id: String(id) }));
		for (const { id } of old)
			Object.assign(world.qlara.state.exports.get(id)!, {
				queuedAt: Date.now(),
				settings: { ...world.qlara.state.exports.defaults },
			});
		const run = await fastForward(
			async () => await world.run({ options: { pollInterval: 0, resumeExportId: '={{ $json.id }}' } }, {}, old),
		);
		expect(run.error).toBeUndefined();
		expect(run.items(EXPORT).map(({ json }) => json.exportId)).toEqual(old.map(({ id }) => id));
		const first = world.qlara.requestsOf('list').filter(({ query }) => query.page === '0').length;
		expect(first).toBeLessThanOrEqual(30 / 5 + 3);
		// The oldest are on the fourth page.
		expect(world.qlara.requestsOf('list')).toHaveLength(first * 4);
	});

	test('of two executions of one key share it', async () => {
		world.qlara.state.exports.defaults.durationMs = 30_000;
		const runs = await fastForward(
			async () =>
				await Promise.all(
					[TEN.slice(0, 5), TEN.slice(5)].map(
						async (half) => await world.run({ ...ITEM, options: { pollInterval: 0 } }, {}, half),
					),
				),
		);
		for (const run of runs) expect(run.items(NEXT)).toHaveLength(5);
		expect(looksBehindStarts()).toBeLessThanOrEqual(30 / 5 + 2);
	});
});

describe('Whatever the list looks like', () => {
	test.each(['content', 'array', 'exports', 'data', 'items'] as const)(
		'wrapped as %s, an export is found',
		async (listShape) => {
			world.qlara.state.answers.listShape = listShape;
			for (let count = 0; count < 12; count++) world.qlara.state.exports.add();
			const run = await world.run();
			expect(run.items(NEXT)).toHaveLength(1);
			const many = await world.run({ operation: 'getMany', limit: 5 });
			expect(many.items(EXPORT)).toHaveLength(5);
		},
	);

	test.each(['Beschäftigt', 'WARTET_AUF_GODOT', 'INCOMPLETE', 'NOT_READY', 'UNAVAILABLE', 'EXPIRED', 'COMPLETED', ''])(
		'with the status "%s" and no file, an export of this run is pending',
		async (word) => {
			world.qlara.state.exports.setNext({ durationMs: Infinity, words: { queued: word, processing: word } });
			const run = await world.run({ options: { timeout: 0.003 } });
			expect(shown(run).message).toMatch(/^The export was not done after /);
		},
	);

	test.each(['FAILED', 'ERROR', 'Cancelled', 'export_aborted', 'REJECTED', 'Fallito'])(
		'the status "%s" ends it, in the words of Qlara',
		async (word) => {
			world.qlara.state.exports.setNext({ failed: true, error: 'The list is gone', words: { failed: word } });
			const run = await world.run();
			expect(shown(run).message).toBe(
				`The export ended without a file: Qlara reports the status "${word}": The list is gone`,
			);
		},
	);

	test.each([
		['a status that is a number', { status: 7 }],
		['a status that is an object', { status: { name: 'RUNNING' } }],
		['no status', { status: null }],
		['a flag that is a text', { isAvailableForDownload: 'false' }],
		['fields nobody thought of', { error: null, fileSize: 'large', progress: [] }],
	])('%s fails no item', async (_what, fields) => {
		world.qlara.state.exports.setNext({ durationMs: Infinity, fields });
		const run = await world.run({ options: { timeout: 0.003, onTimeout: 'returnPending' } });
		expect(run.error).toBeUndefined();
		expect(run.items(EXPORT)[0]?.json).toMatchObject({ status: 'pending' });
		expect(run.items(EXPORT)[0]?.json).not.toHaveProperty('error');
	});

	test('an entry’s field error is given as errorMessage, since n8n takes an item with error for a failed one', async () => {
		const { id } = world.qlara.state.exports.add({ settings: { failed: true, error: 'Out of paper' }, queuedAt: 0 });
		for (const parameters of [{ operation: 'getStatus', exportId: String(id) }, { operation: 'getMany' }]) {
			const run = await world.run(parameters, { onError: 'continueRegularOutput' });
			expect(run.items(NEXT)[0]?.json).toMatchObject({ exportId: id, status: 'FAILED', errorMessage: 'Out of paper' });
			expect(run.items(NEXT)[0]?.json).not.toHaveProperty('error');
		}
	});

	test('an export that it does not have is a clear error', async () => {
		for (const operation of ['getStatus', 'download']) {
			const run = await world.run({ operation, exportId: 'nonsense' });
			expect(shown(run).message).toBe('Qlara does not list the export');
			expect(shown(run).description).toMatch(
				/It is nonsense\. It may have been removed, or belong to another account\./,
			);
		}
	});

	test.each([
		['web pages', 'html200'],
		['empty answers', 'empty200'],
		['a proxy’s 404', { status: 404, body: '<!doctype html><title>Not here</title>', contentType: 'text/html' }],
		['500s', { status: 500 }],
		['dropped connections', 'reset'],
	] as const)('five %s in a row are survived, the sixth ends the wait and names the export', async (_what, fault) => {
		world.qlara.faults.add({ on: 'list', after: 1, times: 5, do: fault as never });
		expect((await world.run()).error).toBeUndefined();
		world.qlara.faults.add({ on: 'list', after: 1, times: 6, do: fault as never });
		const run = await world.run();
		expect(shown(run).description).toMatch(/The export exp_\w+ may still run at Qlara: get its file with/);
	});

	test('a list that is none is an error that shows what came', async () => {
		world.qlara.faults.add({ on: 'list', times: 'always', do: { status: 200, body: { exports: 'none' } } });
		const run = await world.run({ operation: 'getMany' });
		expect(shown(run).message).toBe('Qlara sent the exports in a form that this node does not know');
		expect(shown(run).description).toContain('{"exports":"none"}');
	});
});

describe('Whatever the link looks like', () => {
	test.each([
		['under another name', { linkName: 'presignedUri' }],
		['one level down', { linkUnder: 'data' }],
		['as text', { linkShape: 'text' }],
		['as JSON that is a text', { linkShape: 'jsonText' }],
	] as const)('%s it is found', async (_what, answers) => {
		Object.assign(world.qlara.state.answers, answers);
		expect((await world.run()).items(NEXT)[0]?.json.size).toBe(23_654);
	});

	test.each([
		['none', 'Qlara sent the download link in a form that this node does not know'],
		['two', 'Qlara sent 2 addresses, and not one download link'],
	] as const)('%s is a clear error, and nothing is downloaded', async (linkShape, message) => {
		world.qlara.state.answers.linkShape = linkShape;
		const run = await world.run();
		expect(shown(run).message).toBe(message);
		expect(shown(run).description).not.toContain('signature=');
		expect(world.qlara.files.requests).toHaveLength(0);
	});

	test.each(['http://files.example', 'ftp://files.example'])('%s is not opened', async (linkOrigin) => {
		world.qlara.state.answers.linkOrigin = linkOrigin;
		const run = await world.run();
		expect(shown(run).message).toMatch(/that is not encrypted$|in a form that this node does not know$/);
	});
});
