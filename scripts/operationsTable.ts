import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { resources as all } from '../nodes/Lemlist/resources';
import type { Resource } from '../nodes/Lemlist/table/operation';

const START = '<!-- operations -->';
const END = '<!-- /operations -->';
const README = join(__dirname, '../README.md');

/** Text as a cell of a Markdown table. */
function cell(text: string): string {
	return text.replace(/\|/g, '\\|').replace(/\s+/g, ' ').trim();
}

/** Every operation of the Lemlist node as a Markdown table, one row each. */
export function operationsTable(resources: readonly Resource[] = all): string {
	const rows = resources.flatMap(({ name, operations }) =>
		operations.map((operation) => `| ${cell(name)} | ${cell(operation.name)} | ${cell(operation.description)} |`),
	);
	return ['| Resource | Operation | What it does |', '|---|---|---|', ...rows].join('\n');
}

/** The table that a text holds between its two markers; undefined where they are not there. */
export function tableIn(text: string): string | undefined {
	const from = text.indexOf(START);
	const to = text.indexOf(END);
	return from < 0 || to < from ? undefined : text.slice(from + START.length, to).trim();
}

/** The text with the table between its markers; throws where they are not there. */
export function withTable(text: string, table: string): string {
	const found = tableIn(text);
	if (found === undefined) throw new Error(`The text lacks ${START} … ${END}`);
	const from = text.indexOf(START) + START.length;
	return `${text.slice(0, from)}\n${table}\n${text.slice(text.indexOf(END))}`;
}

/** `tsx scripts/operationsTable.ts` prints the table with its markers; `--write` puts it into the README. */
function main(): void {
	if (process.argv.includes('--write'))
		writeFileSync(README, withTable(readFileSync(README, 'utf8'), operationsTable()));
	else console.log(`${START}\n${operationsTable()}\n${END}`);
}

if (require.main === module) main();
