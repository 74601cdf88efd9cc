import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

const COMPLETE = '.complete';

/** Where installs outlive a clone: `$N8N_NODES_LEMLIST_CACHE`, else `~/.cache/n8n-nodes-lemlist`. */
export function cacheRoot(): string {
	return process.env.N8N_NODES_LEMLIST_CACHE || join(homedir(), '.cache', 'n8n-nodes-lemlist');
}

/** The folder `<cacheRoot()>/<name>`, if an earlier run filled it. */
export function cached(name: string): string | undefined {
	const directory = join(cacheRoot(), name);
	return isComplete(directory) ? directory : undefined;
}

/**
 * Gives the folder `<cacheRoot()>/<name>`, filling it first if no earlier run did. `fill` works in a
 * sibling folder that is renamed only when it succeeded, so that an interrupted install is never taken
 * for a whole one, and two processes may install at once (the first to finish wins).
 */
export async function ensureCached(name: string, fill: (directory: string) => Promise<void>): Promise<string> {
	const directory = join(cacheRoot(), name);
	if (isComplete(directory)) return directory;

	await mkdir(cacheRoot(), { recursive: true });
	await removeAbandoned(name);
	const partial = `${directory}.partial-${process.pid}`;
	await mkdir(partial);
	try {
		await fill(partial);
		await writeFile(join(partial, COMPLETE), '');
		await rename(partial, directory);
	} catch (error) {
		await rm(partial, { recursive: true, force: true });
		if (!isComplete(directory)) throw error;
	}
	return directory;
}

function isComplete(directory: string): boolean {
	return existsSync(join(directory, COMPLETE));
}

/** Removes what installs that were killed left behind: folders named after a process that is gone. */
async function removeAbandoned(name: string): Promise<void> {
	const prefix = `${name}.partial-`;
	for (const entry of await readdir(cacheRoot())) {
		if (!entry.startsWith(prefix)) continue;
		const pid = Number(entry.slice(prefix.length));
		if (pid === process.pid || !isRunning(pid)) {
			await rm(join(cacheRoot(), entry), { recursive: true, force: true });
		}
	}
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
