/**
 * What it costs to load this package: the time that n8n needs for its nodes and credentials when it starts, the code that
 * is read, and the size of the packed tarball; beside n8n's own nodes for HubSpot and Salesforce (with their triggers), of
 * the n8n that the end-to-end tests install. Each is loaded in new processes in which n8n-core and n8n-workflow are
 * already there, as in n8n; median of the runs.
 *
 * Run: npx tsx bench/load.ts [runs, default 9]
 * It takes a minute for building the package and 3 s for each run: 3 minutes.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { benchmark, markdownTable, median } from '../tools/figures';
import { runOrThrow } from '../tools/n8n/childProcess';
import { installedModules } from '../tools/n8n/install';
import { HOW_TO_INSTALL } from '../tools/n8n/ownNodes';
import { packPackage } from '../tools/pack';

const TIMEOUT_MS = 60_000;

/** Runs in a new process: loads files after n8n's engine, and tells how long that took and what it read. */
const LOADER = `
const { statSync } = require('node:fs');
const { createRequire } = require('node:module');
const [modules, ...files] = process.argv.slice(1);
const load = createRequire(modules + '/');
for (const name of ['reflect-metadata', 'n8n-core', 'n8n-workflow']) load(name);
const before = new Set(Object.keys(require.cache));
const beganAt = performance.now();
for (const file of files) load(file);
const ms = performance.now() - beganAt;
const read = Object.keys(require.cache).filter((file) => !before.has(file));
console.log(JSON.stringify({ ms, files: read.length, bytes: read.reduce((sum, file) => sum + statSync(file).size, 0) }));
process.exit();
`;

interface Loaded {
	ms: number;
	files: number;
	bytes: number;
}

function loadOnce(modules: string, files: readonly string[]): Loaded {
	const output = execFileSync(process.execPath, ['-e', LOADER, modules, ...files], {
		encoding: 'utf8',
		timeout: TIMEOUT_MS,
	});
	return JSON.parse(output.trim().split('\n').at(-1)!) as Loaded;
}

/** The nodes of a folder of n8n-nodes-base. */
async function nodesIn(folder: string): Promise<string[]> {
	return (await readdir(folder)).filter((name) => name.endsWith('.node.js')).map((name) => join(folder, name));
}

async function main([runs = '9']: string[]): Promise<void> {
	const installed = installedModules();
	if (!installed) console.log(HOW_TO_INSTALL);
	const modules = installed ?? resolve(__dirname, '../node_modules');
	const tarball = await packPackage();
	const folder = await mkdtemp(join(tmpdir(), 'bench-load-'));
	try {
		const unpacked = join(folder, 'package');
		await mkdir(unpacked);
		await runOrThrow('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1'], { timeoutMs: TIMEOUT_MS });
		await symlink(modules, join(folder, 'node_modules'));
		const { n8n } = JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8')) as {
			n8n: { nodes: string[]; credentials: string[] };
		};
		const ours = (files: string[]) => files.map((file) => join(unpacked, file));
		const only = (name: string) => ours(n8n.nodes.filter((file) => file.includes(`/${name}.`)));
		const base = installed && join(installed, 'n8n-nodes-base', 'dist', 'nodes');
		const candidates: Array<[string, string[]]> = [
			['all nodes and credentials of n8n-nodes-lemlist', ours([...n8n.nodes, ...n8n.credentials])],
			['of these Lemlist', only('Lemlist')],
			['of these Lemlist Export Campaign', only('LemlistExportCampaign')],
			...(base
				? [
						['n8n: HubSpot', await nodesIn(join(base, 'Hubspot'))] as [string, string[]],
						['n8n: Salesforce', await nodesIn(join(base, 'Salesforce'))] as [string, string[]],
					]
				: []),
		];
		const rows = candidates.map(([name, files]) => {
			const all = Array.from({ length: Number(runs) }, () => loadOnce(modules, files));
			return {
				Loaded: name,
				Nodes: files.filter((file) => file.endsWith('.node.js')).length,
				'Time, median': `${Math.round(median(all.map(({ ms }) => ms)))} ms`,
				least: `${Math.round(Math.min(...all.map(({ ms }) => ms)))} ms`,
				'Files read': all[0]?.files,
				'Code read': `${Math.round((all[0]?.bytes ?? 0) / 1000)} kB`,
			};
		});
		console.log(`The tarball has ${Math.round((await stat(tarball)).size / 1000)} kB\n`);
		console.log(markdownTable(rows));
	} finally {
		await rm(folder, { recursive: true, force: true });
		if (!process.env.LEMLIST_TARBALL) await rm(dirname(tarball), { recursive: true, force: true });
	}
}

benchmark(async () => await main(process.argv.slice(2)));
