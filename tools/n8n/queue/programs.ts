import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where Debian keeps what it leaves out of PATH: one folder for each version. */
const POSTGRESQL = '/usr/lib/postgresql';

/** What queue mode needs beside n8n. */
export interface Programs {
	redis: string;
	initdb: string;
	postgres: string;
	/** As whom PostgreSQL runs, which refuses to be root; undefined where this process is not root, either. */
	user?: { uid: number; gid: number };
}

/** Looks for Redis (or Valkey, its heir) and PostgreSQL. @returns what is there, or a sentence that says what is not */
export function findPrograms(): Programs | string {
	const newest = versions().map((version) => join(POSTGRESQL, version, 'bin'));
	const redis = find(['redis-server', 'valkey-server']);
	const initdb = find(['initdb'], newest);
	const postgres = find(['postgres'], newest);
	if (!redis || !initdb || !postgres) {
		const missing = [!redis && 'Redis', !(initdb && postgres) && 'PostgreSQL'].filter(Boolean).join(' and ');
		return `${missing} not found (Debian: apt-get install --no-install-recommends redis-server postgresql)`;
	}
	if (process.getuid?.() !== 0) return { redis, initdb, postgres };
	const user = unprivilegedUser();
	return user ? { redis, initdb, postgres, user } : 'No user is there to run PostgreSQL, which refuses to be root';
}

function versions(): string[] {
	try {
		return readdirSync(POSTGRESQL).sort((a, b) => Number(b) - Number(a));
	} catch {
		return [];
	}
}

function find(names: string[], folders: string[] = []): string | undefined {
	const everywhere = [...folders, ...(process.env.PATH ?? '').split(':').filter(Boolean)];
	return names.flatMap((name) => everywhere.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

function unprivilegedUser(): Programs['user'] {
	const users = readFileSync('/etc/passwd', 'utf8')
		.split('\n')
		.map((line) => line.split(':'));
	const found = ['postgres', 'nobody'].map((wanted) => users.find(([name]) => name === wanted)).find(Boolean);
	return found && { uid: Number(found[2]), gid: Number(found[3]) };
}
