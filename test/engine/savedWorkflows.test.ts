import { type IDataObject, type INode, type INodeType, NodeHelpers } from 'n8n-workflow';

import { LemlistAccountApi } from '../../credentials/LemlistAccountApi.credentials';
import { Lemlist } from '../../nodes/Lemlist/Lemlist.node';
import { LemlistExportCampaign } from '../../nodes/LemlistExportCampaign/LemlistExportCampaign.node';
import { LemlistPollingTrigger } from '../../nodes/LemlistPollingTrigger/LemlistPollingTrigger.node';
import { LemlistTrigger } from '../../nodes/LemlistTrigger/LemlistTrigger.node';
import { createEngine, MANUAL_TRIGGER, NO_OP, start, workflow, type WorkflowRun } from '../../tools/engine';
import { createExampleWorld, type ExampleWorld } from '../../tools/lemlist/exampleWorld';
import { SAVED_NODES, savedWorkflow } from '../support/savedWorkflows';

const nodeTypes: Record<string, INodeType> = {
	'n8n-nodes-lemlist.lemlist': new Lemlist(),
	'n8n-nodes-lemlist.lemlistExportCampaign': new LemlistExportCampaign(),
	'n8n-nodes-lemlist.lemlistPollingTrigger': new LemlistPollingTrigger(),
	'n8n-nodes-lemlist.lemlistTrigger': new LemlistTrigger(),
};

const ours = (node: INode) => node.type in nodeTypes;
const savedNodes = SAVED_NODES.flatMap((name) => savedWorkflow(name).nodes.filter(ours));
const named = (nodes: INode[]): Array<[string, INode]> => nodes.map((node) => [node.name, node]);

/** n8n's own parameters of every polling node, which no node declares. */
const BY_N8N = ['pollTimes'];

describe('A node of a workflow that was saved with 0.1.0', () => {
	test.each(named(savedNodes))(
		'keeps each of its values, and n8n has nothing to say against them: %s',
		(_name, node) => {
			const { description } = nodeTypes[node.type]!;
			expect([description.version].flat()).toContain(node.typeVersion);
			expect(NodeHelpers.getNodeParametersIssues(description.properties, node, description)).toBeNull();
			const stored = Object.fromEntries(Object.entries(node.parameters).filter(([name]) => !BY_N8N.includes(name)));
			const read = NodeHelpers.getNodeParameters(description.properties, stored, true, false, node, description);
			expect(read).toMatchObject(stored);
		},
	);

	test.each(named(savedNodes))('finds its credential: %s', (_name, node) => {
		const { credentials = [] } = nodeTypes[node.type]!.description;
		expect(credentials.map(({ name }) => name)).toEqual(Object.keys(node.credentials!));
	});
});

describe('An operation of the node Lemlist that was saved with 0.1.0', () => {
	let world: ExampleWorld;
	beforeEach(async () => (world = await createExampleWorld()));
	afterEach(async () => await world.end());

	test.each(named(savedWorkflow('lemlist').nodes.filter(ours)))('runs: %s', async (name, node) => {
		const run = await world.n8n.run(workflow([start(), node]));
		expect(run.error).toBeUndefined();
		for (const { json } of run.items(name)) expect(json).not.toHaveProperty('error');
	});
});

describe('Exports that were saved with 0.1.0', () => {
	let world: ExampleWorld;
	let run: WorkflowRun;
	let n8n: Awaited<ReturnType<typeof createEngine>>;

	beforeEach(async () => {
		world = await createExampleWorld();
		const { lemlist } = world;
		lemlist.state.exportDefaults.durationMs = 0;
		n8n = await createEngine({
			nodes: nodeTypes,
			credentialTypes: [new LemlistAccountApi()],
			credentials: { lemlistAccountApi: { apiKey: lemlist.apiKey, baseUrl: lemlist.baseUrl } },
		});
		const saved = savedWorkflow('lemlistExportCampaign');
		const standIns: Record<string, string> = {
			'n8n-nodes-base.manualTrigger': MANUAL_TRIGGER,
			'n8n-nodes-base.wait': NO_OP,
		};
		const nodes = saved.nodes.map((node: INode) => ({ ...node, type: standIns[node.type] ?? node.type }));
		run = await n8n.run({ nodes, connections: saved.connections });
	});

	afterEach(async () => {
		n8n.close();
		await world.end();
	});

	const json = (name: string): IDataObject[] => run.items(name).map((item) => item.json);

	test('give files, rows and leads, and wait in a loop of their own, as they did', () => {
		expect(run.error).toBeUndefined();
		const campaignId = world.values.campaignId as string;
		expect(json('File')).toMatchObject([{ campaignId, status: 'done' }]);
		expect(run.items('File')[0]!.binary).toMatchObject({ data: { mimeType: 'text/csv' } });
		expect(run.items('Named file')[0]!.binary).toMatchObject({ csv: { fileName: 'weekly report.csv' } });
		expect(json('Rows').length).toBeGreaterThan(0);
		expect(json('Leads')).toHaveLength(1);
		expect(json('Leads of one state')).toHaveLength(0);
		expect(json('Start export')).toMatchObject([{ campaignId, exportId: expect.any(String) }]);
		expect(json('Get status')).toMatchObject([{ status: 'done' }]);
		expect(json('Download')).toHaveLength(json('Rows').length);
	});
});
