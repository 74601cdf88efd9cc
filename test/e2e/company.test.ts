import { type Simulator, startSimulator } from '../../simulator';
import { createN8n, type Editor, type N8n } from '../../tools/n8n';
import { API_KEY, CREDENTIAL, credential, print } from './support';

jest.setTimeout(10 * 60_000);

/** Several executions of one running n8n, on one key, with answers that lemlist should not give. */
let lemlist: Simulator;
let n8n: N8n;
let editor: Editor;

beforeAll(async () => {
	lemlist = await startSimulator({ apiKey: API_KEY, latencyMs: 40, exports: { durationMs: 1200 } });
	n8n = await createN8n({ tarball: process.env.LEMLIST_TARBALL as string });
	await n8n.importCredentials([credential(lemlist.baseUrl)]);
	editor = await n8n.start();
});

afterAll(async () => {
	const log = editor?.log() ?? '';
	await n8n?.cleanup();
	await lemlist?.close();
	expect(log).not.toContain(API_KEY);
});

beforeEach(() => lemlist.faults.clear());

let workflows = 0;

interface NodeJson {
	name: string;
	type: string;
	typeVersion: number;
	parameters: Record<string, unknown>;
	[more: string]: unknown;
}

const lemlistNode = (name: string, type: string, parameters: Record<string, unknown>): NodeJson => ({
	name,
	type: `n8n-nodes-lemlist.${type}`,
	typeVersion: 1,
	parameters,
	credentials: { lemlistAccountApi: CREDENTIAL },
});

const chosen = (campaignId: string) => ({ __rl: true, mode: 'id', value: campaignId });

/** Makes and activates a workflow that starts when its address is called. @returns the address */
async function activeWorkflow(responseMode: 'lastNode' | 'onReceived', ...after: NodeJson[]): Promise<string> {
	const path = `company-${++workflows}`;
	const start: NodeJson = {
		name: 'Called',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		parameters: {
			httpMethod: 'POST',
			path,
			responseMode,
			...(responseMode === 'lastNode' && { responseData: 'allEntries' }),
		},
	};
	const nodes = [start, ...after].map((node, index) => ({
		...node,
		id: `${path}-${index}`,
		position: [index * 200, 0],
	}));
	const connections = Object.fromEntries(
		nodes.slice(1).map(({ name }, index) => [nodes[index]!.name, { main: [[{ node: name, type: 'main', index: 0 }]] }]),
	);
	const settings = { executionOrder: 'v1' };
	const saved = await editor.rest<{ id: string; versionId: string }>('POST', '/workflows', {
		name: path,
		nodes,
		connections,
		settings,
	});
	await editor.rest('POST', `/workflows/${saved.id}/activate`, { versionId: saved.versionId });
	return `${editor.url}/webhook/${path}`;
}

async function call(
	address: string,
): Promise<{ status: number; items: Array<Record<string, unknown>>; seconds: number }> {
	const beganAt = performance.now();
	const response = await fetch(address, { method: 'POST', signal: AbortSignal.timeout(5 * 60_000) });
	const text = await response.text();
	const body = text === '' ? [] : (JSON.parse(text) as Record<string, unknown>[]);
	return { status: response.status, items: [body].flat(), seconds: (performance.now() - beganAt) / 1000 };
}

const startsOf = (campaignId: string) => lemlist.requestsOf('start', campaignId).length;

test('An export and the list of campaigns do not wait for the queue of another execution', async () => {
	const campaign = lemlist.state.addCampaign();
	const address = await activeWorkflow(
		'lastNode',
		lemlistNode('Export', 'lemlistExportCampaign', { campaignId: chosen(campaign._id) }),
	);
	await call(address);
	const alone = (await call(address)).seconds;
	const people = 'return Array.from({ length: 700 }, (_, index) => ({ json: { email: `lead${index}@example.com` } }))';
	const busy = await activeWorkflow(
		'onReceived',
		{ name: 'People', type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode: people } },
		lemlistNode('Create', 'lemlist', {
			resource: 'lead',
			operation: 'create',
			campaignId: chosen(campaign._id),
			email: '={{ $json.email }}',
		}),
	);
	await call(busy);
	while (lemlist.state.leads.size < 60) await new Promise((resolve) => setTimeout(resolve, 100));
	const created = lemlist.state.leads.size;
	const beside = await call(address);
	expect(beside.items).toMatchObject([{ campaignId: campaign._id, status: 'done' }]);
	const between = lemlist.state.leads.size - created;
	print(
		`export of 1.2 s: ${alone.toFixed(1)} s alone, ${beside.seconds.toFixed(1)} s beside 700 leads, of which ${between} were created meanwhile`,
	);
	// By its queue, it would have waited for all of them.
	expect(between).toBeLessThan(300);
	const refused = lemlist.requests.filter(({ status }) => status === 429).length;
	print(`${refused} of ${lemlist.requests.length} requests were refused`);
	expect(refused).toBeLessThanOrEqual(lemlist.requests.length / 20);
});

test("A proxy's page in place of the status is not taken for lemlist's word: the export arrives, and is started once", async () => {
	const campaign = lemlist.state.addCampaign();
	const page = '<!DOCTYPE html><html><title>Not found</title></html>';
	lemlist.faults.add({ on: 'status', times: 2, do: { status: 404, body: page, contentType: 'text/html' } });
	const address = await activeWorkflow('lastNode', {
		...lemlistNode('Export', 'lemlistExportCampaign', { campaignId: chosen(campaign._id) }),
		retryOnFail: true,
		maxTries: 2,
	});
	expect((await call(address)).items).toMatchObject([{ campaignId: campaign._id, status: 'done' }]);
	expect(startsOf(campaign._id)).toBe(1);
});

test('The leads of a large campaign may take more than a minute to their first byte, and are asked for once', async () => {
	const campaign = lemlist.state.addCampaign({ generatedLeads: 50 });
	lemlist.faults.add({ on: 'leadsFile', do: { delayMs: 65_000 } });
	const address = await activeWorkflow(
		'lastNode',
		lemlistNode('Export', 'lemlistExportCampaign', {
			dataset: 'leads',
			output: 'rows',
			campaignId: chosen(campaign._id),
		}),
	);
	const { items } = await call(address);
	expect(items).toHaveLength(50);
	expect(lemlist.requestsOf('leadsFile', campaign._id)).toHaveLength(1);
});

test('A download with the key that stalls ends with its deadline, and so does its connection', async () => {
	const campaign = lemlist.state.addCampaign({ generatedLeads: 50 });
	lemlist.faults.add({ on: 'leadsFile', times: 'always', do: { stallAfter: 200 } });
	const parameters = { dataset: 'leads', campaignId: chosen(campaign._id), options: { timeout: 0.1 } };
	const address = await activeWorkflow('lastNode', {
		...lemlistNode('Export', 'lemlistExportCampaign', parameters),
		onError: 'continueRegularOutput',
	});
	const { items } = await call(address);
	expect(items).toMatchObject([{ error: 'The file did not arrive within 6 seconds' }]);
	const [request] = lemlist.requestsOf('leadsFile', campaign._id);
	for (let tries = 0; tries < 50 && request?.endedAt === undefined; tries++) {
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	expect(request).toMatchObject({ closedEarly: true });
});

test('What is put on the unsubscribe list is on it', async () => {
	const values = [
		'ann+b@example.com',
		'@example.org',
		'+33612345678',
		'https://www.linkedin.com/in/zoe',
		'jörg@example.com',
	];
	const entered = `return ${JSON.stringify(values.map((value) => ({ json: { value } })))}`;
	const address = await activeWorkflow(
		'lastNode',
		{ name: 'Values', type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode: entered } },
		lemlistNode('Add', 'lemlist', { resource: 'unsubscribe', operation: 'add', value: '={{ $json.value }}' }),
	);
	const { items } = await call(address);
	expect(items.map(({ value }) => value)).toEqual(values);
	const { state } = lemlist;
	expect([...state.unsubscribesOf(state.team).entries.keys()].sort()).toEqual([...values].sort());
});
