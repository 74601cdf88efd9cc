import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	NodeConnectionTypes,
	type NodeConnectionType,
} from 'n8n-workflow';

import { LemlistAccountApi } from '../../../credentials/LemlistAccountApi.credentials';
import { LemlistExportCampaign } from '../../../nodes/LemlistExportCampaign/LemlistExportCampaign.node';
import { type Simulator, startSimulator } from '../../../simulator';
import { createEngine, type Engine, node, start, workflow } from '../../../tools/engine';

const TYPE = 'n8n-nodes-lemlist.lemlistExportCampaignTool';

let lemlist: Simulator;
let n8n: Engine;
let calls: object[];

/** The node as n8n makes a tool of it. */
function asTool(): INodeType {
	const exporter = new LemlistExportCampaign();
	return {
		description: {
			...exporter.description,
			name: 'lemlistExportCampaignTool',
			inputs: [],
			outputs: [NodeConnectionTypes.AiTool],
		},
		methods: exporter.methods,
		execute: exporter.execute,
	} as unknown as INodeType;
}

/** An agent that calls its tool as it is told, one call after the other. */
function agent(): INodeType {
	return {
		description: {
			displayName: 'Agent',
			name: 'agent',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: {},
			inputs: [NodeConnectionTypes.Main, NodeConnectionTypes.AiTool],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		},
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const type: NodeConnectionType = NodeConnectionTypes.AiTool;
			const [tool] = (await this.getInputConnectionData(type, 0)) as Array<{ invoke(args: object): Promise<string> }>;
			const answers = [];
			for (const args of calls) answers.push({ json: { answer: await tool!.invoke(args) } });
			return [answers];
		},
	};
}

beforeEach(async () => {
	lemlist = await startSimulator({ exports: { durationMs: 20, content: 'email\na@example.com\n' } });
	n8n = await createEngine({
		nodes: { [TYPE]: asTool(), 'test.agent': agent() },
		credentialTypes: [new LemlistAccountApi()],
		credentials: { lemlistAccountApi: { apiKey: lemlist.apiKey, baseUrl: lemlist.baseUrl } },
	});
});
afterEach(async () => {
	n8n.close();
	await lemlist.close();
});

async function runAgent() {
	const tool = node(
		'Export',
		TYPE,
		{
			operation: 'export',
			output: 'rows',
			campaignId: { __rl: true, mode: 'id', value: "={{ $fromAI('campaign', '', 'string') }}" },
			options: { pollInterval: 0.05 },
			toolDescription: 'Exports a campaign',
		} as never,
		{ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
	);
	const json = workflow([start(), node('Agent', 'test.agent', {})]);
	json.nodes.push(tool);
	json.connections.Export = { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] };
	return await n8n.run(json);
}

describe('As a tool of an AI agent,', () => {
	test('a retry goes on with the export that was started, though n8n counts it as another run', async () => {
		const campaign = lemlist.state.addCampaign();
		calls = [{ campaign: campaign._id }];
		lemlist.faults.add({ on: 'status', do: { status: 403, body: 'Not now', contentType: 'text/plain' }, times: 1 });
		const run = await runAgent();
		expect(run.error).toBeUndefined();
		expect(String(run.items('Agent')[0]?.json.answer)).toContain('a@example.com');
		expect(lemlist.requestsOf('start')).toHaveLength(1);
	});

	test('the same question again, after a good answer, starts an export of its own', async () => {
		const campaign = lemlist.state.addCampaign();
		calls = [{ campaign: campaign._id }, { campaign: campaign._id }];
		const run = await runAgent();
		expect(run.error).toBeUndefined();
		expect(lemlist.requestsOf('start')).toHaveLength(2);
	});
});
