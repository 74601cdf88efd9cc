/**
 * Takes over lemlist's OpenAPI file: keeps what requests are made of (paths, parameters, bodies) without prose, examples
 * and answers, one route a line. Then run `npm run generate`.
 *
 *   npx tsx scripts/trimOpenApi.ts <lemlist's openapi.json>
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TARGET = join(__dirname, '../test/fixtures/lemlist/openapi.json');
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

type Json = Record<string, unknown>;

interface Document {
	info: { title: string; version: string };
	components?: { schemas?: Record<string, Json> };
	paths: Record<string, Record<string, Json>>;
}

/** `entries` without those that are undefined. */
function defined(entries: Json): Json {
	return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

/** The document with the references of its request schemas resolved. */
export function trimOpenApi({ info, components, paths }: Document): Document {
	const schema = (full: Json): Json => {
		const name = typeof full.$ref === 'string' ? full.$ref.split('/').at(-1)! : undefined;
		// lemlist refers to schemas that its file does not hold.
		if (name !== undefined) return schema(components?.schemas?.[name] ?? { type: 'object' });
		const { type, format, enum: choices, maxItems, required, additionalProperties } = full;
		const list = (part: unknown) => (Array.isArray(part) ? part.map((one) => schema(one as Json)) : undefined);
		return defined({
			type,
			format,
			enum: choices,
			maxItems,
			items: full.items && schema(full.items as Json),
			required,
			properties:
				full.properties &&
				Object.fromEntries(Object.entries(full.properties).map(([key, inner]) => [key, schema(inner as Json)])),
			additionalProperties: additionalProperties ? true : undefined,
			allOf: list(full.allOf),
			anyOf: list(full.anyOf),
			oneOf: list(full.oneOf),
		});
	};
	const operation = ({ tags, deprecated, parameters = [], requestBody }: Json, shared: unknown): Json => {
		const query = [...((shared as Json[] | undefined) ?? []), ...(parameters as Json[])].filter(
			(parameter) => parameter.in === 'query',
		);
		const content = Object.entries((requestBody as { content?: Record<string, Json> } | undefined)?.content ?? {});
		return defined({
			tags,
			deprecated,
			parameters:
				query.length > 0
					? query.map((parameter) =>
							defined({
								name: parameter.name,
								in: 'query',
								required: parameter.required === true ? true : undefined,
								schema: schema(parameter.schema as Json),
							}),
						)
					: undefined,
			requestBody:
				content.length > 0
					? {
							content: Object.fromEntries(
								content.map(([type, body]) => [type, { schema: schema((body.schema ?? {}) as Json) }]),
							),
						}
					: undefined,
		});
	};
	return {
		info: { title: info.title, version: info.version },
		paths: Object.fromEntries(
			Object.entries(paths).map(([path, methods]) => [
				path,
				Object.fromEntries(
					METHODS.filter((method) => methods[method]).map((method) => [
						method,
						operation(methods[method]!, methods.parameters),
					]),
				),
			]),
		),
	};
}

function main(file: string | undefined): void {
	if (!file) throw new Error("Name lemlist's OpenAPI file");
	const { info, paths } = trimOpenApi(JSON.parse(readFileSync(file, 'utf8')) as Document);
	const lines = Object.entries(paths).map(([path, methods]) => {
		const routes = Object.entries(methods).map(([method, route]) => `\t\t\t"${method}": ${JSON.stringify(route)}`);
		return `\t\t${JSON.stringify(path)}: {\n${routes.join(',\n')}\n\t\t}`;
	});
	const text = `{\n\t"info": ${JSON.stringify(info)},\n\t"paths": {\n${lines.join(',\n')}\n\t}\n}\n`;
	writeFileSync(TARGET, text);
}

if (require.main === module) main(process.argv[2]);
