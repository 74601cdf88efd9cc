import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	NodeConnectionTypes,
	NodeHelpers,
	type NodeConnectionType,
} from 'n8n-workflow';

import { LemlistAccountApi } from '../../../credentials/LemlistAccountApi.credentials';
import { Lemlist } from '../../../nodes/Lemlist/Lemlist.node';
import { LemlistExportCampaign } from '../../../nodes/LemlistExportCampaign/LemlistExportCampaign.node';
import { QlaraExport } from '../../../nodes/QlaraExport/QlaraExport.node';
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

async function runAgent(parameters: INodeParameters = {}) {
	const tool = node(
		'Export',
		TYPE,
		{
			operation: 'export',
			...parameters,
			campaignId: { __rl: true, mode: 'id', value: "={{ $fromAI('campaign', '', 'string') }}" },
			options: { pollInterval: 0.05 },
			toolDescription: 'Exports a campaign',
		},
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

	test('it gives rows, unless somebody chose the file: an agent gets no files of its tools', async () => {
		const campaign = lemlist.state.addCampaign();
		calls = [{ campaign: campaign._id }];
		const answer = String((await runAgent()).items('Agent')[0]?.json.answer);
		expect(JSON.parse(answer)).toEqual([
			{ campaignId: campaign._id, campaignName: campaign.name, email: 'a@example.com' },
		]);
		const chosen = String((await runAgent({ output: 'file' })).items('Agent')[0]?.json.answer);
		expect(chosen).toContain('"fileName"');
		expect(chosen).not.toContain('a@example.com');
	});
});

describe('The parameter Output', () => {
	const nodes: INodeType[] = [new Lemlist(), new LemlistExportCampaign(), new QlaraExport()];
	const forms = nodes.flatMap(({ description }) => {
		const name = description.displayName;
		const ofUnsubscribes = ['exportContacts', 'exportVariables'].map((operation) => ({
			resource: 'unsubscribe',
			operation,
		}));
		const values = name === 'Lemlist' ? ofUnsubscribes : ['export', 'download'].map((operation) => ({ operation }));
		return values.map((value) => [`${name}, ${value.operation}`, description, value] as const);
	});

	test.each(forms)(
		'is File in a workflow and Rows as a tool, while nobody chose it: %s',
		(_name, description, values) => {
			const { properties, name } = description;
			const shown = (given: INodeParameters, typeName: string) =>
				NodeHelpers.getNodeParameters(properties, given, true, false, null, { ...description, name: typeName })!;
			const inWorkflow = shown(values, name);
			expect([inWorkflow.output, inWorkflow.binaryPropertyName]).toEqual(['file', 'data']);
			const asTool = shown(values, `${name}Tool`);
			expect([asTool.output, asTool.binaryPropertyName]).toEqual(['rows', undefined]);
			for (const typeName of [name, `${name}Tool`])
				for (const output of ['file', 'rows']) expect(shown({ ...values, output }, typeName).output).toBe(output);
		},
	);

	test.each(forms)('is saved only where it was chosen: %s', (_name, description, values) => {
		const { properties, name } = description;
		const saved = (output: string, typeName: string) =>
			NodeHelpers.getNodeParameters(properties, { ...values, output }, false, false, null, {
				...description,
				name: typeName,
			})!.output;
		expect([saved('file', name), saved('rows', name)]).toEqual([undefined, 'rows']);
		expect([saved('file', `${name}Tool`), saved('rows', `${name}Tool`)]).toEqual(['file', undefined]);
	});
});
