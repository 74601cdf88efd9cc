import type { z } from 'zod';

import * as answers from '../http/answers';
import { lemlist } from './service';

/** See `parseAnswer` of the HTTP room. */
export function parseAnswer<Schema extends z.ZodTypeAny>(
	schema: Schema,
	answer: unknown,
	what: string,
): z.output<Schema> {
	return answers.parseAnswer(lemlist, schema, answer, what);
}

/** See `listItems` of the HTTP room. */
export function listItems<Item>(body: unknown, what: string): Item[] {
	return answers.listItems(lemlist, body, what);
}

/** See `unknownForm` of the HTTP room. */
export function unknownForm(what: string, problem: string, answer: unknown) {
	return answers.unknownForm(lemlist, what, problem, answer);
}
