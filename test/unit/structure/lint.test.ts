import { execFileSync } from 'node:child_process';
import { join, posix, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../..');
const RULE = 'arrows/import-direction';

/** A file, and what it must not import. */
const FORBIDDEN: Array<[from: string, to: string]> = [
	// The rooms, from bottom to top.
	['nodes/shared/time/new.ts', 'nodes/shared/n8n/items'],
	['nodes/shared/n8n/new.ts', 'nodes/shared/http/client'],
	['nodes/shared/http/new.ts', 'nodes/shared/csv/parser'],
	['nodes/shared/csv/new.ts', 'nodes/shared/jobs/wait'],
	['nodes/shared/jobs/new.ts', 'nodes/shared/lemlist/campaigns'],
	['nodes/shared/time/new.ts', 'nodes/shared/lemlist/campaigns'],
	['nodes/shared/jobs/deep/new.ts', 'nodes/shared/qlara/service'],
	['nodes/shared/lemlist/new.ts', 'nodes/shared/qlara/service'],
	['nodes/shared/qlara/new.ts', 'nodes/shared/lemlist/deep/service'],
	['nodes/shared/http/new.ts', 'nodes/Lemlist/table/operation'],
	['nodes/shared/lemlist/new.ts', 'nodes/LemlistTrigger/webhooks'],
	// The nodes.
	['nodes/LemlistTrigger/new.ts', 'nodes/LemlistPollingTrigger/poll'],
	['nodes/QlaraExport/new.ts', 'nodes/LemlistExportCampaign/exporter'],
	['nodes/Lemlist/table/new.ts', 'nodes/Lemlist/resources'],
	['nodes/Lemlist/table/new.ts', 'nodes/Lemlist/resources/campaign/get'],
	['nodes/Lemlist/fields/new.ts', 'nodes/Lemlist/resources/campaign'],
	['nodes/Lemlist/resources/lead/new.ts', 'nodes/Lemlist/resources/campaign/fields'],
	['nodes/Lemlist/resources/lead/new.ts', 'nodes/Lemlist/resources'],
	['nodes/Lemlist/resources/lead/new.ts', 'nodes/Lemlist/Lemlist.node'],
	['nodes/Lemlist/new.ts', 'credentials/LemlistAccountApi.credentials'],
	['credentials/New.credentials.ts', 'nodes/Lemlist/table/operation'],
	['credentials/New.credentials.ts', 'nodes/shared/http/client'],
	// What builds and tests the product.
	...['nodes/shared/time/new.ts', 'nodes/Lemlist/new.ts', 'credentials/New.credentials.ts'].flatMap((from) =>
		['simulator', 'tools/pack', 'test/support/fakeTime', 'scripts/demo', 'bench/csv'].map((to): [string, string] => [
			from,
			to,
		]),
	),
	['simulator/engine/new.ts', 'simulator/resources/leads'],
	['simulator/engine/new.ts', 'simulator/qlara/exports'],
	['simulator/resources/new.ts', 'simulator/qlara/exports'],
	['simulator/qlara/new.ts', 'simulator/resources/leads'],
	['simulator/resources/new.ts', 'nodes/shared/lemlist/leadStates'],
	['simulator/new.ts', 'tools/pack'],
	['simulator/new.ts', 'test/support/fakeTime'],
	['tools/new.ts', 'test/support/fakeTime'],
	['tools/new.ts', 'scripts/demo'],
	['tools/n8n/new.ts', 'bench/csv'],
	['scripts/new.ts', 'test/support/fakeTime'],
	['scripts/new.mjs', 'test/support/fakeTime'],
	['scripts/new.ts', 'bench/csv'],
	['bench/new.ts', 'test/support/fakeTime'],
	['bench/new.ts', 'scripts/demo'],
];

const ALLOWED: Array<[from: string, to: string]> = [
	['nodes/shared/time/new.ts', 'nodes/shared/time/places'],
	['nodes/shared/n8n/new.ts', 'nodes/shared/time/places'],
	['nodes/shared/http/new.ts', 'nodes/shared/n8n/items'],
	['nodes/shared/csv/new.ts', 'nodes/shared/http/client'],
	['nodes/shared/jobs/new.ts', 'nodes/shared/csv/parser'],
	['nodes/shared/jobs/new.ts', 'nodes/shared/time/places'],
	['nodes/shared/lemlist/activities/new.ts', 'nodes/shared/jobs/wait'],
	['nodes/shared/lemlist/activities/new.ts', 'nodes/shared/lemlist/campaigns'],
	['nodes/shared/qlara/new.ts', 'nodes/shared/http/client'],
	['nodes/LemlistTrigger/new.ts', 'nodes/shared/lemlist/campaigns'],
	['nodes/QlaraExport/new.ts', 'nodes/shared/csv/output'],
	['nodes/Lemlist/new.ts', 'nodes/Lemlist/resources'],
	['nodes/Lemlist/new.ts', 'nodes/Lemlist/resources/campaign/get'],
	['nodes/Lemlist/table/new.ts', 'nodes/Lemlist/table/operation'],
	['nodes/Lemlist/fields/new.ts', 'nodes/Lemlist/table/operation'],
	['nodes/Lemlist/resources/new.ts', 'nodes/Lemlist/resources/campaign'],
	['nodes/Lemlist/resources/lead/new.ts', 'nodes/Lemlist/resources/lead/fields'],
	['nodes/Lemlist/resources/lead/new.ts', 'nodes/Lemlist/fields/lead'],
	['nodes/Lemlist/resources/lead/new.ts', 'nodes/Lemlist/table/operation'],
	['credentials/New.credentials.ts', 'nodes/shared/qlara/service'],
	['simulator/engine/new.ts', 'simulator/engine/clock'],
	['simulator/resources/new.ts', 'simulator/engine/clock'],
	['simulator/qlara/new.ts', 'simulator/engine/clock'],
	['simulator/new.ts', 'simulator/resources'],
	['tools/new.ts', 'simulator'],
	['tools/new.ts', 'nodes/Lemlist/resources'],
	['scripts/new.ts', 'tools/engine'],
	['scripts/new.ts', 'credentials/LemlistAccountApi.credentials'],
	['bench/new.ts', 'tools/leadCreation'],
	['bench/new.ts', 'nodes/shared/csv/parser'],
	...['nodes/Lemlist/resources', 'simulator/engine/clock', 'tools/engine', 'scripts/generate/files', 'bench/csv'].map(
		(to): [string, string] => ['test/unit/new.test.ts', to],
	),
	['test/engine/new.test.ts', 'test/support/fakeTime'],
];

function specifier([from, to]: [from: string, to: string]): string {
	const path = posix.relative(posix.dirname(from), to);
	return path.startsWith('.') ? path : `./${path}`;
}

/** What counts as an import; all of these go the wrong way. */
const FORMS = [
	"import { a } from '../../Lemlist/resources';",
	"import type { A } from '../../Lemlist/resources';",
	"export { a } from '../../Lemlist/resources';",
	"export type { A } from '../../Lemlist/resources';",
	"export * from '../../Lemlist/resources';",
	"export type A = import('../../Lemlist/resources').A;",
	"export const a = await import('../../Lemlist/resources');",
	"export const a = require('../../Lemlist/resources');",
];

/** How often each file violates the rule. */
function violations(files: Array<[path: string, code: string]>): number[] {
	const output = execFileSync(process.execPath, [join(__dirname, 'lint.mjs'), RULE], {
		cwd: ROOT,
		input: JSON.stringify(files),
		encoding: 'utf8',
		timeout: 60_000,
	});
	return JSON.parse(output) as number[];
}

test('The linter refuses every import that goes the wrong way, in each form, and no other', () => {
	const arrows = [...FORBIDDEN, ...ALLOWED];
	const found = violations([
		...arrows.map((arrow): [string, string] => [arrow[0], `import { a } from '${specifier(arrow)}';\n`]),
		...FORMS.map((code): [string, string] => ['nodes/shared/time/new.ts', `${code}\n`]),
	]);
	expect(arrows.filter((_, index) => found[index] !== 0)).toEqual(FORBIDDEN);
	expect(FORMS.filter((_, index) => found[arrows.length + index] === 1)).toEqual(FORMS);
});
