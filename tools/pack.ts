import { mkdtemp, readdir, rm } from 'node:fs/promises';
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
		await runOrThrow('npm', ['pack', '--pack-destination', directory], { cwd: ROOT, timeoutMs: TIMEOUT_MS });
		const tarball = (await readdir(directory)).find((file) => file.endsWith('.tgz'));
		if (!tarball) throw new Error('npm pack made no tarball');
		return join(directory, tarball);
	} catch (error) {
		await rm(directory, { recursive: true, force: true });
		throw error;
	}
}
