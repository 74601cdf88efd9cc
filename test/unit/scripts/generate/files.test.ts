import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { contract } from '../../../../scripts/generate/contract';
import { eventsDocuments } from '../../../../scripts/generate/eventsDocument';
import { expectUpToDate, ROOT, staleFiles } from '../../../../scripts/generate/files';
import { operationsDocuments } from '../../../../scripts/generate/operationsDocuments';

// The previews of outputs are compared in test/engine/lemlist/outputSchemas.test.ts.
describe('What is generated is up to date:', () => {
	test('the documents that name the operations', () => expectUpToDate(operationsDocuments()));

	test('the events, their samples and the previews of the triggers', () => expectUpToDate(eventsDocuments()));

	test("the facts of lemlist's routes", () => expectUpToDate(contract(ROOT)));
});

test('A file that is not as generated, or does not belong there, is named with what to do', () => {
	const folder = 'nodes/Lemlist/__schema__/v1.0.0/team';
	const text = readFileSync(join(ROOT, folder, 'get.json'), 'utf8');
	const files = new Map([
		[`${folder}/get.json`, text],
		[`${folder}/getCredits.json`, '{}'],
		[`${folder}/new.json`, '{}'],
	]);
	const others = readdirSync(join(ROOT, folder)).filter((name) => name !== 'get.json');
	const stale = [...others, 'new.json'].sort().map((name) => `${folder}/${name}`);
	expect(staleFiles(files, folder)).toEqual(stale);
	expect(() => expectUpToDate(files, folder)).toThrow(`run \`npm run generate\`:\n${stale.join('\n')}`);
	expect(staleFiles(files)).toEqual([`${folder}/getCredits.json`, `${folder}/new.json`]);
});
