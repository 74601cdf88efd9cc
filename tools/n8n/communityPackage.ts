import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runOrThrow } from './childProcess';
import { n8nFolder } from './environment';

const TIMEOUT_MS = 120_000;

/** Puts the package where n8n puts one that is installed from its settings page, without npm. */
export async function installPackage(userFolder: string, tarball: string): Promise<void> {
	const nodesFolder = join(n8nFolder(userFolder), 'nodes');
	const unpacked = join(nodesFolder, 'unpacked');
	await rm(unpacked, { recursive: true, force: true });
	await mkdir(unpacked, { recursive: true });
	await runOrThrow('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1'], {
		timeoutMs: TIMEOUT_MS,
	});
	const manifest = JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8')) as {
		name: string;
		version: string;
	};
	await writeFile(
		join(nodesFolder, 'package.json'),
		JSON.stringify({ private: true, dependencies: { [manifest.name]: manifest.version } }),
	);
	const target = join(nodesFolder, 'node_modules', manifest.name);
	await rm(target, { recursive: true, force: true });
	await mkdir(join(target, '..'), { recursive: true });
	await rename(unpacked, target);
}
