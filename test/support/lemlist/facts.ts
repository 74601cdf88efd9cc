import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

/** What lemlist's reference says of a field; `type` such as `integer` or `array<string>`. */
export interface FieldFacts {
	type: string;
	required?: true;
	enum?: string[];
	/** Of the entries of an array. */
	itemsEnum?: string[];
	maxItems?: number;
	properties?: Record<string, FieldFacts>;
}

const fieldFacts: z.ZodType<FieldFacts> = z.lazy(() =>
	z
		.object({
			type: z.string(),
			required: z.literal(true).optional(),
			enum: z.array(z.string()).optional(),
			itemsEnum: z.array(z.string()).optional(),
			maxItems: z.number().optional(),
			properties: z.record(fieldFacts).optional(),
		})
		.strict(),
);

const routeFacts = z
	.object({
		group: z.string(),
		method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
		/** Placeholders in braces. */
		path: z.string().startsWith('/'),
		/** Of a `medium` route only method and path are sure. */
		certainty: z.enum(['high', 'medium']),
		/** `spec`: lemlist's OpenAPI file has it; `inventory`: only the pages of its documentation. */
		source: z.enum(['spec', 'inventory']),
		query: z.record(fieldFacts).optional(),
		body: z.record(fieldFacts).optional(),
		/** The body is an array of these. */
		bodyItem: z.record(fieldFacts).optional(),
		/** Names beyond those of `body` or `query` are taken, such as custom variables. */
		openBody: z.literal(true).optional(),
		openQuery: z.literal(true).optional(),
		multipart: z.literal(true).optional(),
	})
	.strict();

export type RouteFacts = z.infer<typeof routeFacts>;

/** Every current route of the groups that the node covers. */
export const facts: RouteFacts[] = z
	.array(routeFacts)
	.parse(JSON.parse(readFileSync(join(__dirname, '../../fixtures/lemlist/contract.json'), 'utf8')));

/** `GET /team`, as operations name their routes. */
export function nameOf({ method, path }: RouteFacts): string {
	return `${method} ${path}`;
}

/** Whether a path is one of a route: each placeholder stands for one segment. */
export function isPathOf(template: string, path: string): boolean {
	const pattern = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/?#]+');
	return new RegExp(`^${pattern}$`).test(path);
}
