import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { LemlistAccountApi } from '../../../credentials/LemlistAccountApi.credentials';
import { QlaraApi } from '../../../credentials/QlaraApi.credentials';
import { anchorsOf, DOCUMENTS, read, ROOT } from './markdown';

const { scripts, homepage } = JSON.parse(read('package.json')) as { scripts: Record<string, string>; homepage: string };
/** Where GitHub shows a file of the repository. */
const BLOB = `${homepage.replace('#readme', '')}/blob/main/`;

test('The README can be read in one go', () => {
	expect(read('README.md').split('\n').length).toBeLessThanOrEqual(150);
});

describe.each(DOCUMENTS)('What %s refers to exists:', (document) => {
	const text = read(document);

	test('every npm script', () => {
		const named = [...text.matchAll(/\bnpm (?:run (?:--silent )?([\w:-]+)|(test|start)\b)/g)].map(
			([, run, short]) => run ?? short,
		);
		expect([...new Set(named)].filter((name) => !(name! in scripts))).toEqual([]);
	});

	test('every program that npx runs with tsx', () => {
		const named = [...text.matchAll(/\bnpx tsx ([\w./-]+)/g)].map(([, file]) => file!);
		expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
	});

	test('every file and picture, and every heading', () => {
		const links = [
			...text.replace(/```[\s\S]*?```|`[^`\n]*`/g, '').matchAll(/\]\(([^)\s]+)\)|\bsrc(?:set)?="([^"]+)"/g),
		]
			.map(([, link, picture]) => (link ?? picture)!)
			.filter((target) => !/^https?:/.test(target));
		const broken = links.filter((target) => {
			const [path = '', anchor] = target.split('#');
			const file = path === '' ? document : join(dirname(document), path);
			return !existsSync(join(ROOT, file)) || (anchor !== undefined && !anchorsOf(file).includes(anchor));
		});
		expect(broken).toEqual([]);
	});

	test('every page of this repository that it names by its address', () => {
		const pages = [...text.matchAll(new RegExp(`${BLOB}([^\\s)"#]+)`, 'g'))].map(([, path]) => path!);
		expect(pages.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
	});
});

test('Every document is reached from the README, over other documents or not', () => {
	const reached = new Set(['README.md']);
	// A Set also iterates over what is added on the way.
	for (const document of reached) {
		for (const [, target = ''] of read(document).matchAll(/\]\(([^)\s#]+\.md)[^)]*\)/g)) {
			const path = join(dirname(document), target);
			if (existsSync(join(ROOT, path))) reached.add(path);
		}
	}
	expect(DOCUMENTS.filter((document) => !reached.has(document))).toEqual([]);
});

describe("n8n's help links, to which n8n appends a query of its own,", () => {
	const codexes = readdirSync(join(ROOT, 'nodes'), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.node.json'))
		.map((file) => {
			const { resources } = JSON.parse(read(join('nodes', file))) as {
				resources: Record<'primaryDocumentation' | 'credentialDocumentation', Array<{ url: string }>>;
			};
			return [file, [...resources.primaryDocumentation, ...resources.credentialDocumentation]] as const;
		});
	const links = [
		...codexes.flatMap(([file, targets]) => targets.map(({ url }) => [file, url] as const)),
		...[new LemlistAccountApi(), new QlaraApi()].map(({ name, documentationUrl }) => [name, documentationUrl] as const),
	];

	test('are there for every node', () => {
		expect(codexes.length).toBeGreaterThan(4);
		for (const [, targets] of codexes) expect(targets.length).toBeGreaterThan(1);
	});

	test.each(links)('lead from %s to a page that exists, not to a place in it: %s', (_from, url) => {
		expect(url.startsWith(BLOB)).toBe(true);
		expect(url).not.toMatch(/[?#]/);
		expect(existsSync(resolve(ROOT, url.slice(BLOB.length)))).toBe(true);
	});
});
