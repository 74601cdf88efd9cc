import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runOrThrow } from './n8n/childProcess';

const ROOT = resolve(__dirname, '..');
const TIMEOUT_MS = 300_000;

/**
 * Builds this package and packs it as `npm publish` would; gives the path of the tarball, in a temporary
 * folder of its own that the caller removes. A tarball named by `LEMLIST_TARBALL` is given as it is: the
 * end-to-end tests' global setup names one, so that all test files share it.
 */
export async function packPackage(): Promise<string> {
	if (process.env.LEMLIST_TARBALL) return resolve(process.env.LEMLIST_TARBALL);

	const directory = await mkdtemp(join(tmpdir(), 'n8n-nodes-lemlist-'));
	try {
		await runOrThrow('npm', ['run', 'build'], { cwd: ROOT, timeoutMs: TIMEOUT_MS });
		return await pack(ROOT, directory);
	} catch (error) {
		await rm(directory, { recursive: true, force: true });
		throw error;
	}
}

/** Packs the package of a tarball again, under another version, into `directory`. @returns the new tarball's path */
export async function packAs(version: string, tarball: string, directory: string): Promise<string> {
	const unpacked = join(directory, `package-${version}`);
	await mkdir(unpacked, { recursive: true });
	await runOrThrow('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1'], { timeoutMs: TIMEOUT_MS });
	const file = join(unpacked, 'package.json');
	const manifest = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
	await writeFile(file, JSON.stringify({ ...manifest, version }));
	return await pack(unpacked, directory);
}

async function pack(folder: string, destination: string): Promise<string> {
	await runOrThrow('npm', ['pack', '--ignore-scripts', '--pack-destination', destination], {
		cwd: folder,
		timeoutMs: TIMEOUT_MS,
	});
	const tarball = (await readdir(destination)).find((file) => file.endsWith('.tgz'));
	if (!tarball) throw new Error('npm pack made no tarball');
	return join(destination, tarball);
}
