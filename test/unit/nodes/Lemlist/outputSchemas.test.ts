import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { resources } from '../../../../nodes/Lemlist/resources';

/** n8n looks for `<node>/__schema__/v<version>.0.0/<resource>/<operation>.json` to preview an output. */
const FOLDER = join(__dirname, '../../../../nodes/Lemlist/__schema__/v1.0.0');

const property: z.ZodTypeAny = z.lazy(() =>
	z
		.object({
			type: z.union([
				z.enum(['string', 'integer', 'number', 'boolean', 'object', 'array', 'null']),
				z.array(z.string()),
			]),
			properties: z.record(property).optional(),
			items: property.optional(),
		})
		.strict(),
);
const outputSchema = z
	.object({ type: z.literal('object'), properties: z.record(property), version: z.literal(1) })
	.strict();

const files = readdirSync(FOLDER).flatMap((resource) =>
	readdirSync(join(FOLDER, resource)).map((file) => [resource, file.replace(/\.json$/, '')] as const),
);

describe('The preview of an output', () => {
	test.each(files)('of %s %s belongs to an operation, and shows what Simplify leaves', (resource, value) => {
		const operation = resources
			.find((each) => each.value === resource)
			?.operations.find((each) => each.value === value);
		expect(operation).toBeDefined();
		const { properties } = outputSchema.parse(
			JSON.parse(readFileSync(join(FOLDER, resource, `${value}.json`), 'utf8')),
		);
		const simplify = operation?.simplify;
		if (Array.isArray(simplify)) expect(Object.keys(properties).filter((name) => !simplify.includes(name))).toEqual([]);
	});

	test.each(resources.map(({ value }) => [value]))('is there for %s', (resource) => {
		expect(existsSync(join(FOLDER, resource))).toBe(true);
	});
});
