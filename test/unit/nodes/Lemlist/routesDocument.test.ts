import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { properties } from '../../../../nodes/LemlistExportCampaign/parameters';
import { resources } from '../../../../nodes/Lemlist/resources';
import { facts, nameOf } from '../../../support/lemlist/facts';

const text = readFileSync(join(__dirname, '../../../../docs/routes.md'), 'utf8');
const rows = text
	.split('## ')[0]!
	.split('\n')
	.filter((line) => line.startsWith('| `'))
	.map(
		(line) =>
			line
				.split('|')
				.slice(1, -1)
				.map((cell) => cell.trim()) as [string, string, string],
	);

const routesIn = (cell: string) => [...cell.matchAll(/`([A-Z]+ \/[^`]+)`/g)].map(([, route]) => route!);

test.each(rows)('%s is served by a current route, in an operation that exists', (_old, current, served) => {
	const routes = routesIn(current);
	expect(routes.length).toBeGreaterThan(0);
	for (const route of routes) expect(facts.map(nameOf)).toContain(route);

	const [, resourceName, operationName] = /Lemlist: (\w+), ([\w ]+?)(,|$)/.exec(served) ?? [];
	if (resourceName === undefined) {
		const names = properties.find(({ name }) => name === 'operation')?.options?.map(({ name }) => name) ?? [];
		for (const name of served.replace('Lemlist Export Campaign: ', '').split(', ')) expect(names).toContain(name);
	} else {
		const operation = resources
			.find(({ name }) => name === resourceName)
			?.operations.find(({ name }) => name === operationName);
		expect(routes).toContainEqual(operation?.routes.find((route) => routes.includes(route)));
	}
});

test('What must never be called is called by no operation', () => {
	const never = routesIn(
		text
			.split('## Never called')[1]!
			.split('\n')
			.filter((line) => line.startsWith('| `'))
			.map((line) => line.split('|')[1])
			.join(),
	);
	expect(never.length).toBeGreaterThanOrEqual(5);
	const called = resources.flatMap(({ operations }) => operations.flatMap(({ routes }) => routes));
	expect(never.filter((route) => called.includes(route))).toEqual([]);
});
