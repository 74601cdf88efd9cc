/** Drives a real n8n in a user folder of its own, with a packed community package installed. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IRun } from 'n8n-workflow';
import { runCommand, runOrThrow } from './childProcess';
import { startEditor, type Editor } from './editor';
import { freePorts, n8nEnvironment, storageFolder } from './environment';
import { parseRun } from './execution';
import { ensureN8n } from './install';
import { installPackage } from './communityPackage';

export { OWNER, type Editor } from './editor';

/** A credential as `n8n import:credentials` takes it; `data` is plain, n8n encrypts it. */
export interface CredentialImport {
	id: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

/** A workflow as the editor downloads it, with the id that `execute` is to find it by. */
export interface WorkflowImport {
	id: string;
	name: string;
	nodes: Array<{
		type: string;
		credentials?: Record<string, { id: string; name: string }>;
		[key: string]: unknown;
	}>;
	connections: Record<string, unknown>;
	[key: string]: unknown;
}

/** How `n8n execute` ended. */
export interface Execution {
	/** The run as n8n keeps it; undefined when n8n ended before it had one. */
	run: IRun | undefined;
	exitCode: number | null;
	stdout: string;
	stderr: string;
	durationMs: number;
	/** Highest resident memory of the n8n process, its own start-up included. */
	peakRssBytes: number;
}

/** Where n8n runs and what is installed in it. */
export interface N8nOptions {
	/** Path of a tarball made by `npm pack`; without one, n8n starts without the package. */
	tarball?: string;
	/** A folder to keep instead of a temporary one; `cleanup` then leaves it. */
	userFolder?: string;
	/** Environment for every n8n command, over the driver's own. */
	env?: NodeJS.ProcessEnv;
}

/** One n8n with its own database, credentials, workflows and files. */
export interface N8n {
	userFolder: string;
	importCredentials(credentials: CredentialImport[]): Promise<void>;
	importWorkflows(workflows: WorkflowImport[]): Promise<void>;
	/** Runs a workflow to its end, good or bad. Rejects when `timeoutMs` pass first or n8n is killed. */
	execute(workflowId: string, options?: { timeoutMs?: number; env?: NodeJS.ProcessEnv }): Promise<Execution>;
	/** The path of a file that a node stored: takes the `id` of its binary data (`filesystem-v2:…`). */
	binaryPath(id: string): string;
	/** The content of such a file. */
	readBinary(id: string): Promise<Buffer>;
	start(options?: { port?: number; env?: NodeJS.ProcessEnv }): Promise<Editor>;
	/** Ends every command and editor still running, then removes the user folder. */
	cleanup(): Promise<void>;
}

const COMMAND_TIMEOUT_MS = 120_000;
const EXECUTE_TIMEOUT_MS = 300_000;
const FILESYSTEM_PREFIX = 'filesystem-v2:';

/** Makes an n8n with the package in it. The first call on a machine installs n8n itself, for minutes. */
export async function createN8n(options: N8nOptions): Promise<N8n> {
	const install = await ensureN8n();
	const userFolder = options.userFolder ?? (await mkdtemp(join(tmpdir(), 'n8n-user-')));
	const stopping = new AbortController();
	const running = new Set<Promise<unknown>>();
	const tracked = <T>(command: Promise<T>): Promise<T> => {
		running.add(command);
		command.then(
			() => running.delete(command),
			() => running.delete(command),
		);
		return command;
	};
	const editors = new Set<Editor>();
	const cleanup = async () => {
		stopping.abort();
		await Promise.allSettled([...running]);
		await Promise.all([...editors].map((editor) => editor.stop()));
		if (options.userFolder === undefined) await rm(userFolder, { recursive: true, force: true });
	};

	const environment = async (extra: NodeJS.ProcessEnv = {}) => {
		const [port, brokerPort] = await freePorts(2);
		return n8nEnvironment(userFolder, {
			N8N_PORT: String(port),
			N8N_RUNNERS_BROKER_PORT: String(brokerPort),
			...options.env,
			...extra,
		});
	};

	const importFile = async (command: string, entities: unknown[]) => {
		const file = join(userFolder, `${command.replace(':', '-')}.json`);
		await writeFile(file, JSON.stringify(entities));
		const result = await tracked(
			runOrThrow(install.node, [install.script, command, `--input=${file}`], {
				env: await environment(),
				timeoutMs: COMMAND_TIMEOUT_MS,
				signal: stopping.signal,
			}),
		).finally(() => rm(file, { force: true }));
		// Entities that n8n skips are only logged: the command ends with code 0 all the same.
		if (!result.stdout.includes(`Successfully imported ${entities.length} `)) {
			throw new Error(`n8n ${command} failed\n${result.stdout}\n${result.stderr}`);
		}
	};

	const binaryPath = (id: string) => {
		if (!id.startsWith(FILESYSTEM_PREFIX)) throw new Error(`Not stored as a file: ${id}`);
		return join(storageFolder(userFolder), id.slice(FILESYSTEM_PREFIX.length));
	};

	try {
		if (options.tarball !== undefined) await installPackage(userFolder, options.tarball);
	} catch (error) {
		await cleanup();
		throw error;
	}

	return {
		userFolder,
		importCredentials: (credentials) => importFile('import:credentials', credentials),
		importWorkflows: (workflows) => importFile('import:workflow', workflows),
		binaryPath,
		readBinary: (id) => readFile(binaryPath(id)),
		cleanup,

		async execute(workflowId, { timeoutMs = EXECUTE_TIMEOUT_MS, env } = {}) {
			const peakRssFile = join(userFolder, 'peak-rss');
			const command = [install.script, 'execute', `--id=${workflowId}`, '--rawOutput'];
			const result = await tracked(
				runCommand(install.node, ['-r', join(__dirname, 'peakRss.cjs'), ...command], {
					env: await environment({ PEAK_RSS_FILE: peakRssFile, ...env }),
					timeoutMs,
					signal: stopping.signal,
				}),
			);
			if (result.exitCode === null) {
				throw new Error(`n8n was killed while executing\n${result.stderr.slice(-4_000)}`);
			}
			const peakRssBytes = Number(await readFile(`${peakRssFile}.${result.pid}`, 'utf8'));
			return { ...result, run: parseRun(result.stdout), peakRssBytes };
		},

		async start({ port, env } = {}) {
			const editor = await tracked(
				startEditor(install, userFolder, {
					port,
					env: { ...options.env, ...env },
					signal: stopping.signal,
				}),
			);
			editors.add(editor);
			void editor.ended.then(() => editors.delete(editor));
			return editor;
		},
	};
}
