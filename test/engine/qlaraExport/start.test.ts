import type { QlaraSimulator } from '../../../simulator';
import { createQlaraWorld, EXPORT, fastForward, NEXT, type QlaraWorld, RETRY, shown } from './world';

let world: QlaraWorld;
beforeEach(async () => (world = await createQlaraWorld({ rateLimit: false })));
afterEach(async () => await world.end());

const starts = () => world.qlara.requestsOf('startContacts');
const exportsOf = ({ state }: QlaraSimulator) => [...state.exports.values()];
const newest = () => exportsOf(world.qlara).at(-1)!;
const unnamed = () => (world.qlara.state.answers.accepted = {});

describe('A start', () => {
	test('is sent again after a 429 only, when its time has come', async () => {
		const refused = { status: 429, error: 'Too Many Requests', message: 'Rate limit exceeded.', retryAfter: 12 };
		world.qlara.faults.add({ on: 'startContacts', do: { status: 429, body: refused } });
		const times: number[] = [];
		world.qlara.state.latencyMs = () => (times.push(Date.now()), 0);
		const run = await fastForward(async () => await world.run({ operation: 'start' }));
		expect(run.error).toBeUndefined();
		expect(starts().map(({ status }) => status)).toEqual([429, 202]);
		expect(times.at(-1)! - times.at(-2)!).toBeGreaterThanOrEqual(12_000);
	});

	test.each([
		['502', { status: 502, body: '<html><title>Bad Gateway</title></html>' }],
		['503', { status: 503 }],
		['a web page under 200', 'html200'],
		['a connection that breaks off', 'processThenReset'],
	] as const)('that meets %s is not sent again, and says that an export may be running', async (_name, fault) => {
		world.qlara.faults.add({ on: 'startContacts', do: fault as never });
		const run = await world.run();
		expect(shown(run).description).toMatch(/An export may be running at Qlara all the same, and trying again starts/);
		expect(starts()).toHaveLength(1);
	});

	test('that is refused under 202 says so at once, and nothing is looked for', async () => {
		const body = { success: false, message: 'Too many contact lists' };
		world.qlara.faults.add({ on: 'startContacts', do: { status: 202, body } });
		const run = await world.run();
		expect(shown(run).message).toContain('Too many contact lists');
		expect(shown(run).description).not.toContain('may be running');
		expect(world.qlara.requestsOf('list').length).toBeLessThanOrEqual(1);
	});

	test('whose ID is a number of 64 bits keeps all its digits', async () => {
		const id = '1234567890123456789';
		world.qlara.faults.add({ on: 'startContacts', do: { status: 202, body: `{"exportId":${id}}` } });
		const run = await world.run({ operation: 'start' });
		expect(run.items(EXPORT)[0]?.json.exportId).toBe(id);
	});

	test.each([
		['exportId', undefined, 'text'],
		['id', undefined, 'text'],
		['exportId', 'data', 'number'],
		['id', 'export', 'number'],
	] as const)('is known by the ID in its answer: %s, below %s, a %s', async (idName, under, idType) => {
		Object.assign(world.qlara.state.answers, { accepted: { idName, under }, idType, entryIdName: idName });
		// Somebody else's, which appears at the same moment: by the list, ours could not be told.
		world.qlara.state.latencyMs = () => (
			starts().length === 1 && exportsOf(world.qlara).length < 3 && world.qlara.state.exports.add(),
			0
		);
		const run = await world.run();
		expect(run.error).toBeUndefined();
		const json = run.items(EXPORT)[0]!.json;
		expect(typeof json.exportId).toBe('string');
		expect(world.qlara.requestsOf('link', json.exportId as string)).toHaveLength(1);
	});
});

describe('An export whose start names no ID', () => {
	test.each([
		['newestFirst', 'content', 0],
		['oldestFirst', 'array', 0],
		['oldestFirst', 'data', 2_500],
		['newestFirst', 'items', 2_500],
	] as const)(
		'is the one that was not there before (%s, %s, listed after %i ms)',
		async (listOrder, listShape, listDelayMs) => {
			Object.assign(world.qlara.state.answers, { accepted: {}, listOrder, listShape, listDelayMs, largestPage: 10 });
			for (let count = 0; count < 23; count++) world.qlara.state.exports.add({ queuedAt: Date.now() - 60_000 });
			const run = await fastForward(async () => await world.run());
			expect(run.error).toBeUndefined();
			expect(run.items(EXPORT)[0]?.json.exportId).toBe(newest().id);
			expect(run.items(NEXT)).toHaveLength(1);
			expect(starts()).toHaveLength(1);
		},
	);

	test('of several items at once each finds its own', async () => {
		unnamed();
		const lists = ['a', 'b', 'c', 'd'];
		const parameters = { contactsFrom: 'lists', listIds: '={{ $json.list }}' };
		const run = await world.run(
			parameters,
			{},
			lists.map((list) => ({ list })),
		);
		expect(run.error).toBeUndefined();
		const filters = run
			.items(EXPORT)
			.map(({ json }) => world.qlara.state.exports.get(json.exportId as string)?.filters);
		expect(filters).toEqual(lists.map((list) => ({ listIds: [list] })));
	});

	test('of two executions of one key at once each finds its own', async () => {
		unnamed();
		const run = async (listIds: string) => await world.run({ contactsFrom: 'lists', listIds });
		const runs = await Promise.all([run('a'), run('b'), run('c')]);
		const filters = runs.map(
			(each) => world.qlara.state.exports.get(each.items(EXPORT)[0]!.json.exportId as string)?.filters,
		);
		expect(filters).toEqual(['a', 'b', 'c'].map((list) => ({ listIds: [list] })));
	});

	/** Somebody else starts one at the same moment. */
	function crowd() {
		unnamed();
		let isDone = false;
		world.qlara.state.latencyMs = () => {
			if (starts().length === 1 && !isDone) {
				isDone = true;
				world.qlara.state.exports.add();
			}
			return 0;
		};
	}

	test('is not guessed where two are new: an error with both IDs, and nothing is started again', async () => {
		crowd();
		const run = await world.run({}, RETRY);
		expect(shown(run).message).toBe('Qlara started the export without naming its ID, and 2 new ones are there');
		for (const { id } of exportsOf(world.qlara)) expect(shown(run).description).toContain(String(id));
		expect(shown(run).description).toContain("'Existing Export ID'");
		expect(starts()).toHaveLength(1);
	});

	test('is looked for again by Retry On Fail, and never started again', async () => {
		unnamed();
		world.qlara.faults.add({ on: 'list', after: 1, do: { status: 401, body: { message: 'Not now' } } });
		const run = await world.run({}, RETRY);
		expect(run.error).toBeUndefined();
		expect(run.items(NEXT)).toHaveLength(1);
		expect(starts()).toHaveLength(1);
		expect(exportsOf(world.qlara)).toHaveLength(1);
	});

	test('and is never listed: an error that says so, and nothing is started again', async () => {
		unnamed();
		world.qlara.state.answers.listDelayMs = Infinity;
		const run = await fastForward(async () => await world.run({}, RETRY));
		expect(shown(run).message).toBe('Qlara started the export without naming its ID, and does not list it');
		expect(starts()).toHaveLength(1);
	});

	test('is not taken for that of the item before, which the list shows too late: an error with its ID', async () => {
		unnamed();
		world.qlara.state.answers.listDelayMs = 33_000;
		const items = [{ list: 'a' }, { list: 'b' }];
		const parameters = { contactsFrom: 'lists', listIds: '={{ $json.list }}', output: 'rows' };
		await fastForward(async () => {
			const run = await world.run(parameters, { onError: 'continueRegularOutput' }, items);
			expect(run.items(EXPORT).map(({ json }) => json.error)).toEqual([
				expect.stringContaining('and does not list it'),
				expect.stringContaining('and the new one may be that of another start'),
			]);
			expect(JSON.stringify(run.items(EXPORT)[1])).toContain(String(exportsOf(world.qlara)[0]!.id));
			expect(starts()).toHaveLength(2);
			// Both are listed by the time of the next start, which is in no doubt.
			world.qlara.state.answers.listDelayMs = 0;
			const later = await world.run({ contactsFrom: 'lists', listIds: 'c' });
			expect(later.error).toBeUndefined();
			expect(later.items(EXPORT)[0]?.json.exportId).toBe(newest().id);
		});
	});

	test('is found in an account with nothing in it, behind answers that are empty or a proxy’s', async () => {
		unnamed();
		world.qlara.faults.add({ on: 'list', after: 1, do: 'html200' });
		world.qlara.faults.add({ on: 'list', do: 'empty200' });
		const run = await fastForward(async () => await world.run());
		expect(run.error).toBeUndefined();
		expect(run.items(NEXT)).toHaveLength(1);
	});
});

describe('A period that ends now', () => {
	test.each([
		['named', { idName: 'exportId' }],
		['found', {}],
	] as const)('is exported once, also where Retry On Fail asks again (ID %s)', async (_what, accepted) => {
		world.qlara.state.answers.accepted = accepted;
		world.qlara.faults.add({ on: 'link', do: { status: 401, body: { message: 'Not now' } } });
		const period = { startDate: '={{ $now.minus({ days: 7 }) }}', endDate: '={{ $now }}' };
		const run = await world.run({ dataset: 'deliveryReports', reportsFrom: 'period', ...period }, RETRY);
		expect(run.error).toBeUndefined();
		expect(world.qlara.requestsOf('link').map(({ status }) => status)).toEqual([401, 200]);
		expect(world.qlara.requestsOf('startDeliveryReports')).toHaveLength(1);
	});
});

describe('A regeneration', () => {
	function expired() {
		const added = world.qlara.state.exports.add({ queuedAt: world.qlara.clock.now() - 3_600_000 });
		world.qlara.state.exports.expire(added);
		return String(added.id);
	}

	test.each([
		['under the same ID, which is named', 'sameId', { idName: 'exportId' }, 0],
		['under the same ID, without a name', 'sameId', {}, 0],
		['under the same ID, listed late', 'sameId', {}, 4_000],
		['under a new ID, which is named', 'newId', { idName: 'id' }, 0],
		['under a new ID, without a name', 'newId', {}, 0],
		['under a new ID, listed late', 'newId', {}, 4_000],
	] as const)('%s: the file arrives, and it was asked for once', async (_what, regenerates, accepted, listDelayMs) => {
		Object.assign(world.qlara.state.answers, { regenerates, accepted, listDelayMs });
		const id = expired();
		for (const parameters of [{ operation: 'download', exportId: id }, { options: { resumeExportId: id } }]) {
			world.qlara.state.exports.expire({ id });
			const before = world.qlara.requestsOf('regenerate').length;
			const run = await fastForward(async () => await world.run(parameters));
			expect(run.error).toBeUndefined();
			const made = regenerates === 'newId' ? newest().id : id;
			expect(run.items(EXPORT)[0]?.json.exportId).toBe(made);
			expect(run.items(EXPORT)[0]?.json.regeneratedFrom).toBe(regenerates === 'newId' ? id : undefined);
			expect(run.items(NEXT)[0]?.json.size).toBe(23_654);
			expect(world.qlara.requestsOf('regenerate').length - before).toBe(1);
		}
	});

	test('that Qlara refuses with 400, since the file is there: it is fetched', async () => {
		// The list is behind.
		const { id } = world.qlara.state.exports.add({ queuedAt: world.qlara.clock.now() - 60_000 });
		world.qlara.faults.add({ on: 'link', do: { status: 400, body: { message: 'Expired' } } });
		const run = await world.run({ operation: 'download', exportId: String(id) });
		expect(run.error).toBeUndefined();
		expect(run.items(NEXT)[0]?.json.size).toBe(23_654);
		expect(world.qlara.requestsOf('regenerate').map(({ status }) => status)).toEqual([400]);
	});

	test('is done once at most: an export that expires again is an error', async () => {
		const id = expired();
		world.qlara.faults.add({ on: 'link', times: 'always', do: { status: 400, body: { message: 'Expired' } } });
		const run = await world.run({ operation: 'download', exportId: id });
		expect(shown(run).message).toBe('The file of the export is gone');
		expect(world.qlara.requestsOf('regenerate')).toHaveLength(1);
	});

	test('is not done where it is turned off, which the error says', async () => {
		const id = expired();
		const run = await world.run({ operation: 'download', exportId: id, options: { regenerateExpired: false } });
		expect(shown(run).message).toBe('The file of the export is gone');
		expect(shown(run).description).toMatch(/'Regenerate Expired'/);
		expect(world.qlara.requestsOf('regenerate')).toHaveLength(0);
	});

	test.each(['sameId', 'newId'] as const)('is not asked for again by Retry On Fail (%s)', async (regenerates) => {
		Object.assign(world.qlara.state.answers, { regenerates, accepted: {} });
		const id = expired();
		world.qlara.faults.add({ on: 'file', do: { status: 418, body: 'No' } });
		const run = await world.run({ options: { resumeExportId: id } }, RETRY);
		expect(run.error).toBeUndefined();
		expect(run.items(EXPORT)[0]?.json.exportId).toBe(newest().id);
		expect(run.items(EXPORT)[0]?.json.regeneratedFrom).toBe(regenerates === 'newId' ? id : undefined);
		expect(world.qlara.requestsOf('regenerate')).toHaveLength(1);
	});
});
