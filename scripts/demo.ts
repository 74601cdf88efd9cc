/**
 * `npm run demo`: exports campaigns to CSV files through n8n's own engine (n8n-core), with the node and
 * the credential of the built package, as examples/campaign-to-csv-file.json does it.
 *
 *   npm run demo                                            three campaigns of the simulator
 *   LEMLIST_API_KEY=… LEMLIST_CAMPAIGN_ID=cam_…,cam_… npm run demo     campaigns of the real lemlist
 *   npm run demo -- --qlara                                 contacts and delivery reports of the simulated Qlara
 *   QLARA_API_KEY=… npm run demo -- --qlara                 all contacts of the real one
 *
 * LEMLIST_BASE_URL is another address of lemlist's API than https://api.lemlist.com/api, QLARA_BASE_URL one of
 * Qlara's. The files go to demo-output/. Ctrl-C stops the export as n8n's Stop button does.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ICredentialType, IDataObject, INodeParameters, INodeType } from 'n8n-workflow';
import { startQlaraSimulator, startSimulator, type Simulator } from '../simulator';
import {
	createEngine,
	type Engine,
	type LogEntry,
	node,
	start,
	workflow,
	type WorkflowJson,
	type WorkflowRun,
} from '../tools/engine';

const ROOT = resolve(__dirname, '..');
const EXAMPLE = join(ROOT, 'examples', 'campaign-to-csv-file.json');
const OUTPUT = join(ROOT, 'demo-output');
const REAL_LEMLIST = 'https://api.lemlist.com/api';
const REAL_QLARA = 'https://lora-api.agiletelecom.com/api/partner-gateway/v1';
const LINES_SHOWN = 3;
const LONGEST_LINE = 100;

/** What is exported, from where, and how. */
interface Demo {
	/** Where it comes from, for the first line on the screen. */
	source: string;
	credential: { type: string; apiKey: string; baseUrl: string };
	workflow: WorkflowJson;
	/** The nodes that give the files. */
	nodeNames: string[];
	items: IDataObject[];
	/** What to call the exports of a campaign on the screen, by its ID. */
	names?: Map<string, string>;
	end(): Promise<void>;
}

interface PackageJson {
	name: string;
	n8n: { nodes: string[]; credentials: string[] };
}

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { qlara: { type: 'boolean', default: false } } });
	const demo = values.qlara ? await qlaraDemo() : await lemlistDemo();
	const n8n = await createBuiltEngine(demo);
	try {
		console.log(`Exporting from ${demo.source} with n8n's engine:`);
		const progress = new Progress(demo.names);
		const handle = n8n.start(demo.workflow, {
			pinnedInput: demo.items.map((json) => ({ json })),
			onLog: (entry) => progress.read(entry),
		});
		process.once('SIGINT', () => handle.cancel());
		const run = await handle.finished.finally(() => progress.end());
		await showResult(n8n, run, demo.nodeNames);
	} finally {
		n8n.close();
		await demo.end();
	}
}

async function lemlistDemo(): Promise<Demo> {
	const real = realLemlist();
	const simulator = real ? undefined : await startDemoLemlist();
	const { apiKey, baseUrl, campaigns } = real ?? simulatedLemlist(simulator!);
	return {
		source: simulator ? 'the simulator' : baseUrl,
		credential: { type: 'lemlistAccountApi', apiKey, baseUrl },
		...(await readExample()),
		items: [...campaigns.keys()].map((campaignId) => ({ campaignId })),
		names: campaigns,
		end: async () => await simulator?.close(),
	};
}

function realLemlist() {
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
async function startDemoLemlist(): Promise<Simulator> {
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

function simulatedLemlist({ apiKey, baseUrl, state }: Simulator) {
	return { apiKey, baseUrl, campaigns: new Map([...state.campaigns.values()].map(({ _id, name }) => [_id, name])) };
}

/** Contacts and delivery reports; of a real account the contacts only, since a campaign would have to be chosen. */
async function qlaraDemo(): Promise<Demo> {
	const { QLARA_API_KEY: realKey, QLARA_BASE_URL: realUrl = REAL_QLARA } = process.env;
	const simulator = realKey ? undefined : await startQlaraSimulator({ seed: true, exports: { durationMs: 4_000 } });
	const exporter = (name: string, parameters: INodeParameters) =>
		node(name, 'n8n-nodes-lemlist.qlaraExport', parameters);
	const exporters = [exporter('Export contacts', { dataset: 'contacts' })];
	if (simulator)
		exporters.push(exporter('Export delivery reports', { dataset: 'deliveryReports', campaignId: '7301' }));
	return {
		source: simulator ? 'the simulated Qlara' : realUrl,
		credential: {
			type: 'qlaraApi',
			...(simulator
				? { apiKey: simulator.apiKey, baseUrl: simulator.baseUrl }
				: { apiKey: realKey!, baseUrl: realUrl }),
		},
		workflow: workflow(
			[start(), ...exporters],
			exporters.map(({ name }) => `Start -> ${name}`),
		),
		nodeNames: exporters.map(({ name }) => name),
		items: [{}],
		end: async () => await simulator?.close(),
	};
}

/** n8n's engine with what `npm run build` made, found the way n8n finds it: by package.json. */
async function createBuiltEngine({ credential: { type, ...data } }: Demo): Promise<Engine> {
	const { name, n8n } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as PackageJson;
	const nodes = n8n.nodes.map((file) => load<INodeType>(file));
	return await createEngine({
		nodes: Object.fromEntries(nodes.map((each) => [`${name}.${each.description.name}`, each])),
		credentialTypes: n8n.credentials.map((file) => load<ICredentialType>(file)),
		credentials: { [type]: data },
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
async function readExample(): Promise<Pick<Demo, 'workflow' | 'nodeNames'>> {
	const { nodes, ...rest } = JSON.parse(await readFile(EXAMPLE, 'utf8')) as WorkflowJson;
	const exporter = nodes.find(({ type }) => type.endsWith('.lemlistExportCampaign'));
	if (!exporter) throw new Error(`${relative(ROOT, EXAMPLE)} has no Lemlist Export Campaign node`);
	exporter.parameters.campaignId = { __rl: true, mode: 'id', value: '={{ $json.campaignId }}' };
	const known = nodes.filter(({ type }) => !type.endsWith('.stickyNote'));
	return { workflow: { ...rest, nodes: known }, nodeNames: [exporter.name] };
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

	constructor(private readonly campaigns = new Map<string, string>()) {
		if (process.stdout.isTTY) this.timer = setInterval(() => this.redraw(), 200);
	}

	/** Takes a line of n8n's log; those of other nodes are left out. */
	read({ message }: LogEntry): void {
		const [, startedId, campaignId] =
			/^Started (?:lemlist|Qlara) export (\S+)(?: of campaign (\S+))?$/.exec(message) ?? [];
		if (startedId) {
			if (campaignId) this.campaignOf.set(startedId, this.campaigns.get(campaignId) ?? campaignId);
			this.show(startedId, 'started');
		}
		const [, exportId, state] = /^(?:lemlist|Qlara) export (\S+): (.+)$/.exec(message) ?? [];
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
async function showResult(n8n: Engine, run: WorkflowRun, nodeNames: string[]): Promise<void> {
	if (run.status !== 'success') {
		console.error(`\n${run.error?.message ?? run.status}\n${run.error?.description ?? ''}`.trimEnd());
		process.exitCode = 1;
		return;
	}
	await mkdir(OUTPUT, { recursive: true });
	const written = new Set<string>();
	for (const { json, binary } of nodeNames.flatMap((name) => run.items(name))) {
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
