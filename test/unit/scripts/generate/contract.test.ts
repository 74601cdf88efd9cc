import { contractOf } from '../../../../scripts/generate/contract';
import { trimOpenApi } from '../../../../scripts/trimOpenApi';

const paths = {
	'/b': {
		get: { tags: ['B'], parameters: [{ name: 'page', required: true as const, schema: { type: 'integer' } }] },
		post: {
			tags: ['B'],
			requestBody: {
				content: {
					'application/json': {
						schema: {
							type: 'object',
							required: ['at'],
							properties: {
								at: { type: 'string', format: 'date-time' },
								kinds: { type: 'array', maxItems: 2, items: { type: 'string', enum: ['x', 'y'] } },
							},
						},
					},
				},
			},
		},
		delete: { tags: ['B'], deprecated: true },
	},
};

describe('The facts of the routes', () => {
	test('are those of the OpenAPI file, without what is deprecated', () => {
		expect(JSON.parse(contractOf(paths, []))).toEqual([
			{
				group: 'B',
				method: 'GET',
				path: '/b',
				certainty: 'high',
				source: 'spec',
				query: { page: { type: 'integer', required: true } },
			},
			{
				group: 'B',
				method: 'POST',
				path: '/b',
				certainty: 'high',
				source: 'spec',
				body: {
					at: { type: 'string:date-time', required: true },
					kinds: { type: 'array<string>', itemsEnum: ['x', 'y'], maxItems: 2 },
				},
			},
		]);
	});

	test('are what the inventory says where it has more, or something else', () => {
		const facts: unknown = JSON.parse(
			contractOf(paths, [
				{ method: 'POST', path: '/b', status: 'legacy' },
				{ method: 'GET', path: '/b', query: { page: null, cursor: { type: 'string' } } },
				{ group: 'A', method: 'GET', path: '/a', status: 'current', certainty: 'medium' },
				{ group: 'A', method: 'PUT', path: '/a', status: 'current', certainty: 'low' },
			]),
		);
		expect(facts).toEqual([
			{ group: 'A', method: 'GET', path: '/a', certainty: 'medium', source: 'inventory' },
			{
				group: 'B',
				method: 'GET',
				path: '/b',
				certainty: 'high',
				source: 'spec',
				query: { cursor: { type: 'string' } },
			},
		]);
	});
});

test('An OpenAPI file is taken over without prose and examples, its references resolved', () => {
	const schema = { $ref: '#/components/schemas/Tag' };
	const { paths: trimmed } = trimOpenApi({
		info: { title: 'lemlist', version: '1' },
		components: {
			schemas: {
				Tag: { type: 'object', description: 'prose', properties: { title: { type: 'string', example: 'x' } } },
			},
		},
		paths: {
			'/a/{id}': {
				post: {
					tags: ['A'],
					summary: 'prose',
					parameters: [
						{ name: 'id', in: 'path', schema: {} },
						{ name: 'q', in: 'query', required: false, example: 'x', schema: { type: 'string', example: 'x' } },
					],
					requestBody: { content: { 'application/json': { schema, example: {} } } },
					responses: {},
				},
			},
		},
	});
	expect(trimmed).toEqual({
		'/a/{id}': {
			post: {
				tags: ['A'],
				parameters: [{ name: 'q', in: 'query', schema: { type: 'string' } }],
				requestBody: {
					content: { 'application/json': { schema: { type: 'object', properties: { title: { type: 'string' } } } } },
				},
			},
		},
	});
});
