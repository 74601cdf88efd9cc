import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type LockFile, missingPackages, restored } from '../../../scripts/lockFile';

const lock = JSON.parse(readFileSync(join(__dirname, '../../../package-lock.json'), 'utf8')) as LockFile;

test('The lock file lists the packages of all platforms (else: npx tsx scripts/lockFile.ts --write)', () => {
	expect(missingPackages(lock)).toEqual([]);
});

/** As npm does where the registry has none of them. */
function without(pattern: RegExp): LockFile {
	const kept = Object.entries(lock.packages).filter(([path]) => !pattern.test(path));
	return { ...lock, packages: Object.fromEntries(kept) };
}

test('A package of another platform that npm dropped is named, and can be put back', () => {
	const dropped = without(/@swc\/core-darwin-arm64$/);
	const { version } = lock.packages['node_modules/@swc/core']!;
	expect(missingPackages(dropped)).toEqual([{ path: 'node_modules/@swc/core-darwin-arm64', version }]);
	expect(JSON.stringify(restored(dropped, lock))).toBe(JSON.stringify(lock));
});

test('Of another version there is no checksum to put back', () => {
	const darwin = 'node_modules/@esbuild/darwin-arm64';
	const dropped = without(/@esbuild\/darwin-arm64$/);
	const esbuild = dropped.packages['node_modules/esbuild']!;
	const newer = { '@esbuild/darwin-arm64': '99.0.0' };
	dropped.packages['node_modules/esbuild'] = { ...esbuild, optionalDependencies: newer };
	expect(restored(dropped, lock).packages[darwin]).toEqual({
		...lock.packages[darwin],
		version: '99.0.0',
		integrity: undefined,
	});
});
