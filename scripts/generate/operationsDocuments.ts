import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { resources as all } from '../../nodes/Lemlist/resources';
import type { Operation, Resource } from '../../nodes/Lemlist/table/operation';
import { type GeneratedFiles, ROOT } from './files';

/** What people read about the node. */
const NODE_PAGE = 'docs/lemlist.md';
const START = '<!-- operations: npm run generate -->';
const END = '<!-- /operations -->';

/** Text as a cell of a Markdown table. */
function cell(text: string): string {
	return text.replace(/\|/g, '\\|').replace(/\s+/g, ' ').trim();
}

/** Where GitHub's links find a heading. */
function anchor(heading: string): string {
	return heading.toLowerCase().replaceAll(' ', '-');
}

/** What the panel says of an operation: its description, and its notice. */
function described({ description, notice }: Operation): string {
	return notice === undefined ? description : `${description.replace(/\.$/, '')}. ${notice}`;
}

function section({ name, operations }: Resource): string {
	const rows = operations.map((operation) => {
		const routes = operation.routes.map((route) => `\`${route}\``).join('<br>');
		return `| ${cell(operation.name)} | ${cell(described(operation))} | ${cell(routes)} |`;
	});
	return [`## ${name}`, '', "| Operation | What it does | lemlist's routes |", '|---|---|---|', ...rows, ''].join('\n');
}

/** The document that describes every operation of the Lemlist node. */
export function operationsDocument(resources: readonly Resource[] = all): string {
	const contents = resources.map(({ name }) => `[${name}](#${anchor(name)})`).join(' · ');
	return [
		'# Operations of the node Lemlist',
		'',
		'<!-- Made from nodes/Lemlist/resources/ by `npm run generate`. -->',
		'',
		`${contents}`,
		'',
		...resources.map(section),
	].join('\n');
}

/** One row per resource, for the page of the node. */
export function resourcesTable(resources: readonly Resource[] = all): string {
	const rows = resources.map(
		({ name, operations }) =>
			`| [${name}](operations.md#${anchor(name)}) | ${operations.map((operation) => cell(operation.name)).join(', ')} |`,
	);
	return ['| Resource | Operations |', '|---|---|', ...rows].join('\n');
}

/** The text with the table between its markers; throws where they are not there. */
export function withTable(text: string, table: string): string {
	const from = text.indexOf(START);
	const to = text.indexOf(END);
	if (from < 0 || to < from) throw new Error(`The text lacks ${START} … ${END}`);
	return `${text.slice(0, from + START.length)}\n\n${table}\n\n${text.slice(to)}`;
}

/** The documents that name the operations. */
export function operationsDocuments(): GeneratedFiles {
	const page = readFileSync(join(ROOT, NODE_PAGE), 'utf8');
	return new Map([
		['docs/operations.md', operationsDocument()],
		[NODE_PAGE, withTable(page, resourcesTable())],
	]);
}
