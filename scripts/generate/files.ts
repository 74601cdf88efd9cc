import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

export const ROOT = join(__dirname, '../..');

/** Texts by path, from the root of the repository, with `/` on every system. */
export type GeneratedFiles = Map<string, string>;

function read(path: string): string | undefined {
	const file = join(ROOT, path);
	return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : undefined;
}

function filesIn(folder: string): string[] {
	if (!existsSync(join(ROOT, folder))) return [];
	return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) =>
			posix.join(folder, join(entry.parentPath, entry.name).slice(join(ROOT, folder).length).replaceAll('\\', '/')),
		);
}

/**
 * Paths that are not as they were generated, in alphabetical order.
 * @param folder holds nothing but generated files: any other is not as it should be, either
 */
export function staleFiles(files: GeneratedFiles, folder?: string): string[] {
	const changed = [...files].filter(([path, text]) => read(path) !== text).map(([path]) => path);
	const surplus = folder === undefined ? [] : filesIn(folder).filter((path) => !files.has(path));
	return [...changed, ...surplus].sort();
}

/** For tests: throws where something generated is not up to date, and says what to do. */
export function expectUpToDate(files: GeneratedFiles, folder?: string): void {
	const stale = staleFiles(files, folder);
	if (stale.length > 0) throw new Error(`Not up to date, run \`npm run generate\`:\n${stale.join('\n')}`);
}

/** Writes what is not up to date, removes what no longer belongs there, and gives the paths of both. */
export function writeFiles(files: GeneratedFiles, folder?: string): string[] {
	const stale = staleFiles(files, folder);
	for (const path of stale) {
		const text = files.get(path);
		if (text === undefined) {
			rmSync(join(ROOT, path));
			continue;
		}
		mkdirSync(dirname(join(ROOT, path)), { recursive: true });
		writeFileSync(join(ROOT, path), text);
	}
	return stale;
}
