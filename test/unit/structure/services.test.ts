import { LAYERS } from '../../../tools/lint/arrows';
import { readSource, sourceFiles } from './sources';

const SERVICES = /lemlist|qlara/i;

/** The lines of files that hold a word, as a list of places. */
function linesWith(word: RegExp, files: readonly string[]): string[] {
	return files.flatMap((file) =>
		readSource(file)
			.split('\n')
			// The package's own name, in links to its documents, names no service.
			.flatMap((line, index) =>
				word.test(line.replaceAll('n8n-nodes-lemlist', '')) ? [`${file}:${index + 1}: ${line.trim()}`] : [],
			),
	);
}

test.each(LAYERS)('Nothing in nodes/shared/%s/ names a service, not even in a comment', (layer) => {
	expect(linesWith(SERVICES, sourceFiles([`nodes/shared/${layer}`]))).toEqual([]);
});

/** Where each service is at home; everything else that is shipped does not know it. */
const HOMES = { qlara: /qlara/i, lemlist: /lemlist/i };

test.each([
	['qlara', 'lemlist'],
	['lemlist', 'qlara'],
] as const)('Nothing of %s names the other service, %s', (one, other) => {
	const shipped = sourceFiles(['nodes', 'credentials']);
	const own = shipped.filter((file) => HOMES[one].test(file));
	expect(own.length).toBeGreaterThan(8);
	expect(linesWith(HOMES[other], own)).toEqual([]);
});
