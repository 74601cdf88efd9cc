import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { ensureN8n } from '../../tools/n8n/install';
import { packPackage } from '../../tools/pack';

/** Once per test run, outside any test's time limit: n8n installed, and one tarball for all test files. */
export default async function globalSetup(): Promise<void> {
	await ensureN8n();
	if (process.env.LEMLIST_TARBALL) return;
	const tarball = await packPackage();
	process.env.LEMLIST_TARBALL = tarball;
	process.once('exit', () => rmSync(dirname(tarball), { recursive: true, force: true }));
}
