import { schemaOfAll } from '../../../../scripts/generate/jsonSchema';

test('The schema describes every field that any of the items has, by its most general type', () => {
	const items = [
		{ id: 'a', score: 1, owner: null, tags: [], steps: [{ index: 1 }], gone: undefined },
		{ id: 'b', score: 1.5, owner: { name: 'Ann' }, tags: ['x'], steps: [{ index: 1 }, { done: true }] },
	];
	expect(schemaOfAll(items)).toEqual({
		type: 'object',
		properties: {
			id: { type: 'string' },
			score: { type: 'number' },
			owner: { type: 'object', properties: { name: { type: 'string' } } },
			tags: { type: 'array', items: { type: 'string' } },
			steps: {
				type: 'array',
				items: { type: 'object', properties: { index: { type: 'integer' }, done: { type: 'boolean' } } },
			},
		},
	});
});

test('The schema takes the first type where two contradict each other', () => {
	expect(schemaOfAll([{ id: 'a' }, { id: 1 }])).toEqual({ type: 'object', properties: { id: { type: 'string' } } });
});
