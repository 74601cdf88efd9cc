import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import ts from 'typescript';

import { LemlistAccountApi } from '../../credentials/LemlistAccountApi.credentials';
import { resources } from '../../nodes/Lemlist/resources';
import codex from '../../nodes/LemlistExportCampaign/LemlistExportCampaign.node.json';
import { LemlistExportCampaign } from '../../nodes/LemlistExportCampaign/LemlistExportCampaign.node';
import { properties } from '../../nodes/LemlistExportCampaign/parameters';
import qlaraCodex from '../../nodes/QlaraExport/QlaraExport.node.json';
import { QlaraExport } from '../../nodes/QlaraExport/QlaraExport.node';
import { properties as qlaraProperties } from '../../nodes/QlaraExport/parameters';

const ROOT = resolve(__dirname, '../..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** With all they import: where the messages come from that the export nodes and their credentials show. */
const ENTRIES = [
	'credentials/LemlistAccountApi.credentials.ts',
	'nodes/LemlistExportCampaign/LemlistExportCampaign.node.ts',
	'credentials/QlaraApi.credentials.ts',
	'nodes/QlaraExport/QlaraExport.node.ts',
];

/** Stands for what changes, in the README's messages and in the sources' templates. */
const HOLE = '…';

/** The cells of the table rows below a heading, up to the next heading of the same or a higher level. */
function tableRows(heading: string): string[][] {
	const lines = README.split('\n');
	const from = lines.indexOf(heading);
	if (from < 0) throw new Error(`The README has no heading "${heading}"`);
	const level = heading.indexOf(' ');
	const length = lines.slice(from + 1).findIndex((line) => /^#+ /.test(line) && line.indexOf(' ') <= level);
	const section = lines.slice(from + 1, length < 0 ? undefined : from + 1 + length);
	const isRow = (line: string) => line.startsWith('| ');
	return section
		.filter((line, index) => isRow(line) && !section[index + 1]?.startsWith('|---'))
		.map((line) =>
			line
				.split('|')
				.slice(1, -1)
				.map((cell) => cell.trim()),
		);
}

/** The texts between backticks in the first cells of the tables in "Troubleshooting". */
function documentedMessages(): string[] {
	return tableRows('## Troubleshooting').map(([message = '']) => message.replace(/^`|`$/g, ''));
}

/** The entries and every file of the project that they import, directly or not. */
function sourceFiles(): string[] {
	const files = new Set(ENTRIES.map((file) => join(ROOT, file)));
	// A Set also iterates over what is added on the way.
	for (const file of files) {
		for (const { fileName } of ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles) {
			if (fileName.startsWith('.')) files.add(`${resolve(dirname(file), fileName)}.ts`);
		}
	}
	return [...files];
}

/** The texts an expression can give, each template's holes as `…`; none where it is no literal. */
function literalTexts(expression: ts.Expression): string[] {
	if (ts.isStringLiteralLike(expression)) return [expression.text];
	if (ts.isConditionalExpression(expression)) return [expression.whenTrue, expression.whenFalse].flatMap(literalTexts);
	if (!ts.isTemplateExpression(expression)) return [];
	return [
		[expression.head, ...expression.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join(HOLE),
	];
}

/** What the sources show as a message: `message: …`, `errorMessage: …`, `new UserError(…)` and `hint(context, …)`. */
function messagesOf(file: string): string[] {
	const messages: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isPropertyAssignment(node) && /^(message|errorMessage)$/.test(node.name.getText())) {
			messages.push(...literalTexts(node.initializer));
		}
		if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
			const shows = ts.isNewExpression(node) ? 'UserError' : 'hint';
			const text = node.arguments?.at(-1);
			if (text && node.expression.getText() === shows) messages.push(...literalTexts(text));
		}
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));
	return messages;
}

/** Hints for whoever has not run the node yet: nothing that somebody would look up as a trouble. */
const beforehand = [LemlistExportCampaign, QlaraExport]
	.flatMap((Node) => new Node().description.hints ?? [])
	.filter(({ whenToDisplay }) => whenToDisplay === 'beforeExecution')
	.map(({ message }) => message);

const shownMessages = [...new Set(sourceFiles().flatMap(messagesOf))].filter((text) => !beforehand.includes(text));

/** Whether a text can come of a template of the sources. */
function fits(text: string, template: string): boolean {
	const parts = template.split(HOLE).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${parts.join('.+')}$`).test(text);
}

test('The table of resources in the README names every operation of the node Lemlist', () => {
	const rows = new Map(tableRows('## Lemlist').map(([name = '', operations = '']) => [name, operations]));
	expect([...rows.keys()].map((name) => /^\[(.+)\]/.exec(name)?.[1])).toEqual(resources.map(({ name }) => name));
	expect([...rows.values()]).toEqual(resources.map(({ operations }) => operations.map(({ name }) => name).join(', ')));
});

/** As a node of a workflow, without the other defaults that it has as a tool. */
const inWorkflow = (all: INodeProperties[]) =>
	all.filter(({ displayOptions }) => displayOptions?.show?.['@tool']?.[0] !== true);

describe.each([
	['Lemlist Export Campaign', inWorkflow(properties), '### Operations', '### Parameters'],
	['Qlara Export', inWorkflow(qlaraProperties), '### Operations of Qlara Export', '### Parameters of Qlara Export'],
])('The table of operations and parameters of %s in the README', (_node, properties, operationsAt, parametersAt) => {
	const operations = properties.find(({ name }) => name === 'operation')!.options as INodePropertyOptions[];
	const options = properties.find(({ name }) => name === 'options')!.options as INodeProperties[];
	const documented = new Map(tableRows(parametersAt).map(([name = '', fallback = '']) => [name, fallback]));

	test('has every operation, and no other', () => {
		expect(
			tableRows(operationsAt)
				.map(([name]) => name)
				.sort(),
		).toEqual(operations.map(({ name }) => name).sort());
	});

	test('has every parameter and option, and no other', () => {
		const existing = [...properties, ...options].map(({ displayName }) => displayName);
		expect([...documented.keys()].sort()).toEqual([...new Set(existing)].sort());
	});

	test.each([...properties, ...options].map((property) => [property.displayName, property] as const))(
		'names the default of "%s"',
		(displayName, property) => {
			expect(documented.get(displayName)?.replaceAll('`', '')).toBe(defaultAsShown(property));
		},
	);

	/** The default as a person sees it in the editor; – for nothing. */
	function defaultAsShown({ default: value, options: choices = [], type }: INodeProperties): string {
		if (type === 'collection' || type === 'resourceLocator' || [value].flat().join('') === '') return '–';
		const names = [value]
			.flat()
			.map((one) => (choices as INodePropertyOptions[]).find((choice) => choice.value === one)?.name ?? String(one));
		return names.join(', ');
	}
});

test('The README has the fields of the credential with their defaults', () => {
	const fields = tableRows('## Credential').map(([name, fallback]) => [name, fallback?.replaceAll('`', '')]);
	expect(fields).toEqual(
		new LemlistAccountApi().properties
			.filter(({ type }) => type !== 'notice')
			.map(({ displayName, default: value }) => [displayName, String(value) || '–']),
	);
});

describe('The troubleshooting tables in the README', () => {
	test.each(documentedMessages())('have a message that the sources show: %s', (message) => {
		expect(shownMessages.filter((template) => fits(message, template))).not.toEqual([]);
	});

	test.each(shownMessages)('have this message of the sources: %s', (template) => {
		expect(documentedMessages().filter((message) => fits(message, template))).not.toEqual([]);
	});
});

/** Where GitHub's links find the headings of a Markdown text. */
function anchorsOf(markdown: string): string[] {
	return markdown
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

describe.each(['README.md', 'CONTRIBUTING.md', 'docs/operations.md'])('What %s refers to exists:', (document) => {
	const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
		scripts: Record<string, string>;
	};
	const text = readFileSync(join(ROOT, document), 'utf8');

	test('every npm script', () => {
		const named = [...text.matchAll(/\bnpm (?:run (?:--silent )?([\w:-]+)|(test|start)\b)/g)].map(
			([, run, short]) => run ?? short,
		);
		expect(named.length).toBeGreaterThan(0);
		expect([...new Set(named)].filter((name) => !(name! in scripts))).toEqual([]);
	});

	test('every program that npx runs with tsx', () => {
		const named = [...text.matchAll(/\bnpx tsx ([\w./-]+)/g)].map(([, file]) => file!);
		expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
	});

	test('every file, and every heading in it', () => {
		const links = [...text.matchAll(/(?<!!)\[[^\]]+\]\(([^)]+)\)/g)]
			.map(([, target]) => target!)
			.filter((target) => !target.startsWith('https://'));
		expect(links.length).toBeGreaterThan(0);
		const broken = links.filter((target) => {
			const [path = '', anchor] = target.split('#');
			const file = path === '' ? join(ROOT, document) : resolve(ROOT, dirname(document), path);
			return !existsSync(file) || (anchor !== undefined && !anchorsOf(readFileSync(file, 'utf8')).includes(anchor));
		});
		expect(broken).toEqual([]);
	});
});

describe('The README has', () => {
	test("every heading that n8n's help links lead to", () => {
		const anchors = anchorsOf(README);
		for (const { resources: codexResources } of [codex, qlaraCodex]) {
			const { primaryDocumentation, credentialDocumentation } = codexResources;
			for (const { url } of [...primaryDocumentation, ...credentialDocumentation])
				expect(anchors).toContain(url.split('#')[1]);
		}
	});
});
