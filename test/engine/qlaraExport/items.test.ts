import { noOp, start, workflow } from '../../../tools/engine';
import {
	API_KEY,
	createQlaraWorld,
	EXPORT,
	NEXT,
	qlaraNode,
	qlaraWorkflow,
	type QlaraWorld,
	RETRY,
	shown,
} from './world';

let world: QlaraWorld;
beforeEach(async () => (world = await createQlaraWorld({ rateLimit: false })));
afterEach(async () => await world.end());

async function until(met: () => boolean): Promise<void> {
	const giveUpAt = Date.now() + 30_000;
	while (!met()) {
		if (Date.now() > giveUpAt) throw new Error('What the test waits for did not happen');
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}

describe('With Continue On Fail', () => {
	const PARAMETERS = { contactsFrom: 'lists', listIds: '={{ $json.list }}', output: 'rows' };

	test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'a wrong first item harms only itself (%s)',
		async (onError) => {
			const json = (item: object) => ({ json: item as never });
			const run = await world.n8n.run(
				workflow(
					[start(), qlaraNode(PARAMETERS, { onError }), noOp(NEXT), noOp('Errors')],
					['Start -> Export', 'Export -> Next', ...(onError === 'continueErrorOutput' ? ['Export[1] -> Errors'] : [])],
				),
				{ pinnedInput: [json({ list: [] }), json({ list: 'a' }), json({ list: 'not good' }), json({ list: 'b' })] },
			);
			expect(run.error).toBeUndefined();
			const all = run.items(EXPORT, 0).concat(onError === 'continueErrorOutput' ? run.items(EXPORT, 1) : []);
			const failed = all.filter(({ json: { error } }) => error !== undefined).map(({ json: one }) => one);
			expect(failed.map(({ error }) => error)).toEqual([
				"'List IDs' is empty",
				expect.stringMatching(/^Qlara says: .*malformed ID/),
			]);
			expect(failed[1]).toMatchObject({ details: { itemIndex: 2, httpCode: '400' } });
			const rows = all.filter(({ json: { error } }) => error === undefined);
			expect(new Set(rows.map(({ pairedItem }) => (pairedItem as { item: number }).item))).toEqual(new Set([1, 3]));
			expect(run.toText()).not.toContain(API_KEY);
		},
	);

	test('an export that timed out carries its ID', async () => {
		world.qlara.state.exports.defaults.durationMs = Infinity;
		const run = await world.run({ options: { timeout: 0.003 } }, { onError: 'continueRegularOutput' });
		const [id] = [...world.qlara.state.exports.keys()];
		expect(run.items(EXPORT)[0]?.json).toMatchObject({ details: { exportId: id } });
	});
});

describe('Files of one run', () => {
	test('have different names, and the one that was chosen ends in .csv', async () => {
		const run = await world.run({}, {}, [{}, {}]);
		const [one, other] = run.items(EXPORT).map(({ json }) => String(json.fileName));
		expect(other).toBe(one!.replace('.csv', ' (2).csv'));
		const chosen = await world.run({ options: { fileName: 'Kontakte / alle' } });
		expect(chosen.items(EXPORT)[0]?.json.fileName).toBe('Kontakte - alle.csv');
	});
});

describe('Retry On Fail', () => {
	test('goes on with the exports of the first try, and starts none again', async () => {
		world.qlara.faults.add({ on: 'link', do: { status: 404, body: { message: 'Not found' } } });
		const run = await world.run({}, RETRY, [{}, {}]);
		expect(run.error).toBeUndefined();
		expect(run.items(NEXT)).toHaveLength(2);
		expect(world.qlara.requestsOf('startContacts')).toHaveLength(2);
	});

	test('starts a new one where Qlara says that the first one failed', async () => {
		world.qlara.state.exports.setNext({ failed: true });
		const run = await world.run({}, RETRY);
		expect(run.items(NEXT)).toHaveLength(1);
		expect(world.qlara.requestsOf('startContacts')).toHaveLength(2);
	});
});

describe('Stop', () => {
	test.each([
		['the list is asked for', 'list', 'timeout'],
		['a start is on its way', 'startContacts', 'timeout'],
		['a link is on its way', 'link', 'timeout'],
		['a file arrives', 'file', { stallAfter: 4096 }],
		['an export is waited for', 'waiting', undefined],
	] as const)(
		'ends the node while %s, with no request after it, also under Retry On Fail',
		async (_what, kind, fault) => {
			const { qlara, n8n } = world;
			if (fault === undefined) qlara.state.exports.defaults.durationMs = Infinity;
			else qlara.faults.add({ on: kind, times: 'always', do: fault });
			const handle = n8n.start(qlaraWorkflow(fault === undefined ? { options: { pollInterval: 0 } } : {}, RETRY), {
				pinnedInput: [{ json: {} }, { json: {} }],
			});
			const seen = () => [...qlara.requests, ...qlara.files.requests];
			await until(() => seen().some((request) => request.kind === (fault === undefined ? 'startContacts' : kind)));
			await new Promise((resolve) => setTimeout(resolve, 100));
			handle.cancel();
			const run = await handle.finished;
			const requests = seen().length;
			expect(run.status).toBe('canceled');
			await new Promise((resolve) => setTimeout(resolve, 1000));
			expect(seen()).toHaveLength(requests);
			expect(run.logs.filter(({ level }) => level === 'error')).toEqual([]);
		},
	);
});

describe('The API key', () => {
	test('is shown nowhere, even where Qlara repeats it', async () => {
		const body = { message: `Key ${API_KEY} is not known` };
		for (const on of ['list', 'startContacts', 'link']) {
			world.qlara.faults.clear();
			world.qlara.faults.add({ on, after: on === 'list' ? 1 : 0, times: 'always', do: { status: 401, body } });
			const run = await world.run();
			expect(shown(run).message).toContain('Key [API key] is not known (HTTP 401)');
		}
	});

	test.each([
		[401, /enter the key again/],
		[403, /list of allowed IP addresses/],
	])('%i says what to do', async (status, advice) => {
		world.qlara.faults.add({ on: 'list', do: { status, body: { status, error: 'No' } } });
		expect(shown(await world.run()).description).toMatch(advice);
	});

	test('is not sent with a file on another origin that redirects', async () => {
		const { id } = world.qlara.state.exports.add({ queuedAt: 0, settings: { lifetimeMs: Infinity } });
		world.qlara.faults.add({ on: 'file', do: { redirectTo: `${world.qlara.baseUrl}/exports` } });
		await world.run({ operation: 'download', exportId: String(id) });
		expect(
			world.qlara.requestsOf('list').filter(({ headers }) => headers['x-api-key'] === undefined).length,
		).toBeGreaterThan(0);
	});
});
