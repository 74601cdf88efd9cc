import { safeRegex, type INodePropertyMode } from 'n8n-workflow';

import { locator, type LocatorDefinition, listSearches } from '../../../../../nodes/shared/lemlist/locator';

const definition: LocatorDefinition<{ id: string }> = {
	what: 'an opening',
	prefixes: ['opn_'],
	searchMethod: 'searchOpenings',
	field: { name: 'openingId', displayName: 'Opening', description: 'The opening to work with' },
	example: 'opn_A1',
	list: () => ({ what: 'the openings', request: { path: '/openings' }, paging: { by: 'none' } }),
	choice: ({ id }) => ({ name: id, value: id }),
};

function accepts(modes: INodePropertyMode[] | undefined, value: string): boolean {
	const [rule] = modes?.find(({ name }) => name === 'id')?.validation ?? [];
	const { regex } = (rule as unknown as { properties: { regex: string } }).properties;
	return safeRegex.exec(`^${regex}$`, value) !== null;
}

describe('A locator made of a table', () => {
	test('offers a list with search and the ID; the address only where lemlist shows one', () => {
		const { field } = locator(definition);
		expect(field).toMatchObject({
			name: 'openingId',
			displayName: 'Opening',
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
		});
		expect(field.modes?.map(({ name }) => name)).toEqual(['list', 'id']);
		expect(field.modes?.[0]?.typeOptions).toEqual({ searchListMethod: 'searchOpenings', searchable: true });
		expect(field).not.toHaveProperty('typeOptions');
		const byUrl = { example: 'https://app.example.com/opn_…', hint: 'The address' };
		expect(locator({ ...definition, byUrl }).field.modes?.map(({ name }) => name)).toEqual(['list', 'id', 'url']);
	});

	test('is emptied by n8n when what it depends on changes', () => {
		const { field } = locator({ ...definition, dependsOn: ['campaignId', 'listId'] });
		expect(field.typeOptions).toEqual({ loadOptionsDependsOn: ['campaignId.value', 'listId.value'] });
	});

	const one = locator(definition);
	const several = locator({ ...definition, prefixes: ['ctc_', 'con_'] });
	const orEmail = locator({ ...definition, orEmail: true });

	test.each([
		['one beginning', one, ['opn_1', 'opn_A1B2C3D4E5F6G7H8I9'], ['', 'opn_', 'opn_1/x', '../opn_1', 'cam_1', 'a@b.co']],
		['several', several, ['ctc_1', 'con_1'], ['opn_1', 'ctc_', 'con_?', 'xctc_1']],
		['an address as well', orEmail, ['opn_1', 'ann+x@example.com'], ['opn_', 'ann', '@', 'cam_1']],
	])('takes IDs with %s, in the panel and from expressions', (_what, { isId, field }, right, wrong) => {
		expect(right.filter((id) => !isId(id) || !accepts(field.modes, ` ${id} `))).toEqual([]);
		expect(wrong.filter((id) => isId(id) || accepts(field.modes, id))).toEqual([]);
	});

	test('is one of the list searches of its node', () => {
		expect(listSearches([one])).toEqual({ searchOpenings: one.search });
	});
});
