import { readFile } from 'node:fs/promises';

import { startSimulator, type Simulator } from '../../simulator';
import { createN8n, type Editor, type N8n } from '../../tools/n8n';
import { API_KEY, credential, CREDENTIAL, print } from './support';

const BACKLOG = 100_000;
const ITEMS_PER_LOOK = 1_000;
/** n8n looks at most every minute. */
const LOOK_MS = 60_000;

jest.setTimeout(5 * LOOK_MS);

let lemlist: Simulator;
let n8n: N8n;
let editor: Editor;
let log = '';

beforeAll(async () => {
	lemlist = await startSimulator({ apiKey: API_KEY });
	n8n = await createN8n({ tarball: process.env.LEMLIST_TARBALL as string });
	await n8n.importCredentials([credential(lemlist.baseUrl)]);
	editor = await n8n.start();
});

afterAll(async () => {
	log += editor?.log() ?? '';
	await n8n?.cleanup();
	await lemlist?.close();
	expect(log).not.toContain(API_KEY);
});

const requests = () => lemlist.requestsOf('activities').length;

/** When the latest activity happened (ms since 1970). */
let latest = Date.now() - 24 * 60 * LOOK_MS;

function add(count: number): void {
	for (let index = 0; index < count; index++) {
		latest += 500;
		lemlist.state.addActivity({ createdAt: new Date(latest).toISOString() });
	}
}

async function activePollingWorkflow(): Promise<string> {
	const nodes = [
		{
			name: 'Trigger',
			type: 'n8n-nodes-lemlist.lemlistPollingTrigger',
			typeVersion: 1,
			parameters: { pollTimes: { item: [{ mode: 'everyMinute' }] }, events: ['all'] },
			credentials: { lemlistAccountApi: CREDENTIAL },
		},
		{ name: 'Next', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} },
	].map((node, index) => ({ ...node, id: `node-${index}`, position: [index * 200, 0] }));
	const { id, versionId } = await editor.rest<{ id: string; versionId: string }>('POST', '/workflows', {
		name: 'Polling',
		nodes,
		connections: { Trigger: { main: [[{ node: 'Next', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	});
	await editor.rest('POST', `/workflows/${id}/activate`, { versionId });
	return id;
}

async function eventually<Value>(what: string, withinMs: number, find: () => Promise<Value | undefined>) {
	for (const deadline = Date.now() + withinMs; Date.now() < deadline;) {
		const found = await find();
		if (found !== undefined) return found;
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	throw new Error(`Not within ${withinMs} ms: ${what}`);
}

async function executions(workflowId: string): Promise<Array<{ id: string; status: string }>> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	return (
		await editor.rest<{ results: Array<{ id: string; status: string }> }>('GET', `/executions?filter=${filter}`)
	).results.filter(({ status }) => !['new', 'running'].includes(status));
}

/** Highest resident memory of n8n so far; not known on other systems than Linux. */
async function peakRss(): Promise<string> {
	const status = await readFile(`/proc/${editor.pid}/status`, 'utf8').catch(() => '');
	const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
	return kibibytes === undefined ? 'not known' : `${Math.round(Number(kibibytes) / 1024)} MB`;
}

test('n8n starts with lemlist down and 100,000 activities waiting, stays active, and then gets them in parts', async () => {
	add(150);
	const workflowId = await activePollingWorkflow();
	log += editor.log();
	await editor.stop();

	add(BACKLOG);
	const waiting = lemlist.state.activities.slice(-BACKLOG);
	lemlist.faults.add({ on: 'activities', times: 'always', do: { status: 500, body: 'Something broke' } });
	const before = requests();
	const startedAt = Date.now();
	editor = await n8n.start();
	await eventually('n8n looked', LOOK_MS, async () => (requests() > before ? true : undefined));
	print(`n8n was up after ${Date.now() - startedAt} ms, ${requests() - before} request(s) until then`);
	expect(await editor.rest<{ active: boolean }>('GET', `/workflows/${workflowId}`)).toMatchObject({ active: true });
	expect(await executions(workflowId)).toEqual([]);

	const atStart = await peakRss();
	lemlist.faults.clear();
	const [execution] = await eventually('an execution', 3 * LOOK_MS, async () => {
		const found = await executions(workflowId);
		return found.length > 0 ? found : undefined;
	});
	const { data } = await editor.rest<{ data: string }>('GET', `/executions/${execution!.id}`);
	const given = new Set(data.match(/act_\w{17}/g));
	expect(execution!.status).toBe('success');
	expect(given).toEqual(new Set(waiting.slice(0, ITEMS_PER_LOOK).map(({ _id }) => _id)));
	print(
		`${given.size} of ${BACKLOG} in the first execution (${Math.round(data.length / 1e6)} MB), ${requests() - before} requests; n8n's memory at most ${await peakRss()}, ${atStart} before`,
	);
});
