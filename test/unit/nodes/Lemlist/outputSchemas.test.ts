import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { resources } from '../../../../nodes/Lemlist/resources';

/** n8n looks for `<node>/__schema__/v<version>.0.0/<resource>/<operation>.json` to preview an output. */
const FOLDER = join(__dirname, '../../../../nodes/Lemlist/__schema__/v1.0.0');

const property: z.ZodTypeAny = z.lazy(() =>
	z
		.object({
			type: z.enum(['string', 'integer', 'number', 'boolean', 'object', 'array', 'null']),
			properties: z.record(property).optional(),
			items: property.optional(),
		})
		.strict(),
);
const outputSchema = z
	.object({ type: z.literal('object'), properties: z.record(property), version: z.literal(1) })
	.strict();

const operations = resources.flatMap(({ value, operations: all }) =>
	all.map((operation) => [value, operation.value, operation] as const),
);

test.each(operations)('The preview of %s %s is one n8n can read, and shows what Simplify leaves', (...args) => {
	const [resource, value, { simplify }] = args;
	const file = join(FOLDER, resource, `${value}.json`);
	if (!existsSync(file)) throw new Error('There is none, run `npm run generate`');
	const { properties } = outputSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
	expect(Object.keys(properties)).not.toEqual([]);
	if (Array.isArray(simplify)) expect(Object.keys(properties).filter((name) => !simplify.includes(name))).toEqual([]);
});
