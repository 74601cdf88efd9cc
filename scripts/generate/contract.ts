import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { GeneratedFiles } from './files';

const FOLDER = 'test/fixtures/lemlist';

/** What is known of a parameter or a field of a body; `type` such as `integer`, `array<string>` or `string|number`. */
interface Field {
	type: string;
	required?: true;
	enum?: string[];
	/** Of the entries of an array. */
	itemsEnum?: string[];
	maxItems?: number;
	properties?: Fields;
}
type Fields = Record<string, Field>;

interface Schema {
	type?: string | string[];
	format?: string;
	enum?: unknown[];
	maxItems?: number;
	items?: Schema;
	required?: string[];
	properties?: Record<string, Schema>;
	additionalProperties?: true;
	allOf?: Schema[];
	anyOf?: Schema[];
	oneOf?: Schema[];
}

interface SpecRoute {
	tags?: string[];
	deprecated?: boolean;
	parameters?: Array<{ name: string; required?: true; schema: Schema }>;
	requestBody?: { content: Record<string, { schema: Schema }> };
}

/** A route in one of the two sources, and in what is made of them. */
interface Route {
	group?: string;
	method: string;
	path: string;
	status?: 'current' | 'deprecated' | 'legacy';
	certainty?: 'high' | 'medium' | 'low';
	query?: Record<string, Field | null>;
	body?: Record<string, Field | null>;
	bodyItem?: Record<string, Field | null>;
	openBody?: true;
	openQuery?: true;
	multipart?: true;
}

/** Formats that say what a text is; the others say nothing that a check needs. */
const FORMATS = ['binary', 'date-time', 'email', 'uri'];

function typeOf({ type, format, items, properties, anyOf, oneOf }: Schema): string {
	const choices = anyOf ?? oneOf;
	if (choices) return [...new Set(choices.map(typeOf))].join('|');
	if (Array.isArray(type)) return type.join('|');
	if (type === 'array') return `array<${typeOf(items ?? {})}>`;
	const name = type ?? (properties ? 'object' : 'any');
	return format && FORMATS.includes(format) ? `${name}:${format}` : name;
}

/** The fields of an object, whichever way its schema is put together. */
function fieldsOf({ properties = {}, required = [], allOf = [], anyOf = [], oneOf = [] }: Schema): Fields {
	const parts = [...allOf, ...anyOf, ...oneOf].map(fieldsOf);
	const own = Object.entries(properties).map(([name, schema]) => [name, fieldOf(schema, required.includes(name))]);
	return Object.assign({}, ...parts, Object.fromEntries(own)) as Fields;
}

function fieldOf(schema: Schema, required: boolean): Field {
	const { enum: choices, items, maxItems } = schema;
	const properties = fieldsOf(schema.type === 'array' ? (items ?? {}) : schema);
	return {
		type: typeOf(schema),
		...(required && { required }),
		...(choices && { enum: choices.map(String) }),
		...(items?.enum && { itemsEnum: items.enum.map(String) }),
		...(maxItems !== undefined && { maxItems }),
		...(Object.keys(properties).length > 0 && { properties }),
	};
}

function specRoute(method: string, path: string, { tags, deprecated, parameters = [], requestBody }: SpecRoute): Route {
	const [[type, { schema: body }] = ['', { schema: {} as Schema }]] = Object.entries(requestBody?.content ?? {});
	const isList = body.type === 'array';
	return {
		group: tags?.[0],
		method: method.toUpperCase(),
		path,
		status: deprecated ? 'deprecated' : 'current',
		certainty: 'high',
		query: Object.fromEntries(
			parameters.map(({ name, required, schema }) => [name, fieldOf(schema, required === true)]),
		),
		...(isList ? { bodyItem: fieldsOf(body.items ?? {}) } : { body: fieldsOf(body) }),
		...(body.additionalProperties && { openBody: true }),
		...(type === 'multipart/form-data' && { multipart: true }),
	};
}

/** The fields of both; of one that both have, the second; `null` takes one away. */
function mergeFields(first: Route['query'] = {}, second: Route['query'] = {}): Fields | undefined {
	const merged = Object.entries({ ...first, ...second }).filter((entry): entry is [string, Field] => entry[1] !== null);
	return merged.length > 0 ? Object.fromEntries(merged) : undefined;
}

/**
 * Facts of every route that can be called, one a line: lemlist's OpenAPI file, over it what its other pages say
 * (`inventory.json`). Routes that are deprecated, or of which only drafts speak (`low`), are left out.
 */
export function contractOf(paths: Record<string, Record<string, SpecRoute>>, inventory: readonly Route[]): string {
	const nameOf = ({ method, path }: Route) => `${method} ${path}`;
	const spec = new Map(
		Object.entries(paths)
			.flatMap(([path, methods]) => Object.entries(methods).map(([method, route]) => specRoute(method, path, route)))
			.map((route) => [nameOf(route), route]),
	);
	const overlaid = new Map(inventory.map((route) => [nameOf(route), route]));
	const routes = [...new Set([...spec.keys(), ...overlaid.keys()])].map((name) => {
		const known = spec.get(name);
		const other = overlaid.get(name);
		const { group, method, path, status, certainty, openBody, openQuery, multipart } = { ...known, ...other } as Route;
		return {
			group,
			method,
			path,
			status,
			certainty,
			source: known ? 'spec' : 'inventory',
			query: mergeFields(known?.query, other?.query),
			body: mergeFields(known?.body, other?.body),
			bodyItem: mergeFields(known?.bodyItem, other?.bodyItem),
			openBody,
			openQuery,
			multipart,
		};
	});
	const key = ({ group, path, method }: (typeof routes)[number]) => `${group} ${path} ${method}`;
	const lines = routes
		.filter(({ status, certainty }) => status === 'current' && certainty !== 'low')
		.sort((a, b) => (key(a) < key(b) ? -1 : 1))
		.map((route) => `\t${JSON.stringify({ ...route, status: undefined })}`);
	return `[\n${lines.join(',\n')}\n]\n`;
}

/** The contract that tests check the node's requests against. */
export function contract(root: string): GeneratedFiles {
	const read = (name: string): unknown => JSON.parse(readFileSync(join(root, FOLDER, name), 'utf8'));
	const { paths } = read('openapi.json') as { paths: Record<string, Record<string, SpecRoute>> };
	return new Map([[`${FOLDER}/contract.json`, contractOf(paths, read('inventory.json') as Route[])]]);
}
