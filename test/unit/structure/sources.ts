import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(__dirname, '../../..');
const ENDINGS = /(?<!\.d)\.(ts|js|cjs|mjs)$/;

/** Every source file of the repository, from its root, with `/` on every system. */
export function sourceFiles(folders: readonly string[]): string[] {
	return folders.flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => ENDINGS.test(file))
			.map((file) => posix.join(folder, file.replaceAll('\\', '/'))),
	);
}

export function readSource(file: string): string {
	return readFileSync(join(ROOT, file), 'utf8');
}

/** The files of the repository that a file imports, for types alone included. */
export function importsOf(file: string): string[] {
	const { importedFiles } = ts.preProcessFile(readSource(file), true, true);
	return importedFiles
		.map(({ fileName }) => fileName)
		.filter((name) => name.startsWith('.'))
		.map((name) => {
			const path = posix.join(posix.dirname(file), name);
			const found = [path, `${path}.ts`, `${path}.js`, `${path}/index.ts`].find(
				(candidate) => ENDINGS.test(candidate) && existsSync(join(ROOT, candidate)),
			);
			return found ?? path;
		});
}
