/**
 * `npm run demo`: exports campaigns to CSV files through n8n's own engine (n8n-core), with the node and
 * the credential of the built package, as examples/campaign-to-csv-file.json does it.
 *
 *   npm run demo                                            three campaigns of the simulator
 *   LEMLIST_API_KEY=… LEMLIST_CAMPAIGN_ID=cam_…,cam_… npm run demo     campaigns of the real lemlist
 *
 * LEMLIST_BASE_URL is another address of lemlist's API than https://api.lemlist.com/api. The files go to
 * demo-output/. Ctrl-C stops the export as n8n's Stop button does.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import type { ICredentialType, INodeType } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../simulator';
import { createEngine, type Engine, type LogEntry, type WorkflowJson, type WorkflowRun } from '../tools/engine';

const ROOT = resolve(__dirname, '..');
const EXAMPLE = join(ROOT, 'examples', 'campaign-to-csv-file.json');
const OUTPUT = join(ROOT, 'demo-output');
const REAL_LEMLIST = 'https://api.lemlist.com/api';
const LINES_SHOWN = 3;
const LONGEST_LINE = 100;

/** What is exported, and from where. */
interface Account {
	apiKey: string;
	baseUrl: string;
	/** What to call each campaign on the screen, by its ID. */
	campaigns: Map<string, string>;
}

interface PackageJson {
	name: string;
	n8n: { nodes: string[]; credentials: string[] };
}

async function main(): Promise<void> {
	const real = realAccount();
	const simulator = real ? undefined : await startDemoSimulator();
	const account = real ?? simulatedAccount(simulator!);
	const n8n = await createBuiltEngine(account);
	try {
		console.log(`Exporting from ${simulator ? 'the simulator' : account.baseUrl} with n8n's engine:`);
		const { workflow, nodeName } = await readExample();
		const progress = new Progress(account.campaigns);
		const handle = n8n.start(workflow, {
			pinnedInput: [...account.campaigns.keys()].map((campaignId) => ({ json: { campaignId } })),
			onLog: (entry) => progress.read(entry),
		});
		process.once('SIGINT', () => handle.cancel());
		const run = await handle.finished.finally(() => progress.end());
		await showResult(n8n, run, nodeName);
	} finally {
		n8n.close();
		await simulator?.close();
	}
}

function realAccount(): Account | undefined {
	const {
		LEMLIST_API_KEY: apiKey,
		LEMLIST_CAMPAIGN_ID: campaignIds,
		LEMLIST_BASE_URL: baseUrl = REAL_LEMLIST,
	} = process.env;
	if (!apiKey || !campaignIds) {
		if (apiKey || campaignIds)
			console.log('LEMLIST_API_KEY and LEMLIST_CAMPAIGN_ID are needed for the real lemlist; only one is set.');
		return undefined;
	}
	const ids = campaignIds.split(',').map((id) => id.trim());
	return { apiKey, baseUrl, campaigns: new Map(ids.map((id) => [id, id])) };
}

/** Campaigns whose exports take as long as real ones of a few thousand leads may. */
async function startDemoSimulator(): Promise<Simulator> {
	const simulator = await startSimulator({ seed: 3 });
	const exports = [
		{ durationMs: 2_500, size: 60_000 },
		{ durationMs: 5_000, size: 400_000 },
		{ durationMs: 7_000, size: 2_000_000 },
	];
	[...simulator.state.campaigns.values()].forEach((campaign, index) =>
		Object.assign(campaign.simulation.exports, exports[index]),
	);
	return simulator;
}

function simulatedAccount({ apiKey, baseUrl, state }: Simulator): Account {
	return { apiKey, baseUrl, campaigns: new Map([...state.campaigns.values()].map(({ _id, name }) => [_id, name])) };
}

/** n8n's engine with what `npm run build` made, found the way n8n finds it: by package.json. */
async function createBuiltEngine({ apiKey, baseUrl }: Account): Promise<Engine> {
	const { name, n8n } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as PackageJson;
	const nodes = n8n.nodes.map((file) => load<INodeType>(file));
	return await createEngine({
		nodes: Object.fromEntries(nodes.map((node) => [`${name}.${node.description.name}`, node])),
		credentialTypes: n8n.credentials.map((file) => load<ICredentialType>(file)),
		credentials: { lemlistAccountApi: { apiKey, baseUrl } },
	});
}

/** The class in a built file, which has the file's name. */
function load<Type>(file: string): Type {
	const className = basename(file).split('.')[0] as string;
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- the build is CommonJS, and its place comes from package.json
	const exported = require(join(ROOT, file)) as Record<string, new () => Type>;
	return new exported[className]!();
}

/** The example, with the campaign taken from each input item. The engine knows no sticky notes. */
async function readExample(): Promise<{ workflow: WorkflowJson; nodeName: string }> {
	const { nodes, ...rest } = JSON.parse(await readFile(EXAMPLE, 'utf8')) as WorkflowJson;
	const node = nodes.find(({ type }) => type.endsWith('.lemlistExportCampaign'));
	if (!node) throw new Error(`${relative(ROOT, EXAMPLE)} has no Lemlist Export Campaign node`);
	node.parameters.campaignId = { __rl: true, mode: 'id', value: '={{ $json.campaignId }}' };
	const workflow = { ...rest, nodes: nodes.filter(({ type }) => !type.endsWith('.stickyNote')) };
	return { workflow, nodeName: node.name };
}

/**
 * Shows how far each export is, from what the node logs: on a terminal one line that is written anew, else
 * a line for each change.
 */
class Progress {
	private readonly beganAt = Date.now();

	private readonly campaignOf = new Map<string, string>();

	private readonly states = new Map<string, string>();

	private readonly timer?: NodeJS.Timeout;

	constructor(private readonly campaigns: Map<string, string>) {
		if (process.stdout.isTTY) this.timer = setInterval(() => this.redraw(), 200);
	}

	/** Takes a line of n8n's log; those of other nodes are left out. */
	read({ message }: LogEntry): void {
		const [, startedId, campaignId] = /^Started lemlist export (\S+) of campaign (\S+)$/.exec(message) ?? [];
		if (startedId && campaignId) {
			this.campaignOf.set(startedId, this.campaigns.get(campaignId) ?? campaignId);
			this.show(startedId, 'started');
		}
		const [, exportId, state] = /^lemlist export (\S+): (.+)$/.exec(message) ?? [];
		if (exportId && state) this.show(exportId, state);
	}

	/** Ends the line. */
	end(): void {
		clearInterval(this.timer);
		if (!process.stdout.isTTY) return;
		this.redraw();
		process.stdout.write('\n');
	}

	private show(exportId: string, state: string): void {
		const name = this.campaignOf.get(exportId) ?? exportId;
		this.states.set(name, state);
		if (!process.stdout.isTTY) console.log(`${this.elapsed()}  ${name}: ${state}`);
	}

	private redraw(): void {
		const states = [...this.states].map(([name, state]) => `${name}: ${state}`);
		const line = [this.elapsed(), ...states].join('  ');
		process.stdout.write(`\r\u001B[2K${cut(line, (process.stdout.columns || 80) - 1)}`);
	}

	private elapsed(): string {
		return `${((Date.now() - this.beganAt) / 1000).toFixed(1).padStart(6)} s`;
	}
}

function cut(line: string, length: number): string {
	return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

/** Writes the files, or shows the error as n8n does, and sets the exit code. */
async function showResult(n8n: Engine, run: WorkflowRun, nodeName: string): Promise<void> {
	if (run.status !== 'success') {
		console.error(`\n${run.error?.message ?? run.status}\n${run.error?.description ?? ''}`.trimEnd());
		process.exitCode = 1;
		return;
	}
	await mkdir(OUTPUT, { recursive: true });
	const written = new Set<string>();
	for (const { json, binary } of run.items(nodeName)) {
		const content = await n8n.binary(binary?.data);
		// Two campaigns may have the same name.
		const fileName = written.has(String(json.fileName))
			? `${String(json.exportId)} ${String(json.fileName)}`
			: String(json.fileName);
		written.add(fileName);
		const path = join(OUTPUT, fileName);
		await writeFile(path, content);
		const firstLines = content
			.subarray(0, LINES_SHOWN * 2048)
			.toString('utf8')
			.split('\n')
			.slice(0, LINES_SHOWN);
		console.log(`\n${relative(process.cwd(), path)}  ${content.length} bytes`);
		for (const line of firstLines) console.log(`  ${cut(line.trimEnd(), LONGEST_LINE)}`);
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
