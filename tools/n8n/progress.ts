import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const REPORT_EVERY_MS = 15_000;

interface LockFile {
	packages: Record<string, { dev?: boolean; optional?: boolean; devOptional?: boolean }>;
}

/** How far an npm install is: packages that are there, and all that its lock file has for every platform. */
export function installProgress(directory: string): { installed: number; total: number } {
	const { packages } = JSON.parse(readFileSync(join(directory, 'package-lock.json'), 'utf8')) as LockFile;
	const folders = Object.entries(packages)
		.filter(([path, { dev, optional, devOptional }]) => path !== '' && !dev && !optional && !devOptional)
		.map(([path]) => path);
	// npm makes all folders first, and fills them afterwards.
	const installed = folders.filter((path) => existsSync(join(directory, path, 'package.json'))).length;
	return { installed, total: folders.length };
}

/** A time as people say it: `45 s`, `2 min 5 s`. */
export function duration(ms: number): string {
	const seconds = Math.round(ms / 1_000);
	return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Does something that takes minutes, and says every 15 seconds how far it is. */
export async function withProgress<T>(work: Promise<T>, say: (line: string) => void, tell: () => string): Promise<T> {
	const startedAt = Date.now();
	const timer = setInterval(() => say(`  ${duration(Date.now() - startedAt)}: ${tell()}`), REPORT_EVERY_MS);
	try {
		return await work;
	} finally {
		clearInterval(timer);
	}
}
