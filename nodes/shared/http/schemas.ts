import type { z } from 'zod';

import { LemlistError } from '../n8n/errors';

/** Longest piece of an answer that is shown, in characters. */
const LONGEST_SAMPLE = 200;

/**
 * The error for an answer that is not what lemlist documents.
 *
 * @param problem which part is not, and what was expected
 */
export function unknownForm(what: string, problem: string, answer: unknown): LemlistError {
	const sample = (JSON.stringify(answer) ?? String(answer)).slice(0, LONGEST_SAMPLE);
	return new LemlistError('unexpected', {
		message: `lemlist sent ${what} in a form that this node does not know`,
		description: `${problem}. lemlist sent: ${sample}. Please report this with the text above.`,
	});
}

/**
 * Checks an answer that code depends on. Unknown fields are kept out of the way, not refused.
 *
 * @param what names the answer in the message, such as "the export status"
 * @throws LemlistError of kind `unexpected` that names the fields and shows what lemlist sent
 */
export function parseAnswer<Schema extends z.ZodTypeAny>(
	schema: Schema,
	answer: unknown,
	what: string,
): z.output<Schema> {
	const result = schema.safeParse(answer);
	if (result.success) return result.data as z.output<Schema>;
	const fields = result.error.issues.map(({ path, message }) => `${path.join('.') || 'the answer'}: ${message}`);
	throw unknownForm(what, [...new Set(fields)].join('; '), answer);
}
