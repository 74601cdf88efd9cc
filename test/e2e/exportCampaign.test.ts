import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';

import { fileChunks, type Simulator, startSimulator } from '../../simulator';
import { median } from '../../tools/figures';
import { createN8n, type Execution, type N8n } from '../../tools/n8n';
import { API_KEY, CREDENTIAL, credential, expectNoKey, itemsOf, print } from './support';

const MINUTE = 60_000;
const MB = 1_000_000;

jest.setTimeout(10 * MINUTE);

let lemlist: Simulator;
let n8n: N8n;

beforeAll(async () => {
	lemlist = await startSimulator({ apiKey: API_KEY });
	n8n = await createN8n({ tarball: process.env.LEMLIST_TARBALL as string });
	await n8n.importCredentials([credential(lemlist.baseUrl)]);
});

afterAll(async () => {
	await n8n?.cleanup();
	await lemlist?.close();
});

/** Manual Trigger → one item per campaign → Lemlist Export Campaign → Crypto node, which hashes the file again. */
function exportWorkflow(id: string, campaignIds: string[], parameters: Record<string, unknown> = {}, last = 'Hash') {
	const nodes = [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
		{
			name: 'Campaigns',
			type: 'n8n-nodes-base.code',
			typeVersion: 2,
			parameters: { jsCode: `return ${JSON.stringify(campaignIds.map((campaignId) => ({ json: { campaignId } })))}` },
		},
		{
			name: 'Export',
			type: 'n8n-nodes-lemlist.lemlistExportCampaign',
			typeVersion: 1,
			parameters: { campaignId: { __rl: true, mode: 'id', value: '={{ $json.campaignId }}' }, ...parameters },
			credentials: { lemlistAccountApi: CREDENTIAL },
		},
		{
			name: 'Hash',
			type: 'n8n-nodes-base.crypto',
			typeVersion: 1,
			parameters: {
				action: 'hash',
				type: 'SHA256',
				binaryData: true,
				binaryPropertyName: 'data',
				dataPropertyName: 'sha256',
				encoding: 'hex',
			},
		},
	].map((node, index) => ({ ...node, id: `${id}-${index}`, position: [index * 200, 0] }));
	const used = nodes.slice(0, nodes.findIndex(({ name }) => name === last) + 1);
	const connections = Object.fromEntries(
		used.slice(1).map(({ name }, index) => [used[index]!.name, { main: [[{ node: name, type: 'main', index: 0 }]] }]),
	);
	return { id, name: id, nodes: used, connections, settings: {}, active: false };
}

async function run(...workflow: Parameters<typeof exportWorkflow>): Promise<Execution> {
	await n8n.importWorkflows([exportWorkflow(...workflow)]);
	return await execute(workflow[0]);
}

/** Runs an imported workflow. What n8n prints of it never holds the API key. */
async function execute(id: string): Promise<Execution> {
	const execution = await n8n.execute(id);
	expectNoKey(execution);
	return execution;
}

async function hashOf(chunks: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of chunks) hash.update(chunk);
	return hash.digest('hex');
}

test('The packed tarball turns a campaign into a CSV file that the next node reads, byte for byte', async () => {
	const campaign = lemlist.state.addCampaign({ name: 'Herbst / CTOs' });
	const execution = await run('one-file', [campaign._id]);
	const [made] = [...lemlist.state.exports.values()].slice(-1);
	const [item] = itemsOf(execution, 'Export');
	const stored = await n8n.readBinary(item!.binary!.data!.id as string);
	expect(stored.equals(Buffer.concat([...fileChunks(made!)]))).toBe(true);
	expect(itemsOf(execution, 'Hash')[0]?.json.sha256).toBe(await hashOf(fileChunks(made!)));
	expect(item?.json).toMatchObject({
		campaignName: 'Herbst / CTOs',
		exportId: made!.id,
		status: 'done',
		fileSize: stored.length,
	});
	print(
		`one export of 1 s: ${(execution.durationMs / 1000).toFixed(1)} s including the start of n8n, ${stored.length} bytes, identical`,
	);
});

test('It gives the rows of a campaign, and its leads', async () => {
	const campaign = lemlist.state.addCampaign({
		generatedLeads: 120,
		exports: { content: 'email,note\njürgen@example.com,"a, b"\n' },
	});
	const rows = await run('rows', [campaign._id], { output: 'rows' }, 'Export');
	expect(itemsOf(rows, 'Export').map(({ json }) => json)).toEqual([
		{ campaignId: campaign._id, campaignName: campaign.name, email: 'jürgen@example.com', note: 'a, b' },
	]);
	const leads = await run('leads', [campaign._id], { dataset: 'leads', output: 'rows' }, 'Export');
	expect(itemsOf(leads, 'Export')).toHaveLength(120);
});

test('Twenty campaigns whose exports take 3 s arrive together as twenty files, in input order', async () => {
	const campaigns = Array.from({ length: 20 }, () => lemlist.state.addCampaign({ exports: { durationMs: 3000 } })._id);
	const before = lemlist.requests.length;
	const execution = await run('twenty', campaigns);
	const requests = lemlist.requests.slice(before);
	const tookMs = requests.at(-1)!.endedAt! - requests[0]!.at;
	const refused = requests.filter(({ status }) => status === 429).length;
	print(`20 exports of 3 s: ${(tookMs / 1000).toFixed(2)} s, ${requests.length} requests, ${refused} refused with 429`);
	expect(itemsOf(execution, 'Export').map(({ json }) => json.campaignId)).toEqual(campaigns);
	expect(itemsOf(execution, 'Hash')).toHaveLength(20);
	const nodeMs = execution.run!.data.resultData.runData.Export![0]!.executionTime;
	print(`the node itself took ${(nodeMs / 1000).toFixed(2)} s`);
	// One after the other they would take a minute; on an idle machine these take six to eight seconds.
	expect(nodeMs).toBeLessThan(30_000);
	expect(requests.length).toBeLessThanOrEqual(100);
	// A machine that is busy just then can let a request come a moment too early.
	expect(refused).toBeLessThanOrEqual(5);
});

describe('Memory, with n8n storing files in its filesystem mode', () => {
	const SMALL = 10_000;
	const RUNS = [1, 2, 3];
	/** A file of 1 GB takes its time. */
	const runsOf = (size: number) => (size > 500 * MB ? [1] : RUNS);
	const workflowId = (size: number, time: number) => `memory-${size}-${time}`;
	let baseline: number;

	/** The peak memory of n8n (bytes, VmHWM) while it exports a file of so many bytes: median of three, but for the largest. */
	async function medianPeak(size: number): Promise<number> {
		const peaks: number[] = [];
		for (const time of runsOf(size)) {
			const execution = await execute(workflowId(size, time));
			const [made] = [...lemlist.state.exports.values()].slice(-1);
			const path = n8n.binaryPath(itemsOf(execution, 'Export')[0]!.binary!.data!.id as string);
			expect(await hashOf(createReadStream(path))).toBe(await hashOf(fileChunks(made!)));
			await rm(path);
			peaks.push(execution.peakRssBytes);
		}
		const added = peaks.map((peak) => `${Math.round((peak - (baseline ?? 0)) / MB)} MB`).join(', ');
		print(
			baseline === undefined
				? `peak of n8n with a file of 10 kB: ${added}`
				: `a CSV of ${size / MB} MB, identical, adds ${added} to it`,
		);
		return median(peaks);
	}

	beforeAll(async () => {
		// One import for all, because each starts n8n once more.
		await n8n.importWorkflows(
			[SMALL, 300 * MB, 1000 * MB].flatMap((size) =>
				runsOf(size).map((time) => {
					const campaign = lemlist.state.addCampaign({ exports: { size, durationMs: 100 } });
					// Without the node that hashes: n8n's own reading of the file is not what is measured.
					return exportWorkflow(workflowId(size, time), [campaign._id], {}, 'Export');
				}),
			),
		);
		baseline = await medianPeak(SMALL);
	});

	test('a 300 MB CSV adds at most 120 MB', async () => {
		expect((await medianPeak(300 * MB)) - baseline).toBeLessThanOrEqual(120 * MB);
	});

	test('a 1 GB CSV adds at most 140 MB', async () => {
		expect((await medianPeak(1000 * MB)) - baseline).toBeLessThanOrEqual(140 * MB);
	});
});
