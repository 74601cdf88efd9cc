import type { FaultClass } from './classes';
import { type Fault } from './faults';

export const PATH = 'docs/faults.md';

const HEAD = `# Faults

What happened when each class of requests met each fault. \`npm run generate:faults\` writes this page from a test run
(\`test/engine/faults/\`) against the local services, with a clock that the test moves; \`npm test\` fails where it says
something else than what happens.
`;

const LEGEND = `## How to read it

A cell says what happened when the fault was met once, and behind \`stays\` what happened when every request met it.

| Words | Meaning |
|---|---|
| goes on | the result is whole, without another request (after a look, the next one was due anyway) |
| no effect | the same, though something happened to n8n |
| tries again | the result is whole; so many requests of this class in all |
| waits | the service did nothing and said so; the request was sent again when it allowed it |
| made again | the file had expired and was made again, once; then the result is whole |
| error: HTTP 500 | n8n shows an error with the service's own words and what to do; Retry On Fail tries the node again |
| error: no answer | the connection ended, or the time limit (30 s for a call, 60 s for a file's first byte or next one) |
| may be done | the service may have done it; the error says so, and nothing was sent twice |
| ends at once, in time | within a second of Stop, or of the workflow's timeout; nothing is sent behind it |
| – | the fault cannot meet this class, and why |

5xx and 408 come after the service has done its work (the worst case), and so do what is no JSON, empty bodies and
broken connections. 429 comes before it.

Checked in every cell: nothing was done twice at the service; the result is whole, or an error says what happened and
names the export that may still be fetched; the API key is in no output, log or error, and reached no other origin; it
ended within its time, and sent nothing afterwards.
`;

/** The page, the same in every run. */
export function documentOf(
	classes: ReadonlyArray<Pick<FaultClass, 'name' | 'what'>>,
	faults: readonly Fault[],
	cell: (target: Pick<FaultClass, 'name'>, fault: Fault) => string,
): string {
	const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
	const table = [
		row(['Fault', ...classes.map(({ name }) => name)]),
		`|${'---|'.repeat(classes.length + 1)}`,
		...faults.map((fault) => row([`**${fault.name}**`, ...classes.map((target) => cell(target, fault))])),
	];
	const what = ['| Class | What met the fault |', '|---|---|', ...classes.map((one) => row([one.name, one.what]))];
	return [HEAD, table.join('\n'), '', '## The classes', '', what.join('\n'), '', LEGEND].join('\n');
}
