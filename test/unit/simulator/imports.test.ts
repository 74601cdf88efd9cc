import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(__dirname, '../../../simulator');

/** Every file of the simulator, with the files it imports, types included. */
const imports = new Map(
	(readdirSync(ROOT, { recursive: true }) as string[])
		.filter((file) => file.endsWith('.ts'))
		.map((file) => {
			const text = readFileSync(join(ROOT, file), 'utf8');
			const paths = [...text.matchAll(/from '(\.[^']*)'/g)].map(([, path]) =>
				relative(ROOT, join(ROOT, dirname(file), path as string)),
			);
			return [file, paths] as const;
		}),
);
const fileOf = (path: string) => [`${path}.ts`, join(path, 'index.ts')].find((file) => imports.has(file)) as string;

/** The files from the first that is met again to itself. */
function circle(file: string, above: string[] = [], done = new Set<string>()): string[] | undefined {
	if (above.includes(file)) return [...above.slice(above.indexOf(file)), file];
	if (done.has(file)) return undefined;
	for (const path of imports.get(file) ?? []) {
		const found = circle(fileOf(path), [...above, file], done);
		if (found) return found;
	}
	done.add(file);
	return undefined;
}

describe('files of the simulator', () => {
	it('import each other in no circle', () => {
		const done = new Set<string>();
		for (const file of imports.keys()) expect(circle(file, [], done)).toBeUndefined();
	});

	it('in engine/ import nothing of a service', () => {
		for (const [file, paths] of imports)
			if (file.startsWith('engine')) for (const path of paths) expect(path).toMatch(/^engine/);
	});
});
