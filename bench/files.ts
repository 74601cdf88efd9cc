/**
 * Large CSV files, with the node Lemlist Export Campaign and with n8n's own nodes (HTTP Request for a file, with
 * Extract from File behind it for rows), from the simulator.
 *
 * Part `file`: a file of 10 MB, 100 MB and 1 GB in a real n8n, `n8n execute`, which stores files in its file system:
 * the peak memory of the n8n process over its peak with a file of 10 kB by the same node; median of three runs, of the
 * largest one run. What stays below the peak of n8n's own start is not seen, with either.
 *
 * Part `rows`: files of 10 and 100 MB as items, through n8n's engine, each in a process of its own that read a megabyte
 * before; from the first request to the items of the last node, and how far memory (resident set) rose above what it was.
 * What n8n does with the items afterwards is not measured. Median of three runs.
 *
 * Run: npx tsx bench/files.ts [file] [rows] [sizes in MB, default 10,100,1000 and 10,100] [runs, default 3]
 * `file` takes 15 s for each of its 20 runs of n8n, 5 minutes and one for building the package; `rows` 3 minutes.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

import { LemlistExportCampaign } from '../nodes/LemlistExportCampaign/LemlistExportCampaign.node.ts';
import { type Simulator, startSimulator } from '../simulator';
import { start, workflow, type WorkflowJson } from '../tools/engine';
import { benchmark, markdownTable, median, wanted } from '../tools/figures';
import { AS_FILE, chainParts, DOWNLOAD, extractFromFile, httpRequest } from '../tools/lemlist/exportChain';
import { EXPORT, exportNode, lemlistEngine } from '../tools/lemlist/lemlistEngine';
import { createN8n, type N8n, type WorkflowImport } from '../tools/n8n';
import { HOW_TO_INSTALL, ownNodes } from '../tools/n8n/ownNodes';
import { packPackage } from '../tools/pack';

const MB = 1e6;
const SMALL = 10_000;
/** One run is enough of a file that is larger. */
const LARGE = 500 * MB;
const API_KEY = 'files-key';
const CREDENTIAL = { id: 'lemlist', name: 'Lemlist account' };
const RUN_TIMEOUT_MS = 300_000;
const WANTED_MB = 100;

type Candidate = 'ours' | 'own';
const NAMES: Record<'file' | 'rows', Record<Candidate, string>> = {
	file: { ours: 'n8n-nodes-lemlist', own: 'HTTP Request' },
	rows: { ours: 'n8n-nodes-lemlist', own: 'HTTP Request, Extract from File' },
};

/** A campaign with an export of this size that is done. */
function finishedExport({ state, baseUrl }: Simulator, size: number) {
	const campaign = state.addCampaign({ exports: { size, durationMs: 0 } });
	const { id, fileName } = state.exports.start(campaign);
	return { campaignId: campaign._id, exportId: id, url: `${baseUrl}/files/exports/${fileName}` };
}

type Finished = ReturnType<typeof finishedExport>;

/** Both get the same file of an export that is done: the time of the export is not what is measured. */
function downloadWorkflow(candidate: Candidate, output: 'file' | 'rows', finished: Finished): WorkflowJson {
	const { campaignId, exportId, url } = finished;
	if (candidate === 'ours') {
		return workflow([start(), exportNode(campaignId, { operation: 'download', exportId, output })]);
	}
	const download = httpRequest(DOWNLOAD, url, AS_FILE);
	return workflow([start(), download, ...(output === 'rows' ? [extractFromFile()] : [])]);
}

/** The peak memory of n8n (bytes) while it stores a file. */
async function peakOf(n8n: N8n, id: string, node: string, size: number): Promise<number> {
	const { run, stderr, peakRssBytes } = await n8n.execute(id, { timeoutMs: RUN_TIMEOUT_MS });
	const data = run?.data.resultData;
	if (!data || data.error) throw new Error(data?.error?.message ?? stderr.slice(-2000));
	const file = data.runData[node]?.[0]?.data?.main?.[0]?.[0]?.binary?.data?.id as string;
	const path = n8n.binaryPath(file);
	if ((await stat(path)).size !== size) throw new Error(`The file has not ${size} bytes`);
	await rm(path);
	return peakRssBytes;
}

async function asFile(sizesMb: readonly number[], runs: number): Promise<void> {
	const tarball = await packPackage();
	const lemlist = await startSimulator({ apiKey: API_KEY });
	const n8n = await createN8n({ tarball });
	try {
		const data = { apiKey: API_KEY, baseUrl: lemlist.baseUrl };
		await n8n.importCredentials([{ ...CREDENTIAL, type: 'lemlistAccountApi', data }]);
		const sizes = [SMALL, ...sizesMb.map((size) => size * MB)];
		const idOf = (candidate: Candidate, size: number) => `${candidate}-${size}`;
		const candidates: Candidate[] = ['ours', 'own'];
		await n8n.importWorkflows(
			sizes.flatMap((size) =>
				candidates.map((candidate): WorkflowImport => {
					const json = downloadWorkflow(candidate, 'file', finishedExport(lemlist, size));
					const nodes = json.nodes.map((node) => ({
						...node,
						credentials: node.type === EXPORT ? { lemlistAccountApi: CREDENTIAL } : undefined,
					}));
					const id = idOf(candidate, size);
					return { id, name: id, settings: {}, active: false, nodes, connections: json.connections };
				}),
			),
		);
		const rows = [];
		for (const candidate of candidates) {
			let base = 0;
			for (const size of sizes) {
				const peaks: number[] = [];
				for (let run = 0; run < (size > LARGE ? 1 : runs); run++) {
					peaks.push(await peakOf(n8n, idOf(candidate, size), candidate === 'ours' ? 'Export' : DOWNLOAD, size));
				}
				if (size === SMALL) base = median(peaks);
				const added = (median(peaks) - base) / MB;
				rows.push({
					File: size === SMALL ? '10 kB' : size < 1000 * MB ? `${size / MB} MB` : `${size / 1000 / MB} GB`,
					With: NAMES.file[candidate],
					'Peak of n8n': `${Math.round(median(peaks) / MB)} MB`,
					Added: size === SMALL ? '' : `${Math.round(added)} MB`,
					Wanted: candidate === 'ours' && size !== SMALL ? wanted(`at most ${WANTED_MB} MB`, added <= WANTED_MB) : '',
					Runs: peaks.length,
				});
			}
		}
		console.log(`\n${markdownTable(rows)}`);
	} finally {
		await n8n.cleanup();
		await lemlist.close();
		if (!process.env.LEMLIST_TARBALL) await rm(dirname(tarball), { recursive: true, force: true });
	}
}

/** What a process tells of its rows. */
interface RowFigures {
	rows: number;
	ms: number;
	addedMb: number;
}

/** The same node, whose items go nowhere: only what comes before is of interest. */
function withoutOutput(node: INodeType, onItems: (count: number) => void): INodeType {
	return Object.assign(Object.create(node) as INodeType, {
		async execute(this: IExecuteFunctions) {
			const output = (await node.execute!.call(this)) as unknown[][];
			onItems(output[0]!.length);
			return [[]];
		},
	});
}

/** Reads two files in this process, the first so that the code is compiled by then, and tells of the second. */
async function readInThisProcess([candidate, baseUrl, ...exports]: string[]): Promise<void> {
	let count = 0;
	let endedAt = 0;
	const measured = (node: INodeType) =>
		withoutOutput(node, (items) => {
			count = items;
			endedAt = performance.now();
		});
	const own = candidate === 'own' ? ownNodes()! : undefined;
	const parts = own && chainParts(own, API_KEY);
	const n8n = await lemlistEngine(
		{ baseUrl: baseUrl!, apiKey: API_KEY },
		{
			...parts,
			nodes: own
				? {
						...parts!.nodes,
						'n8n-nodes-base.extractFromFile': measured(own.node('Files/ExtractFromFile') as INodeType),
					}
				: { [EXPORT]: measured(new LemlistExportCampaign()) },
		},
	);
	for (const [index, text] of exports.entries()) {
		const json = downloadWorkflow(candidate as Candidate, 'rows', JSON.parse(text) as Finished);
		const before = process.memoryUsage.rss();
		const beganAt = performance.now();
		const { error } = await n8n.run(json, { mode: 'trigger' });
		if (error) throw new Error(`${error.message} ${error.description ?? ''}`);
		if (index === 0) continue;
		const peak = process.resourceUsage().maxRSS * 1024;
		process.send!({ rows: count, ms: endedAt - beganAt, addedMb: (peak - before) / MB } satisfies RowFigures);
	}
	n8n.close();
	process.disconnect();
}

/** The same in a process of its own; undefined where it did not survive. */
async function readRows(
	candidate: Candidate,
	baseUrl: string,
	exports: readonly Finished[],
): Promise<RowFigures | undefined> {
	const texts = exports.map((each) => JSON.stringify(each));
	const child = fork(__filename, ['--child', candidate, baseUrl, ...texts], {
		execArgv: ['--import', 'tsx'],
		timeout: RUN_TIMEOUT_MS,
	});
	let figures: RowFigures | undefined;
	child.on('message', (message) => (figures = message as RowFigures));
	await once(child, 'exit');
	return figures;
}

async function asRows(sizesMb: readonly number[], runs: number): Promise<void> {
	const candidates: Candidate[] = ownNodes() ? ['ours', 'own'] : ['ours'];
	if (candidates.length === 1) console.log(HOW_TO_INSTALL);
	const lemlist = await startSimulator({ apiKey: API_KEY });
	try {
		const rows = [];
		for (const size of sizesMb) {
			const exports = [1 * MB, size * MB].map((each) => finishedExport(lemlist, each));
			let expected = NaN;
			for (const candidate of candidates) {
				const all: RowFigures[] = [];
				for (let run = 0; run < runs; run++) {
					const figures = await readRows(candidate, lemlist.baseUrl, exports);
					if (!figures) break;
					all.push(figures);
				}
				if (candidate === 'ours') expected = all[0]?.rows ?? NaN;
				const count = all[0]?.rows ?? 0;
				const survived = all.length === runs;
				const ms = median(all.map((one) => one.ms));
				rows.push({
					File: `${size} MB`,
					With: NAMES.rows[candidate],
					Rows: survived ? `${count}${count === expected ? '' : ', **not the same**'}` : 'none: its process ended',
					Time: survived ? `${(ms / 1000).toFixed(2)} s` : '',
					'Rows per second': survived ? Math.round(count / (ms / 1000)) : '',
					'Memory added': survived ? `${Math.round(median(all.map(({ addedMb }) => addedMb)))} MB` : '',
				});
			}
		}
		console.log(`\n${markdownTable(rows)}`);
	} finally {
		await lemlist.close();
	}
}

async function main(words: string[]): Promise<void> {
	if (words[0] === '--child') return await readInThisProcess(words.slice(1));
	const [sizes, runs] = words.filter((word) => !['file', 'rows'].includes(word));
	const parts = ['file', 'rows'].filter((part) => words.includes(part));
	const wantedParts = parts.length > 0 ? parts : ['file', 'rows'];
	const sizesOr = (usual: string) => (sizes ?? usual).split(',').map(Number);
	if (wantedParts.includes('rows')) await asRows(sizesOr('10,100'), Number(runs ?? 3));
	if (wantedParts.includes('file')) await asFile(sizesOr('10,100,1000'), Number(runs ?? 3));
}

if (process.argv[2] === '--child') void main(process.argv.slice(2));
else benchmark(async () => await main(process.argv.slice(2)));
