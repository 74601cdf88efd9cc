/** As much of JSON Schema as n8n's preview of an output reads. */
export interface Schema {
	type: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'null';
	properties?: Record<string, Schema>;
	items?: Schema;
}

/** One that describes both; where they contradict each other, the first. */
function merge(first: Schema, second: Schema): Schema {
	if (first.type === 'null') return second;
	if (first.type === 'integer' && second.type === 'number') return second;
	if (first.type !== second.type) return first;
	if (first.properties || second.properties) {
		const properties = { ...first.properties };
		for (const [name, schema] of Object.entries(second.properties ?? {})) {
			const known = properties[name];
			properties[name] = known ? merge(known, schema) : schema;
		}
		return { ...first, properties };
	}
	if (first.items && second.items) return { ...first, items: merge(first.items, second.items) };
	return { ...second, ...first };
}

/** Describes a value of JSON; `undefined` for what is left out of JSON. */
function schemaOf(value: unknown): Schema | undefined {
	if (value === null) return { type: 'null' };
	if (Array.isArray(value)) {
		const items = value.map(schemaOf).filter((schema) => schema !== undefined);
		return items.length > 0 ? { type: 'array', items: items.reduce(merge) } : { type: 'array' };
	}
	switch (typeof value) {
		case 'object': {
			const properties: Record<string, Schema> = {};
			for (const [name, inner] of Object.entries(value)) {
				const schema = schemaOf(inner);
				if (schema) properties[name] = schema;
			}
			return { type: 'object', properties };
		}
		case 'number':
			return { type: Number.isInteger(value) ? 'integer' : 'number' };
		case 'string':
		case 'boolean':
			return { type: typeof value as 'string' | 'boolean' };
		default:
			return undefined;
	}
}

/** Describes all objects of a list as one. */
export function schemaOfAll(objects: readonly object[]): Schema {
	const schemas = objects.map((object) => schemaOf(object)).filter((schema) => schema !== undefined);
	return schemas.reduce(merge);
}

/** The file in which n8n looks for the preview of an output, see `schemaOfAll`. */
export function previewText(schema: Schema): string {
	return `${JSON.stringify({ ...schema, version: 1 }, undefined, '\t')}\n`;
}
