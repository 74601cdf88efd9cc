import type { Resource } from '../../../../nodes/Lemlist/table/operation';
import { resources } from '../../../../nodes/Lemlist/resources';
import { operationsDocument, resourcesTable, withTable } from '../../../../scripts/generate/operationsDocuments';

const salesTeam: Resource = {
	value: 'salesTeam',
	name: 'Sales Team',
	default: 'get',
	operations: [
		{
			value: 'get',
			name: 'Get',
			action: 'Get team',
			description: 'Get name | users',
			routes: ['GET /team', 'GET /team/senders'],
			fields: [],
			request: () => ({ path: '/team' }),
		},
	],
};

test('Every resource has a section, and every operation a row with what it does and its routes', () => {
	const text = operationsDocument([salesTeam]);
	expect(text).toContain('[Sales Team](#sales-team)');
	expect(text).toContain(
		[
			'## Sales Team',
			'',
			"| Operation | What it does | lemlist's routes |",
			'|---|---|---|',
			'| Get | Get name \\| users | `GET /team`<br>`GET /team/senders` |',
		].join('\n'),
	);
	const rows = operationsDocument().match(/^\| (?!Operation )/gm);
	expect(rows).toHaveLength(resources.flatMap(({ operations }) => operations).length);
});

test('Every resource has a row on the page of the node, with its operations', () => {
	expect(resourcesTable([salesTeam])).toBe(
		'| Resource | Operations |\n|---|---|\n| [Sales Team](operations.md#sales-team) | Get |',
	);
	expect(resourcesTable().split('\n')).toHaveLength(2 + resources.length);
});

test('The table is put between its markers, again and again', () => {
	const text = 'a\n<!-- operations: npm run generate -->\nold\n<!-- /operations -->\nb\n';
	const once = withTable(text, 'new');
	expect(once).toBe('a\n<!-- operations: npm run generate -->\n\nnew\n\n<!-- /operations -->\nb\n');
	expect(withTable(once, 'new')).toBe(once);
	expect(() => withTable('nothing', 'new')).toThrow('lacks');
});
