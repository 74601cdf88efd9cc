import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { unknownForm } from '../../shared/http/answers';
import { parseAnswer } from '../../shared/lemlist/answers';
import type { Call } from './operation';

/** n8n takes an item with a field `error` for one that failed, and runs the node again under Retry On Fail. */
function withoutError({ error, ...rest }: IDataObject): IDataObject {
	return { ...rest, errorMessage: error };
}

/** The json of items: one per entry of an array; what is no object stands under `value`. */
export function toJson(output: unknown): IDataObject[] {
	const entries = Array.isArray(output) ? output : [output];
	return entries.map((entry) => {
		if (typeof entry !== 'object' || entry === null) return { value: entry as string };
		return 'error' in entry ? withoutError(entry as IDataObject) : (entry as IDataObject);
	});
}

function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null;
}

/**
 * An answer that is to be given as it is: an object, or a list of them. A text is none, such as half of an object.
 *
 * @throws ServiceError of kind `unexpected` for anything else, of kind `unreadable` for nothing
 */
export function objectsOf(body: unknown, { service }: Call['client']): IDataObject | IDataObject[] {
	if (Array.isArray(body) ? body.every(isObject) : isObject(body)) return body as IDataObject | IDataObject[];
	throw unknownForm(service, 'its answer', 'Expected an object', body);
}

const anObject = z.object({}).passthrough();

/** The same for an answer that is one object, whatever is in it. @throws ServiceError */
export function objectOf(body: unknown): IDataObject {
	return parseAnswer(anObject, body, 'its answer') as IDataObject;
}
