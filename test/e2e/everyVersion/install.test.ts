import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INode, IRun } from 'n8n-workflow';

import manifest from '../../../package.json';
import { deliverEvent, type Simulator, startSimulator } from '../../../simulator';
import { fillLemlist } from '../../../tools/lemlist/exampleWorld';
import { createN8n, type Editor, type N8n } from '../../../tools/n8n';
import { n8nFolder } from '../../../tools/n8n/environment';
import { packAs } from '../../../tools/pack';
import { type Registry, startRegistry } from '../../../tools/registry';
import {
	SAVED_NODES,
	savedCredential,
	type SavedWorkflow,
	savedWorkflow,
	TARBALL_0_1_0,
} from '../../support/savedWorkflows';
import { API_KEY, expectNoKey } from '../support';
import { activate, deactivate, eventually, finishedExecutions } from '../workflows';

jest.setTimeout(10 * 60_000);

const CSV = 'email,note\nann@example.com,"a, b"\nzoe@example.com,\n';
/** n8n wants a higher version than the last one. */
const NEXT_VERSION = '0.2.0';

/** A user's n8n: it installs 0.1.0 from its settings page, works with it, and is updated there. */
let registry: Registry;
let lemlist: Simulator;
let n8n: N8n;
let editor: Editor;
let scratch: string;

beforeAll(async () => {
	scratch = await mkdtemp(join(tmpdir(), 'lemlist-update-'));
	registry = await startRegistry();
	lemlist = await startSimulator({ apiKey: API_KEY, exports: { durationMs: 300, content: CSV } });
	await fillLemlist(lemlist);
	n8n = await createN8n({});
	await n8n.importCredentials([savedCredential(lemlist)]);
	editor = await n8n.start({ env: await registry.serve(n8n.userFolder) });
	await registry.publish(TARBALL_0_1_0);
});

afterAll(async () => {
	const log = editor?.log() ?? '';
	await n8n?.cleanup();
	await lemlist?.close();
	await registry?.close();
	await rm(scratch, { recursive: true, force: true });
	expect(log).not.toContain(API_KEY);
});

interface InstalledPackage {
	packageName: string;
	installedVersion: string;
	installedNodes: Array<{ type: string }>;
}

const NODES = SAVED_NODES.map((name) => `n8n-nodes-lemlist.${name}`);

async function expectInstalled(version: string): Promise<void> {
	const [installed, ...others] = await editor.rest<InstalledPackage[]>('GET', '/community-packages');
	expect(others).toEqual([]);
	expect(installed).toMatchObject({ packageName: 'n8n-nodes-lemlist', installedVersion: version });
	// Those of 0.1.0; what came later is new in n8n as well.
	const types = installed!.installedNodes.map(({ type }) => type);
	expect(types).toEqual(expect.arrayContaining(NODES));
	expect(types).toHaveLength(version === NEXT_VERSION ? manifest.n8n.nodes.length : NODES.length);
	const folder = join(n8nFolder(n8n.userFolder), 'nodes', 'node_modules', 'n8n-nodes-lemlist');
	expect(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))).toMatchObject({ version });
}

const OURS = 'n8n-nodes-lemlist.';

/** The saved workflows; of the node Lemlist only what changes nothing, because all of it runs at once here. */
function saved(name: (typeof SAVED_NODES)[number]): SavedWorkflow {
	const workflow = savedWorkflow(name);
	if (name !== 'lemlist') return workflow;
	const nodes = workflow.nodes.filter(({ type, parameters }) => !type.startsWith(OURS) || isRead(parameters));
	const names = new Set(nodes.map((node) => node.name));
	const connections = Object.fromEntries(
		Object.entries(workflow.connections).map(([from, outputs]) => [
			from,
			{ main: outputs.main!.map((targets) => targets!.filter(({ node }) => names.has(node))) },
		]),
	);
	return { ...workflow, nodes, connections };
}

const isRead = ({ operation }: INode['parameters']) => /^(get|export)/.test(String(operation));

/** Runs a saved workflow, and counts the items of each node. */
async function run(name: (typeof SAVED_NODES)[number]): Promise<Record<string, number>> {
	const execution = await n8n.execute(`saved-${name}`);
	expectNoKey(execution);
	const { resultData } = (execution.run as IRun).data;
	expect(resultData.error?.message).toBeUndefined();
	return Object.fromEntries(
		Object.entries(resultData.runData).map(([node, runs]) => [node, runs[0]?.data?.main?.[0]?.length ?? 0]),
	);
}

/** Both triggers, active; one event for each. The polling one finds that of the other, too. */
async function trigger(count: number): Promise<void> {
	for (const name of ['lemlistTrigger', 'lemlistPollingTrigger'] as const) {
		const { versionId } = await editor.rest<{ versionId: string }>('GET', `/workflows/saved-${name}`);
		const workflow = { id: `saved-${name}`, versionId };
		const activity = lemlist.state.addActivity({ type: 'emailsReplied', campaignId: campaignOf(name), isFirst: true });
		await activate(editor, workflow);
		if (name === 'lemlistTrigger') await deliverEvent(lemlist.state, activity);
		const executions = await finishedExecutions(editor, workflow, count);
		await deactivate(editor, workflow);
		const { status, items } = executions.at(-1)!;
		expect({ status, ids: items.map(({ _id }) => _id) }).toEqual({
			status: 'success',
			ids: expect.arrayContaining([activity._id]),
		});
	}
}

function campaignOf(name: (typeof SAVED_NODES)[number]): string {
	const { campaignId } = savedWorkflow(name).nodes[0]!.parameters as { campaignId: { value: string } };
	return campaignId.value;
}

test('Version 0.1.0 is installed from the settings page, and updated there: every saved workflow goes on working', async () => {
	await editor.rest('POST', '/community-packages', { name: 'n8n-nodes-lemlist' });
	await expectInstalled('0.1.0');
	expect(registry.requests).toContain('GET /n8n-nodes-lemlist/-/n8n-nodes-lemlist-0.1.0.tgz');

	await n8n.importWorkflows(SAVED_NODES.map((name) => saved(name) as never));
	await trigger(1);
	const before = { lemlist: await run('lemlist'), exports: await run('lemlistExportCampaign') };

	await registry.publish(await packAs(NEXT_VERSION, process.env.LEMLIST_TARBALL as string, scratch));
	await editor.rest('PATCH', '/community-packages', { name: 'n8n-nodes-lemlist' });
	await expectInstalled(NEXT_VERSION);

	const after = { lemlist: await run('lemlist'), exports: await run('lemlistExportCampaign') };
	// As the changelog says, [All] beside a state counts for nothing now; 0.1.0 exported every lead.
	expect(after).toEqual({ ...before, exports: { ...before.exports, 'Leads of one state': 0 } });
	await trigger(2);
});

test('The package is removed from the settings page, and leaves nothing', async () => {
	await editor.rest('DELETE', '/community-packages?name=n8n-nodes-lemlist');
	expect(await editor.rest('GET', '/community-packages')).toEqual([]);
	await eventually('n8n has forgotten the nodes', async () => {
		const types = await editor
			.rest<unknown>('POST', '/node-types', {
				nodeInfos: NODES.map((name) => ({ name, version: 1 })),
			})
			.catch(() => []);
		return (types as unknown[]).length === 0;
	});
});
