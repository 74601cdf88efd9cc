import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import {
	NodeConnectionTypes,
	NodeHelpers,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeProperties,
	type NodePropertyTypes,
	type INodeType,
} from 'n8n-workflow';

import { LemlistAccountApi } from '../../credentials/LemlistAccountApi.credentials';
import { QlaraApi } from '../../credentials/QlaraApi.credentials';
import { Lemlist } from '../../nodes/Lemlist/Lemlist.node';
import { LemlistExportCampaign } from '../../nodes/LemlistExportCampaign/LemlistExportCampaign.node';
import { LemlistTrigger } from '../../nodes/LemlistTrigger/LemlistTrigger.node';
import { QlaraExport } from '../../nodes/QlaraExport/QlaraExport.node';
import {
	QLARA_COLUMNS,
	startQlaraSimulator,
	startSimulator,
	type QlaraSimulator,
	type Simulator,
} from '../../simulator';
import { exampleCredential, type ExampleCredentialType, exampleWorkflows } from '../../tools/n8n/examples';
import { createEngine, type Engine, type WorkflowJson, type WorkflowRun } from '../../tools/engine';

const EXAMPLES = resolve(__dirname, '../../examples');
const LEMLIST_NODE = 'n8n-nodes-lemlist.lemlistExportCampaign';
const QLARA_NODE = 'n8n-nodes-lemlist.qlaraExport';
/** The nodes of this package in the examples, each with the type of its credential. */
const OURS: Record<string, { node: INodeType; credential: ExampleCredentialType }> = {
	'n8n-nodes-lemlist.lemlist': { node: new Lemlist(), credential: 'lemlistAccountApi' },
	'n8n-nodes-lemlist.lemlistTool': { node: new Lemlist(), credential: 'lemlistAccountApi' },
	'n8n-nodes-lemlist.lemlistTrigger': { node: new LemlistTrigger(), credential: 'lemlistAccountApi' },
	[LEMLIST_NODE]: { node: new LemlistExportCampaign(), credential: 'lemlistAccountApi' },
	[QLARA_NODE]: { node: new QlaraExport(), credential: 'qlaraApi' },
};
/** A node as an agent has it, and what n8n adds to its parameters then. */
const TOOL = /Tool$/;
const OF_TOOLS = ['descriptionType', 'toolDescription'];
const FILE_SIZE = 23_654;

const names = readdirSync(EXAMPLES)
	.filter((file) => file.endsWith('.json'))
	.map((file) => basename(file, '.json'))
	.sort();

function readExample(name: string): WorkflowJson {
	return JSON.parse(readFileSync(join(EXAMPLES, `${name}.json`), 'utf8')) as WorkflowJson;
}

function ourNodes({ nodes }: WorkflowJson): INode[] {
	return nodes.filter(({ type }) => type in OURS);
}

type Parameter = (name: string) => unknown;
type Task = (item: INodeExecutionData, parameter: Parameter) => IDataObject[] | boolean | Promise<IDataObject[]>;

/**
 * A stand-in for a node of n8n-nodes-base, which does what the examples need of it.
 * @param parameters names of the parameters it reads, with n8n's types where the type matters
 * @param task gives the json of the items it makes of one, or whether the item takes the first output
 */
function standIn(parameters: Array<string | [string, NodePropertyTypes]>, task: Task, outputs = 1): INodeType {
	const properties = parameters.map((each): INodeProperties => {
		const [name, type] = typeof each === 'string' ? [each, 'string' as const] : each;
		return { displayName: name, name, type, default: type === 'filter' ? {} : '' };
	});
	return {
		description: {
			displayName: 'Stand-in',
			name: 'standIn',
			group: ['transform'],
			version: [1, 1.1, 1.2, 2.1, 2.2, 2.3, 3.4, 4.5],
			description: '',
			defaults: {},
			inputs: [NodeConnectionTypes.Main],
			outputs: Array.from({ length: outputs }, () => NodeConnectionTypes.Main),
			properties,
		},
		async execute(this: IExecuteFunctions) {
			const results: INodeExecutionData[][] = Array.from({ length: outputs }, () => []);
			for (const [index, item] of this.getInputData().entries()) {
				const made = await task(item, (name) => this.getNodeParameter(name, index, undefined, { extractValue: true }));
				if (typeof made !== 'boolean') results[0]!.push(...made.map((json) => ({ json, pairedItem: { item: index } })));
				else results[made ? 0 : 1]?.push({ ...item, pairedItem: { item: index } });
			}
			return results;
		},
	};
}

/** A node that sends items somewhere: it emits what it would send. */
const sender = (...parameters: string[]) =>
	standIn(parameters, ({ json }, parameter) => [
		parameters.length === 0
			? json
			: (Object.fromEntries(parameters.map((name) => [name, parameter(name)])) as IDataObject),
	]);

const standIns: Record<string, INodeType> = {
	'n8n-nodes-base.stickyNote': standIn(['content', 'height', 'width', 'color'], () => []),
	'n8n-nodes-base.scheduleTrigger': sender(),
	'n8n-nodes-base.wait': standIn([], async ({ json }) => {
		await new Promise((done) => setTimeout(done, 100));
		return [json];
	}),
	'n8n-nodes-base.if': standIn([['conditions', 'filter']], (_item, parameter) => parameter('conditions') as boolean, 2),
	'n8n-nodes-base.filter': standIn(
		[['conditions', 'filter']],
		(_item, parameter) => parameter('conditions') as boolean,
	),
	'n8n-nodes-base.set': standIn(['jsonOutput', 'includeOtherFields'], ({ json }, parameter) => [
		{
			...(parameter('includeOtherFields') ? json : {}),
			...(JSON.parse(parameter('jsonOutput') as string) as IDataObject),
		},
	]),
	'n8n-nodes-base.splitOut': standIn(['fieldToSplitOut', 'options'], ({ json }, parameter) => {
		const { destinationFieldName } = parameter('options') as { destinationFieldName: string };
		return (json[parameter('fieldToSplitOut') as string] as string[]).map((value) => ({
			[destinationFieldName]: value,
		}));
	}),
	'n8n-nodes-base.googleSheets': sender(),
	'n8n-nodes-base.hubspot': sender('email', 'additionalFields'),
	'n8n-nodes-base.slack': sender('text'),
	'n8n-nodes-base.emailSend': sender('subject', 'emailFormat', 'html', 'options'),
};

describe.each(names)('The example "%s"', (name) => {
	const example = readExample(name);

	test('is a workflow as n8n exports it, with notes and connections that lead somewhere', () => {
		expect(example.name).toMatch(/^(Lemlist|Qlara): /);
		expect(ourNodes(example).length).toBeGreaterThan(0);
		expect(example.nodes.map(({ type }) => type)).toContain('n8n-nodes-base.stickyNote');
		const nodeNames = example.nodes.map((node) => node.name);
		expect(new Set(nodeNames).size).toBe(nodeNames.length);
		expect(new Set(example.nodes.map(({ id }) => id)).size).toBe(nodeNames.length);
		const targets = Object.values(example.connections).flatMap((outputs) =>
			Object.values(outputs).flatMap((ofType) => ofType.flatMap((output) => output ?? [])),
		);
		for (const from of Object.keys(example.connections)) expect(nodeNames).toContain(from);
		for (const { node } of targets) expect(nodeNames).toContain(node);
	});

	test('holds no key, and gets the credential that `npm start` makes', () => {
		for (const { credentials } of example.nodes.filter((node) => node.credentials)) {
			expect(Object.values(credentials!).map((credential) => Object.keys(credential).sort())).toEqual([['id', 'name']]);
		}
		const imported = exampleWorkflows().find(({ id }) => id === name);
		const used = imported!.nodes.filter(({ type }) => type in OURS);
		expect(used.length).toBeGreaterThan(0);
		for (const { type, credentials } of used) {
			const { credential } = OURS[type]!;
			const { id, name: credentialName } = exampleCredential({ apiKey: '', baseUrl: '' }, credential);
			expect(credentials).toEqual({ [credential]: { id, name: credentialName } });
		}
	});

	test.each(ourNodes(example).map((node) => [node.name, node] as const))(
		'sets the node "%s" as its description allows',
		(_name, inExample) => {
			const node = { ...inExample, parameters: { ...inExample.parameters } };
			if (TOOL.test(node.type)) for (const name of OF_TOOLS) delete node.parameters[name];
			const { description } = OURS[node.type]!.node;
			expect(description.version).toBe(node.typeVersion);
			expect(NodeHelpers.getNodeParametersIssues(description.properties, node, description)).toBeNull();
			// What n8n keeps when it saves: no parameter that does not exist, is hidden, or has its default.
			const kept = NodeHelpers.getNodeParameters(
				description.properties,
				node.parameters,
				false,
				false,
				node,
				description,
			);
			expect(node.parameters).toEqual(kept);
			const all = NodeHelpers.getNodeParameters(
				description.properties,
				node.parameters,
				true,
				false,
				node,
				description,
			);
			// Several operations may have a parameter of one name, each with its own choices.
			const shown = description.properties.filter((property) =>
				NodeHelpers.displayParameter(all!, property, node, description),
			);
			for (const { name: parameter, type, options = [] } of shown) {
				const chosen = node.parameters[parameter];
				if (chosen === undefined || !/^(multiO|o)ptions$/.test(type)) continue;
				expect(options.map((option) => (option as { value: unknown }).value)).toEqual(
					expect.arrayContaining([chosen].flat()),
				);
			}
		},
	);
});

/** Those whose other nodes are easily stood in for; test/e2e/everyVersion/examples.test.ts runs all of them with the real ones. */
describe('Against the simulator that `npm start` uses, the example', () => {
	let lemlist: Simulator;
	let qlara: QlaraSimulator;
	let n8n: Engine;
	beforeEach(async () => {
		lemlist = await startSimulator({ seed: true, exports: { durationMs: 250 } });
		qlara = await startQlaraSimulator({ seed: true, exports: { durationMs: 250 } });
		n8n = await createEngine({
			nodes: { ...Object.fromEntries(Object.entries(OURS).map(([type, { node }]) => [type, node])), ...standIns },
			credentialTypes: [new LemlistAccountApi(), new QlaraApi()],
			credentials: {
				lemlistAccountApi: { apiKey: lemlist.apiKey, baseUrl: lemlist.baseUrl },
				qlaraApi: { apiKey: qlara.apiKey, baseUrl: qlara.baseUrl },
			},
		});
	});
	afterEach(async () => {
		n8n.close();
		await lemlist.close();
		await qlara.close();
	});

	async function run(name: string): Promise<WorkflowRun> {
		const example = readExample(name);
		const trigger = example.nodes.find(({ type }) => /Trigger$/.test(type))!;
		const result = await n8n.run(example, { startNode: trigger.name });
		expect(result.error).toBeUndefined();
		expect(result.status).toBe('success');
		return result;
	}

	/** The campaigns set in the node "Chosen campaigns". */
	function chosenCampaigns(name: string): string[] {
		const { parameters } = readExample(name).nodes.find((node) => node.name === 'Chosen campaigns')!;
		return (JSON.parse((parameters as INodeParameters).jsonOutput as string) as { campaignIds: string[] }).campaignIds;
	}

	test('"campaign-to-csv-file" brings the CSV file to the next node', async () => {
		const result = await run('campaign-to-csv-file');
		const [item] = result.items('Use the file');
		expect(item?.json).toMatchObject({ campaignName: 'Product Launch DACH', status: 'done', fileSize: FILE_SIZE });
		expect((await n8n.binary(item?.binary?.data)).toString('utf8')).toMatch(/^email,firstName,/);
		expect(result.items('Use the file')).toHaveLength(1);
	});

	test('"weekly-rows-to-google-sheets" brings the rows of every running campaign to the sheet, with campaign and date', async () => {
		const result = await run('weekly-rows-to-google-sheets');
		const rows = result.items('Append to sheet').map(({ json }) => json);
		const campaigns = [...lemlist.state.campaigns.values()].filter(({ status }) => status === 'running');
		expect(campaigns.length).toBeGreaterThan(1);
		expect(new Set(rows.map(({ campaignId }) => campaignId))).toEqual(new Set(campaigns.map(({ _id }) => _id)));
		for (const row of rows) {
			expect(row.email).toMatch(/@/);
			expect(row.exportedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
		}
		expect(lemlist.requestsOf('start')).toHaveLength(campaigns.length);
	});

	test('"qlara-contacts-to-google-sheets" brings all contacts to the sheet, with the date', async () => {
		const result = await run('qlara-contacts-to-google-sheets');
		const rows = result.items('Append to sheet').map(({ json }) => json);
		expect(rows.length).toBeGreaterThan(100);
		for (const row of rows) {
			expect(Object.keys(row)).toEqual(expect.arrayContaining([...QLARA_COLUMNS.contacts]));
			expect(row.exportedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
		}
		expect(qlara.requestsOf('startContacts').map(({ body }) => body)).toEqual([{}]);
		expect(qlara.files.gotKey()).toBe(false);
	});

	test('"leads-that-answered-to-hubspot" brings the leads with an email and a chosen state, and no others', async () => {
		const [node] = ourNodes(readExample('leads-that-answered-to-hubspot'));
		const { campaignId, states } = node!.parameters as unknown as { campaignId: { value: string }; states: string[] };
		lemlist.state.addLead(campaignId.value, { email: '', lastState: 'linkedinReplied' });
		const answered = [...lemlist.state.leads.values()].filter(
			(lead) => lead.campaignId === campaignId.value && states.includes(lead.lastState) && lead.email !== '',
		);
		expect(answered.length).toBeGreaterThan(0);

		const result = await run('leads-that-answered-to-hubspot');
		expect(result.items('Export leads')).toHaveLength(answered.length + 1);
		expect(result.items('Create or update contact').map(({ json }) => json)).toEqual(
			answered.map(({ email, companyName, firstName, lastName, phone }) => ({
				email,
				additionalFields: { companyName, firstName, lastName, phoneNumber: phone },
			})),
		);
	});

	test('"start-wait-download" starts once, looks until the export is done, and brings the file', async () => {
		const result = await run('start-wait-download');
		expect(lemlist.requestsOf('start')).toHaveLength(1);
		expect(result.nodeRuns('Get status').length).toBeGreaterThan(1);
		const [item] = result.items('Download file');
		expect(item?.json).toMatchObject({ status: 'done', fileSize: FILE_SIZE });
		expect(await n8n.binary(item?.binary?.data)).toHaveLength(FILE_SIZE);
	});

	test('"failed-exports-to-slack" brings the files to one branch and what failed to the other', async () => {
		const result = await run('failed-exports-to-slack');
		const campaigns = chosenCampaigns('failed-exports-to-slack');
		expect(result.items('Use the files').map(({ json }) => json.campaignId)).toEqual(campaigns.slice(0, -1));
		const messages = result.items('Tell the team').map(({ json }) => json.text);
		expect(messages).toHaveLength(1);
		expect(messages[0]).toContain(`campaign ${campaigns.at(-1)} failed: lemlist says: Campaign not found (HTTP 404)`);
		expect(messages[0]).toContain('copy the ID from the address bar');
	});

	test('"weekly-report-by-email" sends the page of last week, with the page as a file', async () => {
		const result = await run('weekly-report-by-email');
		const [report] = result.items('Create report');
		const { json, binary } = report!;
		const days = (Date.parse(json.endDate as string) - Date.parse(json.startDate as string)) / 86_400_000;
		expect(Math.round(days)).toBe(7);
		expect(Date.parse(json.endDate as string)).toBeLessThan(Date.now());
		expect(json.campaigns).toHaveLength(5);
		expect(json.html).toContain('Product Launch DACH');
		expect((await n8n.binary(binary?.data)).toString('utf8')).toBe(json.html);
		expect(result.items('Send report').map((item) => item.json)).toEqual([
			{
				subject: expect.stringMatching(/^Outreach last week, .*: \d+\.\d% replied, \d+ interested$/),
				emailFormat: 'html',
				html: json.html,
				options: { appendAttribution: false, attachments: 'data' },
			},
		]);
	});
});
