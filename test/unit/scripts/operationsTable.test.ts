import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Resource } from '../../../nodes/Lemlist/table/operation';
import { resources } from '../../../nodes/Lemlist/resources';
import { operationsTable, tableIn, withTable } from '../../../scripts/operationsTable';

const team: Resource = {
	value: 'team',
	name: 'Team',
	default: 'get',
	operations: [
		{
			value: 'get',
			name: 'Get',
			action: 'Get team',
			description: 'Get name | users',
			routes: ['GET /team'],
			fields: [],
			request: () => ({ path: '/team' }),
		},
	],
};

test('Every operation has a row', () => {
	expect(operationsTable([team])).toBe(
		'| Resource | Operation | What it does |\n|---|---|---|\n| Team | Get | Get name \\| users |',
	);
	expect(operationsTable().split('\n')).toHaveLength(2 + resources.flatMap(({ operations }) => operations).length);
});

test('The table is put between its markers, and found there', () => {
	const text = 'before\n<!-- operations -->\nold\n<!-- /operations -->\nafter\n';
	expect(withTable(text, 'new')).toBe('before\n<!-- operations -->\nnew\n<!-- /operations -->\nafter\n');
	expect(tableIn(withTable(text, 'new'))).toBe('new');
	expect(tableIn('nothing')).toBeUndefined();
	expect(() => withTable('nothing', 'new')).toThrow('lacks');
});

test('The README has it as it is (npx tsx scripts/operationsTable.ts --write)', () => {
	expect(tableIn(readFileSync(join(__dirname, '../../../README.md'), 'utf8'))).toBe(operationsTable());
});
