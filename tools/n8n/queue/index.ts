/**
 * n8n's queue mode on one machine: Redis, PostgreSQL, n8n main, workers and a webhook process. Each n8n has a user
 * folder of its own, as a container would, so that a file reaches another one only through the database.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Program, startProgram } from '../childProcess';
import { installPackage } from '../communityPackage';
import { type Editor, startEditor } from '../editor';
import { freePorts, n8nEnvironment } from '../environment';
import { ensureN8n } from '../install';
import type { Programs } from './programs';
import { startPostgres, startRedis } from './services';

export { findPrograms, type Programs } from './programs';

const START_MS = 180_000;

export interface QueueOptions {
	/** Path of a tarball made by `npm pack`. */
	tarball: string;
	programs: Programs;
	/** How many at the start. */
	workers: number;
	/** Environment of every n8n process, over this driver's own. */
	env?: NodeJS.ProcessEnv;
}

/** A running n8n in queue mode. Code nodes do not run in it: their runners would cost a process for each n8n. */
export interface Queue {
	/** n8n main: editor, REST API, polling triggers. */
	main: Editor;
	/** The process that takes calls of production webhooks; main takes none. */
	webhook: Program & { url: string };
	/** All that were started, those that have ended as well. */
	workers: Program[];
	addWorker(): Promise<Program>;
	/** The worker that took an execution. */
	workerOf(executionId: string): Program | undefined;
	/** Everything that every process has printed. */
	log(): string;
	/** Ends everything and removes all of it. */
	cleanup(): Promise<void>;
}

/** Starts it all; the first call on a machine installs n8n, for minutes. */
export async function startQueue(options: QueueOptions): Promise<Queue> {
	const install = await ensureN8n();
	const root = await mkdtemp(join(tmpdir(), 'n8n-queue-'));
	const stopping = new AbortController();
	const { signal } = stopping;
	const programs: Program[] = [];
	const services: Array<{ stop(): Promise<void> }> = [];
	const cleanup = async () => {
		stopping.abort();
		await Promise.all(programs.map((program) => program.stop()));
		await Promise.all(services.map((service) => service.stop()));
		await rm(root, { recursive: true, force: true });
	};

	try {
		const [redisPort, postgresPort, mainPort, webhookPort] = (await freePorts(4)) as [number, number, number, number];
		const started = await Promise.allSettled([
			startRedis(options.programs, redisPort, signal),
			startPostgres(options.programs, postgresPort, signal),
		]);
		for (const result of started) if (result.status === 'fulfilled') services.push(result.value);
		const [redis, postgres] = started.map((result) => {
			if (result.status === 'rejected') throw result.reason;
			return result.value;
		});
		const url = `http://127.0.0.1:${webhookPort}`;
		const shared = {
			...redis!.env,
			...postgres!.env,
			EXECUTIONS_MODE: 'queue',
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
			N8N_DEFAULT_BINARY_DATA_MODE: 'database',
			N8N_RUNNERS_MODE: 'external',
			N8N_RUNNERS_AUTH_TOKEN: 'nobody-uses-it',
			WEBHOOK_URL: `${url}/`,
			...options.env,
		};

		/** A user folder with the package in it. */
		const folder = async (name: string) => {
			const path = join(root, name);
			await installPackage(path, options.tarball);
			return path;
		};
		/** @param ready what it prints when it is */
		const startProcess = async (name: string, command: string[], ready: string, env: NodeJS.ProcessEnv = {}) => {
			const userFolder = await folder(name);
			const [port, brokerPort] = (await freePorts(2)) as [number, number];
			const program = await startProgram(`n8n ${name}`, install.node, [install.script, ...command], {
				env: n8nEnvironment(userFolder, {
					N8N_PORT: String(port),
					N8N_RUNNERS_BROKER_PORT: String(brokerPort),
					...shared,
					...env,
				}),
				isReady: (log) => log.includes(ready),
				timeoutMs: START_MS,
				signal,
			});
			programs.push(program);
			return program;
		};
		const workers: Program[] = [];
		let names = 0;
		const addWorker = async () => {
			const worker = await startProcess(`worker-${++names}`, ['worker'], 'n8n worker is now ready');
			workers.push(worker);
			return worker;
		};

		// Main comes first: it makes the tables.
		const main = await startEditor(install, await folder('main'), {
			port: mainPort,
			env: { ...shared, N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true' },
			signal,
		});
		programs.push(main);
		const [webhook] = await Promise.all([
			startProcess('webhook', ['webhook'], 'Webhook listener waiting for requests', { N8N_PORT: String(webhookPort) }),
			...Array.from({ length: options.workers }, addWorker),
		]);
		return {
			main,
			webhook: { ...webhook, url },
			workers,
			addWorker,
			workerOf: (executionId) =>
				workers.find((worker) => worker.log().includes(`Worker started execution ${executionId} `)),
			log: () => programs.map((program) => program.log()).join(''),
			cleanup,
		};
	} catch (error) {
		await cleanup();
		throw error;
	}
}
