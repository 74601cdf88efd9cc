import { createHash } from 'node:crypto';

import { deliverEvent, fileChunks, type Simulator, startSimulator } from '../../../simulator';
import { MOST_WEBHOOKS } from '../../../simulator/resources/webhooks';
import { createN8n, type Editor, type N8n } from '../../../tools/n8n';
import { n8nVersion } from '../../../tools/n8n/install';
import { API_KEY, credential } from '../support';
import {
	activate,
	activeWorkflow,
	call,
	chosen,
	deactivate,
	eventually,
	executionsOf,
	finishedExecutions,
	lemlistNode,
	type NodeJson,
	saveWorkflow,
} from '../workflows';

jest.setTimeout(5 * 60_000);

/** What every node does, in the n8n that `N8N_VERSION` names. One n8n runs, with its own settings for files. */
let lemlist: Simulator;
let n8n: N8n;
let editor: Editor;

beforeAll(async () => {
	lemlist = await startSimulator({ apiKey: API_KEY, exports: { durationMs: 600 } });
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

beforeEach(() => {
	lemlist.faults.clear();
	lemlist.state.webhooks.clear();
});

const next: NodeJson = { name: 'Next', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
const exportNode = (parameters: Record<string, unknown>) => lemlistNode('Export', 'lemlistExportCampaign', parameters);

test('The tests run in the n8n that they are to run in', async () => {
	const { versionCli } = await editor.rest<{ versionCli: string }>('GET', '/settings');
	expect(versionCli).toBe(n8nVersion());
});

describe('Lemlist Export Campaign', () => {
	test('gives a file that the next node reads, byte for byte', async () => {
		const campaign = lemlist.state.addCampaign({ name: 'Herbst / CTOs' });
		const hash: NodeJson = {
			name: 'Hash',
			type: 'n8n-nodes-base.crypto',
			typeVersion: 1,
			parameters: { action: 'hash', type: 'SHA256', binaryData: true, dataPropertyName: 'sha256', encoding: 'hex' },
		};
		const { items } = await call(
			await activeWorkflow(editor, 'lastNode', exportNode({ campaignId: chosen(campaign._id) }), hash),
		);
		const [made] = [...lemlist.state.exports.values()].slice(-1);
		const file = Buffer.concat([...fileChunks(made!)]);
		expect(items).toMatchObject([
			{
				campaignName: 'Herbst / CTOs',
				exportId: made!.id,
				status: 'done',
				fileSize: file.length,
				sha256: createHash('sha256').update(file).digest('hex'),
			},
		]);
	});

	test('gives rows and leads, and says above the output when there are none', async () => {
		const content = 'email,note\njürgen@example.com,"a, b"\n';
		const campaign = lemlist.state.addCampaign({ generatedLeads: 120, exports: { content } });
		const campaignId = chosen(campaign._id);
		const rows = await call(await activeWorkflow(editor, 'lastNode', exportNode({ campaignId, output: 'rows' })));
		expect(rows.items).toMatchObject([{ campaignId: campaign._id, email: 'jürgen@example.com', note: 'a, b' }]);
		const leads = exportNode({ campaignId, dataset: 'leads', output: 'rows' });
		expect((await call(await activeWorkflow(editor, 'lastNode', leads))).items).toHaveLength(120);

		lemlist.state.setNextExport({ content: '' });
		const empty = await activeWorkflow(editor, 'onReceived', exportNode({ campaignId, output: 'rows' }));
		await call(empty);
		const [execution] = await finishedExecutions(editor, empty, 1);
		expect(execution!.text).toContain('has no rows, so this item gives no output items');
	});

	test("says what lemlist said, and one campaign's failure harms no other", async () => {
		const campaign = lemlist.state.addCampaign();
		const campaigns = [campaign._id, 'cam_unknown'].map((campaignId) => ({ json: { campaignId } }));
		const two: NodeJson = {
			name: 'Campaigns',
			type: 'n8n-nodes-base.code',
			typeVersion: 2,
			parameters: { jsCode: `return ${JSON.stringify(campaigns)}` },
		};
		const node = { ...exportNode({ campaignId: chosen('={{ $json.campaignId }}') }), onError: 'continueRegularOutput' };
		expect((await call(await activeWorkflow(editor, 'lastNode', two, node))).items).toMatchObject([
			{ campaignId: campaign._id, status: 'done' },
			{ error: 'lemlist says: Campaign not found (HTTP 404)', details: { httpCode: '404', itemIndex: 1 } },
		]);
	});

	test('asks lemlist for nothing any more after Stop', async () => {
		const campaign = lemlist.state.addCampaign({ exports: { durationMs: 600_000 } });
		const options = { pollInterval: 0.2 };
		const workflow = await activeWorkflow(
			editor,
			'onReceived',
			exportNode({ campaignId: chosen(campaign._id), options }),
			next,
		);
		await call(workflow);
		const looks = () => lemlist.requestsOf('status', campaign._id).length;
		await eventually('the node waits for the export', () => looks() > 2);
		const [execution] = await executionsOf(editor, workflow);
		await editor.rest('POST', `/executions/${execution!.id}/stop`);
		const looksAtStop = looks();
		await new Promise((resolve) => setTimeout(resolve, 2_000));
		// One may have been on its way.
		expect(looks()).toBeLessThanOrEqual(looksAtStop + 1);
		expect(await finishedExecutions(editor, workflow, 1)).toMatchObject([{ status: 'canceled', items: [] }]);
	});
});

describe('Lemlist', () => {
	test('lists all campaigns over all pages, and the editor offers them', async () => {
		for (let number = 0; number < 210; number++) lemlist.state.addCampaign({ name: `Wave ${number}` });
		const node = lemlistNode('List', 'lemlist', { resource: 'campaign', operation: 'getMany', returnAll: true });
		const { items } = await call(await activeWorkflow(editor, 'lastNode', node));
		expect(new Set(items.map(({ _id }) => _id)).size).toBe(lemlist.state.campaigns.size);

		const { results } = await editor.rest<{ results: unknown[] }>(
			'POST',
			'/dynamic-node-parameters/resource-locator-results',
			{
				path: 'parameters.campaignId',
				methodName: 'searchCampaigns',
				nodeTypeAndVersion: { name: node.type, version: 1 },
				currentNodeParameters: { resource: 'campaign', operation: 'get' },
				credentials: node.credentials,
				filter: 'Wave 207',
			},
		);
		expect(results).toMatchObject([{ name: expect.stringContaining('Wave 207') }]);
	});

	test('creates, changes and reads a lead', async () => {
		const campaignId = chosen(lemlist.state.addCampaign()._id);
		const email = 'jane+demo/#?@example.com';
		const of = (operation: string, parameters: object) =>
			lemlistNode(operation, 'lemlist', { resource: 'lead', operation, ...parameters });
		const { items } = await call(
			await activeWorkflow(
				editor,
				'lastNode',
				of('create', { campaignId, email, additionalFields: { firstName: 'Jane' } }),
				of('get', { findBy: 'email', email }),
			),
		);
		expect(items).toMatchObject([{ email, firstName: 'Jane' }]);
	});
});

describe('Lemlist Trigger', () => {
	test('starts the workflow from activation to deactivation', async () => {
		const trigger = lemlistNode('Trigger', 'lemlistTrigger', { events: ['emailsReplied'] });
		const workflow = await saveWorkflow(editor, 'trigger', [trigger, next]);
		await activate(editor, workflow);
		const activity = lemlist.state.addActivity({ type: 'emailsReplied' });
		expect(await deliverEvent(lemlist.state, activity)).toMatchObject([{ status: 200 }]);
		expect(await finishedExecutions(editor, workflow, 1)).toMatchObject([
			{ status: 'success', items: [{ _id: activity._id, leadEmail: activity.leadEmail }] },
		]);
		await deactivate(editor, workflow);
		expect([...lemlist.state.webhooks.values()]).toEqual([]);
	});

	test('says at activation what happened and what to do', async () => {
		const { _id: teamId } = lemlist.state.team;
		for (let number = 0; number < MOST_WEBHOOKS; number++) {
			const webhook = { teamId, targetUrl: `https://other.example/${number}`, createdAt: new Date().toISOString() };
			lemlist.state.webhooks.set(`hoo_${number}`, { ...webhook, _id: `hoo_${number}` });
		}
		const trigger = lemlistNode('Trigger', 'lemlistTrigger', { events: ['all'] });
		const workflow = await saveWorkflow(editor, 'full', [trigger, next]);
		await expect(activate(editor, workflow)).rejects.toThrow(
			/The lemlist team has as many webhooks as it may have \(200\)\. .*Delete webhooks/,
		);
	});
});

describe('Lemlist Polling Trigger', () => {
	test('gives each new activity once, in order, and no history', async () => {
		let time = Date.now() - 60_000;
		const add = (count: number) =>
			Array.from({ length: count }, () =>
				lemlist.state.addActivity({ type: 'paused', createdAt: new Date((time += 100)).toISOString() }),
			);
		add(5);
		const trigger = lemlistNode('Trigger', 'lemlistPollingTrigger', { events: ['paused'] });
		const workflow = await saveWorkflow(editor, 'polling', [trigger, next]);
		// n8n polls once when a workflow is activated.
		await activate(editor, workflow);
		await deactivate(editor, workflow);
		const added = add(30);
		await activate(editor, workflow);
		await finishedExecutions(editor, workflow, 1);
		await deactivate(editor, workflow);
		added.push(...add(3));
		await activate(editor, workflow);
		const all = await finishedExecutions(editor, workflow, 2);
		await deactivate(editor, workflow);
		expect(all.map(({ items }) => items.map(({ _id }) => _id))).toEqual([
			added.slice(0, 30).map(({ _id }) => _id),
			added.slice(30).map(({ _id }) => _id),
		]);
	});
});
