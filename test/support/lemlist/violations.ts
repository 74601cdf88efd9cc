import { facts, isPathOf, nameOf, type FieldFacts, type RouteFacts } from './facts';
import type { Sent } from './recordingClient';

/** The client leaves these out of a query. */
const isSent = (value: unknown) => value !== undefined && value !== null && value !== '';

/** The single values of what a query holds: lists come with commas, as an array, or as JSON. */
function partsOf(value: unknown): string[] {
	if (Array.isArray(value)) return value.map(String);
	const text = String(value);
	return text.startsWith('[') ? (JSON.parse(text) as unknown[]).map(String) : text.split(',');
}

function isOfType(type: string, value: unknown): boolean {
	if (type.startsWith('array')) return Array.isArray(value);
	if (type === 'integer') return Number.isInteger(value);
	if (type === 'number' || type === 'boolean') return typeof value === type;
	if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
	return type.startsWith('string') && !type.includes('|') ? typeof value === 'string' : true;
}

function queryViolations(route: RouteFacts, query: Record<string, unknown>): string[] {
	const found: string[] = [];
	const known = route.query ?? {};
	for (const [name, value] of Object.entries(query).filter(([, value]) => isSent(value))) {
		const fact = known[name];
		if (!fact) {
			if (!route.openQuery && route.certainty === 'high') found.push(`query "${name}" is not documented`);
			continue;
		}
		const wrong = fact.enum ? partsOf(value).filter((part) => !fact.enum?.includes(part)) : [];
		if (wrong.length > 0) found.push(`query "${name}" does not take ${wrong.join()}`);
	}
	for (const [name, { required }] of Object.entries(known)) {
		if (required && !isSent(query[name])) found.push(`query "${name}" is missing`);
	}
	return found;
}

function fieldViolations(
	known: Record<string, FieldFacts>,
	object: Record<string, unknown>,
	where: string,
	isOpen: boolean,
): string[] {
	const found: string[] = [];
	for (const [name, value] of Object.entries(object)) {
		const field = `${where} "${name}"`;
		const fact = known[name];
		if (value === undefined) found.push(`${field} is undefined`);
		else if (!fact && !isOpen) found.push(`${field} is not documented`);
		if (!fact || value === undefined) continue;
		if (!isOfType(fact.type, value)) found.push(`${field} is no ${fact.type}: ${JSON.stringify(value)}`);
		if (fact.enum && value !== '' && !fact.enum.includes(String(value)))
			found.push(`${field} does not take ${String(value)}`);
		if (Array.isArray(value)) {
			for (const entry of value)
				if (fact.itemsEnum && !fact.itemsEnum.includes(String(entry)))
					found.push(`${field} does not take ${String(entry)}`);
			if (fact.maxItems !== undefined && value.length > fact.maxItems)
				found.push(`${field} has more than ${fact.maxItems} entries`);
		} else if (fact.properties && typeof value === 'object' && value !== null) {
			found.push(...fieldViolations(fact.properties, value as Record<string, unknown>, field, false));
		}
	}
	for (const [name, { required }] of Object.entries(known))
		if (required && object[name] === undefined) found.push(`${where} "${name}" is missing`);
	return found;
}

function bodyViolations(route: RouteFacts, body: unknown): string[] {
	// Uploads: what the form data holds is not looked into.
	if (route.multipart) return body === undefined ? ['the upload has no body'] : [];
	if (route.bodyItem) {
		if (!Array.isArray(body)) return ['the body is no list'];
		return body.flatMap((entry: Record<string, unknown>) =>
			fieldViolations(route.bodyItem ?? {}, entry, 'body', false),
		);
	}
	const isOpen = route.openBody === true || route.certainty === 'medium';
	if (body === undefined && !Object.values(route.body ?? {}).some(({ required }) => required)) return [];
	if (!route.body && !isOpen) return [`it takes no body: ${JSON.stringify(body)}`];
	return fieldViolations(route.body ?? {}, (body ?? {}) as Record<string, unknown>, 'body', isOpen);
}

/**
 * The route of a request among those that an operation names, and what about the request is not as lemlist documents it.
 *
 * @param routes such as `GET /team`
 */
export function check(
	routes: readonly string[],
	{ method, path, query = {}, body }: Sent,
): { route?: RouteFacts; violations: string[] } {
	const candidates = facts.filter(
		(route) => routes.includes(nameOf(route)) && route.method === method && isPathOf(route.path, path),
	);
	// `/leads/{leadId}` and `/leads/{email}` are one and the same to us.
	const results = candidates.map((route) => ({
		route,
		violations: [...queryViolations(route, query), ...bodyViolations(route, body)],
	}));
	const best = results.sort((a, b) => a.violations.length - b.violations.length)[0];
	return best ?? { violations: [`${method} ${path} is none of ${routes.join(', ')}`] };
}
