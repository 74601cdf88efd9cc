import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';

import { read, ROOT } from './markdown';

const DOCUMENT = 'docs/troubleshooting.md';

/** With all they import: where the messages come from that people see. */
const ENTRIES = (JSON.parse(read('package.json')) as { n8n: Record<'nodes' | 'credentials', string[]> }).n8n;

/** Stands for what changes, in the documented messages and in the sources' templates. */
const HOLE = '…';

/** What `refuse` makes of every text that it is given: not a message of its own. */
const REFUSED = `'${HOLE}' ${HOLE}`;

/** Calls that show a text, and the place of the text among what they are given; from the end, where it is negative. */
const SHOWING = new Map([
	['UserError', -1],
	['hint', -1],
	// The webhook trigger: what a refusal means, and what lemlist's calls are answered.
	['meaning', 1],
	['answer', -1],
	['parameters.refuse', 1],
	['this.refuse', 1],
	['context.logger.warn', 0],
	['this.logger.warn', 0],
]);

/** The texts between backticks in the first cells of the tables. */
function documentedMessages(): string[] {
	return [...read(DOCUMENT).matchAll(/^\| `(.+?)` \|/gm)].map(([, message]) => message!);
}

/** The entries and every file of the project that they import, directly or not. */
function sourceFiles(): string[] {
	const entries = [...ENTRIES.credentials, ...ENTRIES.nodes].map((file) => file.replace(/^dist\/(.+)\.js$/, '$1.ts'));
	const files = new Set(entries.map((file) => join(ROOT, file)));
	// A Set also iterates over what is added on the way.
	for (const file of files) {
		for (const { fileName } of ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles) {
			if (!fileName.startsWith('.')) continue;
			const path = resolve(dirname(file), fileName);
			files.add([`${path}.ts`, join(path, 'index.ts')].find((name) => ts.sys.fileExists(name)) ?? path);
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

/** Whether a text stands in the panel before anything ran: help, not a message. */
function isHelp({ parent }: ts.PropertyAssignment): boolean {
	return parent.properties.some((property) => /^whenToDisplay: 'beforeExecution'$/.test(property.getText()));
}

/** What the sources show as a message: `message: …`, `errorMessage: …` and what the calls above are given. */
function messagesOf(file: string): string[] {
	const messages: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isPropertyAssignment(node) && /^(message|errorMessage)$/.test(node.name.getText())) {
			if (!isHelp(node)) messages.push(...literalTexts(node.initializer));
		}
		if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
			const call = node.expression.getText();
			const place = SHOWING.get(call);
			const text = place === undefined ? undefined : node.arguments?.at(place);
			// A refused parameter is named first, as the panel shows it.
			const start = call.endsWith('.refuse') ? `'${HOLE}' ` : '';
			if (text) messages.push(...literalTexts(text).map((literal) => start + literal));
		}
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));
	return messages.filter((message) => message !== REFUSED);
}

const shownMessages = [...new Set(sourceFiles().flatMap(messagesOf))];

/** Whether a text can come of a template of the sources. */
function fits(text: string, template: string): boolean {
	const parts = template.split(HOLE).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${parts.join('.+')}$`).test(text);
}

test('Messages of every node are found', () => {
	const folders = new Set(
		sourceFiles().map((file) =>
			file
				.slice(ROOT.length + 1)
				.split('/')
				.slice(0, 2)
				.join('/'),
		),
	);
	expect([...folders].filter((folder) => folder.startsWith('nodes/')).sort()).toEqual([
		'nodes/Lemlist',
		'nodes/LemlistExportCampaign',
		'nodes/LemlistPollingTrigger',
		'nodes/LemlistTrigger',
		'nodes/QlaraExport',
		'nodes/shared',
	]);
});

describe(`The tables in ${DOCUMENT}`, () => {
	test.each(documentedMessages())('have a message that the sources show: %s', (message) => {
		expect(shownMessages.filter((template) => fits(message, template))).not.toEqual([]);
	});

	test.each(shownMessages)('have this message of the sources: %s', (template) => {
		expect(documentedMessages().filter((message) => fits(message, template))).not.toEqual([]);
	});

	test('have each message once', () => {
		const messages = documentedMessages();
		expect(messages.filter((message, index) => messages.indexOf(message) !== index)).toEqual([]);
	});
});
