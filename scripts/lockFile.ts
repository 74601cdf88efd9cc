/**
 * package-lock.json must list the packages of all platforms, also those that `npm install` leaves out where the registry
 * does not have them: `npm ci` refuses a lock file that lacks one.
 *
 *   npx tsx scripts/lockFile.ts            names what is missing
 *   npx tsx scripts/lockFile.ts --write    puts back what the last commit had
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const FILE = 'package-lock.json';

interface LockedPackage {
	version?: string;
	integrity?: string;
	optionalDependencies?: Record<string, string>;
	[key: string]: unknown;
}

export interface LockFile {
	packages: Record<string, LockedPackage>;
	[key: string]: unknown;
}

/** An optional dependency that the lock file does not list. */
export interface MissingPackage {
	/** Where npm would look for it, such as `node_modules/@esbuild/aix-ppc64`. */
	path: string;
	/** The wanted version or range. */
	version: string;
}

/** Where Node.js finds a dependency: in the package's own folder or further up. */
function findPackage({ packages }: LockFile, from: string, name: string): string | undefined {
	const path = from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`;
	if (path in packages) return path;
	const above = from.slice(0, Math.max(0, from.lastIndexOf('node_modules/') - 1));
	return from === '' ? undefined : findPackage({ packages }, above, name);
}

export function missingPackages(lock: LockFile): MissingPackage[] {
	return Object.entries(lock.packages).flatMap(([from, { optionalDependencies = {} }]) =>
		Object.entries(optionalDependencies)
			.filter(([name]) => findPackage(lock, from, name) === undefined)
			.map(([name, version]) => ({
				path: `${from.slice(0, from.lastIndexOf('node_modules/'))}node_modules/${name}`,
				version,
			})),
	);
}

/**
 * The lock file with what it lacks and an earlier one has. Of another version, platform and licence are taken over, and
 * no checksum.
 */
export function restored(lock: LockFile, earlier: LockFile): LockFile {
	const packages = { ...lock.packages };
	for (const { path, version } of missingPackages(lock)) {
		const known = earlier.packages[path];
		if (known) packages[path] = known.version === version ? known : { ...known, version, integrity: undefined };
	}
	const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
	return { ...lock, packages: Object.fromEntries(sorted) };
}

function main(): void {
	const path = join(ROOT, FILE);
	let lock = JSON.parse(readFileSync(path, 'utf8')) as LockFile;
	if (process.argv.includes('--write')) {
		const committed = execFileSync('git', ['show', `HEAD:${FILE}`], { cwd: ROOT, encoding: 'utf8', maxBuffer: 1e8 });
		lock = restored(lock, JSON.parse(committed) as LockFile);
		writeFileSync(path, `${JSON.stringify(lock, undefined, 2)}\n`);
	}
	const missing = missingPackages(lock);
	for (const { path: place, version } of missing) console.log(`${place} ${version}`);
	console.log(missing.length > 0 ? `${FILE} lacks these ${missing.length}` : `${FILE} lists every platform`);
	process.exitCode = missing.length > 0 ? 1 : 0;
}

if (require.main === module) main();
