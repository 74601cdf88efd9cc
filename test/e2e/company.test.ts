import { type Simulator, startSimulator } from '../../simulator';
import { createN8n, type Editor, type N8n } from '../../tools/n8n';
import { API_KEY, credential, print } from './support';
import * as workflows from './workflows';
import { call, chosen, lemlistNode, type NodeJson } from './workflows';

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

const activeWorkflow = async (responseMode: 'lastNode' | 'onReceived', ...after: NodeJson[]) =>
	await workflows.activeWorkflow(editor, responseMode, ...after);

const startsOf = (campaignId: string) => lemlist.requestsOf('start', campaignId).length;

test('An export and the list of campaigns do not wait for the queue of another execution', async () => {
	const campaign = lemlist.state.addCampaign();
	const workflow = await activeWorkflow(
		'lastNode',
		lemlistNode('Export', 'lemlistExportCampaign', { campaignId: chosen(campaign._id) }),
	);
	await call(workflow);
	const alone = (await call(workflow)).seconds;
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
	const beside = await call(workflow);
	expect(beside.items).toMatchObject([{ campaignId: campaign._id, status: 'done' }]);
	const between = lemlist.state.leads.size - created;
	print(
		`export of 1.2 s: ${alone.toFixed(1)} s alone, ${beside.seconds.toFixed(1)} s beside 700 leads, of which ${between} were created meanwhile`,
	);
	// By its queue, it would have waited for all of them.
	expect(between).toBeLessThan(300);
	const refused = lemlist.requests.filter(({ status }) => status === 429).length;
	print(`${refused} of ${lemlist.requests.length} requests were refused`);
	// None on an idle machine (`npm run bench`); a busy one is late with its first requests.
	expect(refused).toBeLessThanOrEqual(lemlist.requests.length / 4);
});

test("A proxy's page in place of the status is not taken for lemlist's word: the export arrives, and is started once", async () => {
	const campaign = lemlist.state.addCampaign();
	const page = '<!DOCTYPE html><html><title>Not found</title></html>';
	lemlist.faults.add({ on: 'status', times: 2, do: { status: 404, body: page, contentType: 'text/html' } });
	const workflow = await activeWorkflow('lastNode', {
		...lemlistNode('Export', 'lemlistExportCampaign', { campaignId: chosen(campaign._id) }),
		retryOnFail: true,
		maxTries: 2,
	});
	expect((await call(workflow)).items).toMatchObject([{ campaignId: campaign._id, status: 'done' }]);
	expect(startsOf(campaign._id)).toBe(1);
});

test('The leads of a large campaign may take more than a minute to their first byte, and are asked for once', async () => {
	const campaign = lemlist.state.addCampaign({ generatedLeads: 50 });
	lemlist.faults.add({ on: 'leadsFile', do: { delayMs: 65_000 } });
	const workflow = await activeWorkflow(
		'lastNode',
		lemlistNode('Export', 'lemlistExportCampaign', {
			dataset: 'leads',
			output: 'rows',
			campaignId: chosen(campaign._id),
		}),
	);
	const { items } = await call(workflow);
	expect(items).toHaveLength(50);
	expect(lemlist.requestsOf('leadsFile', campaign._id)).toHaveLength(1);
});

test('A download with the key that stalls ends with its deadline, and so does its connection', async () => {
	const campaign = lemlist.state.addCampaign({ generatedLeads: 50 });
	lemlist.faults.add({ on: 'leadsFile', times: 'always', do: { stallAfter: 200 } });
	const parameters = { dataset: 'leads', campaignId: chosen(campaign._id), options: { timeout: 0.1 } };
	const workflow = await activeWorkflow('lastNode', {
		...lemlistNode('Export', 'lemlistExportCampaign', parameters),
		onError: 'continueRegularOutput',
	});
	const { items } = await call(workflow);
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
	const workflow = await activeWorkflow(
		'lastNode',
		{ name: 'Values', type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode: entered } },
		lemlistNode('Add', 'lemlist', { resource: 'unsubscribe', operation: 'add', value: '={{ $json.value }}' }),
	);
	const { items } = await call(workflow);
	expect(items.map(({ value }) => value)).toEqual(values);
	const { state } = lemlist;
	expect([...state.unsubscribesOf(state.team).entries.keys()].sort()).toEqual([...values].sort());
});
