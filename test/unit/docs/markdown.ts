import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(__dirname, '../../..');

/** The paths of all documents for people, from the root of the repository. */
export const DOCUMENTS = [
	'README.md',
	'CONTRIBUTING.md',
	'CHANGELOG.md',
	'simulator/README.md',
	...readdirSync(join(ROOT, 'docs'))
		.filter((file) => file.endsWith('.md'))
		.map((file) => `docs/${file}`),
];

/** The text of a document, by its path from the root of the repository. */
export function read(document: string): string {
	return readFileSync(join(ROOT, document), 'utf8');
}

/** The cells of the table rows below a heading, up to the next heading of the same or a higher level. */
export function tableRows(document: string, heading: string): string[][] {
	const lines = read(document).split('\n');
	const from = lines.indexOf(heading);
	if (from < 0) throw new Error(`${document} has no heading "${heading}"`);
	const level = heading.indexOf(' ');
	const length = lines.slice(from + 1).findIndex((line) => /^#+ /.test(line) && line.indexOf(' ') <= level);
	const section = lines.slice(from + 1, length < 0 ? undefined : from + 1 + length);
	return section
		.filter((line, index) => line.startsWith('| ') && !section[index + 1]?.startsWith('|---'))
		.map((line) =>
			line
				.split('|')
				.slice(1, -1)
				.map((cell) => cell.trim()),
		);
}

/** Where GitHub's links find the headings of a document. */
export function anchorsOf(document: string): string[] {
	return read(document)
		.split('\n')
		.filter((line) => /^#+ /.test(line))
		.map((line) =>
			line
				.replace(/^#+ /, '')
				.toLowerCase()
				.replace(/[^\p{L}\p{N} _-]/gu, '')
				.replaceAll(' ', '-'),
		);
}
