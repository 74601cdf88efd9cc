import type { z } from 'zod';

import { ServiceError } from '../n8n/serviceError';
import type { Service } from './service';

/** Longest piece of an answer that is shown, in characters. */
const LONGEST_SAMPLE = 200;

/** What reading an answer needs to know of its service. */
export type AnswerSource = Pick<Service, 'name' | 'listKeys'>;

/**
 * The error for an answer that is not what the service documents, or none at all.
 *
 * @param what names the answer in the message, such as "the export status"
 * @param problem which part is not, and what was expected
 */
export function unknownForm({ name }: AnswerSource, what: string, problem: string, answer: unknown): ServiceError {
	if (typeof answer === 'string' && answer.trim() === '') {
		return new ServiceError('unreadable', {
			message: `${name} sent an empty answer instead of ${what}`,
			description: 'Nothing can be read from it. Check the IDs in the parameters, or run the node again later.',
		});
	}
	const sample = (JSON.stringify(answer) ?? String(answer)).slice(0, LONGEST_SAMPLE);
	return new ServiceError('unexpected', {
		message: `${name} sent ${what} in a form that this node does not know`,
		description: `${problem}. ${name} sent: ${sample}. Please report this with the text above.`,
	});
}

/**
 * Checks an answer that code depends on. Unknown fields are kept out of the way, not refused.
 *
 * @throws ServiceError of kind `unexpected` that names the fields and shows what came, or `unreadable` for an empty one
 */
export function parseAnswer<Schema extends z.ZodTypeAny>(
	source: AnswerSource,
	schema: Schema,
	answer: unknown,
	what: string,
): z.output<Schema> {
	const result = schema.safeParse(answer);
	if (result.success) return result.data as z.output<Schema>;
	const fields = result.error.issues.map(({ path, message }) => `${path.join('.') || 'the answer'}: ${message}`);
	throw unknownForm(source, what, [...new Set(fields)].join('; '), answer);
}

/**
 * The entries of a list answer, bare or under one of the service's keys.
 *
 * @throws ServiceError of kind `unexpected` when there is no list in it
 */
export function listItems<Item>(source: AnswerSource, body: unknown, what: string): Item[] {
	const isList = (value: unknown): value is Item[] =>
		Array.isArray(value) && value.every((entry) => typeof entry === 'object' && entry !== null);
	if (isList(body)) return body;
	if (typeof body === 'object' && body !== null) {
		for (const key of source.listKeys) {
			const list = (body as Record<string, unknown>)[key];
			if (isList(list)) return list;
		}
	}
	throw unknownForm(source, what, 'Expected a list of objects', body);
}
