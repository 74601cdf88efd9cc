import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Program, runOrThrow, startProgram } from '../childProcess';
import type { Programs } from './programs';

const START_MS = 60_000;

/** A running server with its data in a temporary folder, and what tells n8n of it. */
export interface Service {
	/** n8n's settings for it. */
	env: NodeJS.ProcessEnv;
	/** Ends it and removes its data. */
	stop(): Promise<void>;
}

/** Starts a Redis that keeps nothing on disk. */
export async function startRedis({ redis }: Programs, port: number, signal?: AbortSignal): Promise<Service> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-redis-'));
	const settings = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no' };
	return await service(folder, { QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: String(port) }, () =>
		startProgram(
			'Redis',
			redis,
			Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
			{
				cwd: folder,
				isReady: (log) => log.includes('Ready to accept connections'),
				timeoutMs: START_MS,
				signal,
			},
		),
	);
}

/** Starts a PostgreSQL with an empty database, which takes whoever comes from this machine, and nobody else. */
export async function startPostgres(programs: Programs, port: number, signal?: AbortSignal): Promise<Service> {
	const { initdb, postgres, user } = programs;
	const folder = await mkdtemp(join(tmpdir(), 'n8n-postgres-'));
	if (user) await chown(folder, user.uid, user.gid);
	const env = {
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(port),
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_USER: 'n8n',
	};
	// What is written is thrown away: nothing needs to reach a disk.
	const settings = {
		listen_addresses: '127.0.0.1',
		unix_socket_directories: '',
		fsync: 'off',
		synchronous_commit: 'off',
		full_page_writes: 'off',
	};
	return await service(folder, env, async () => {
		const options = { cwd: folder, ...user, env: { PATH: process.env.PATH, LC_ALL: 'C' }, signal };
		await runOrThrow(
			initdb,
			['--pgdata', folder, '--username', 'n8n', '--auth', 'trust', '--encoding', 'UTF8', '--no-sync'],
			{ ...options, timeoutMs: START_MS },
		);
		return await startProgram(
			'PostgreSQL',
			postgres,
			[
				'-D',
				folder,
				'-p',
				String(port),
				...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
			],
			{ ...options, isReady: (log) => log.includes('is ready to accept connections'), timeoutMs: START_MS },
		);
	});
}

async function service(folder: string, env: NodeJS.ProcessEnv, start: () => Promise<Program>): Promise<Service> {
	const remove = () => rm(folder, { recursive: true, force: true });
	try {
		const program = await start();
		return { env, stop: async () => void (await program.stop().then(remove)) };
	} catch (error) {
		await remove();
		throw error;
	}
}
