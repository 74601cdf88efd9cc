import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';

const FOLDER = join(__dirname, '../../../nodes/Lemlist/__schema__/v1.0.0');

interface Schema {
	type: string;
	properties?: Record<string, Schema>;
	items?: Schema;
}

/** The output schema that n8n shows as a preview of an operation. */
export function outputSchema(resource: string, operation: string): unknown {
	return JSON.parse(readFileSync(join(FOLDER, resource, `${operation}.json`), 'utf8'));
}

function schemaOf(value: unknown): Schema {
	if (value === null) return { type: 'null' };
	if (Array.isArray(value)) return value.length > 0 ? { type: 'array', items: schemaOf(value[0]) } : { type: 'array' };
	if (typeof value !== 'object') return { type: typeof value };
	return {
		type: 'object',
		properties: Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, schemaOf(inner)])),
	};
}

/** The schema that describes an item, as it has to stand in the file. */
export function schemaOfItem(json: IDataObject | undefined): unknown {
	return { ...schemaOf(json), version: 1 };
}
