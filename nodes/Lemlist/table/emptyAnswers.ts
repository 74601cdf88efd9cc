import type { IDataObject } from 'n8n-workflow';

import type { ItemParameters } from '../../shared/n8n/parameters';
import { ServiceError } from '../../shared/n8n/serviceError';
import type { Operation } from './operation';

/** Names of parameters that say what an operation worked on. */
const WHAT = /(Id|IdOrEmail)$|^email$/;

/** Whether an answer says nothing at all, as with 204. */
export function isEmptyAnswer(body: unknown): boolean {
	return body === null || body === undefined || (typeof body === 'string' && body.trim() === '');
}

/** The json for a write that lemlist answered with nothing: that it succeeded, and for what. */
export function doneWithoutAnswer({ fields }: Pick<Operation, 'fields'>, parameters: ItemParameters): IDataObject {
	const what = fields
		.filter(({ name, type }) => WHAT.test(name) && (type === 'string' || type === 'resourceLocator'))
		.map(({ name }) => [name, parameters.chosen(name)] as const)
		.filter(([, value]) => value !== '');
	return { success: true, ...Object.fromEntries(what) };
}

/**
 * The error for an empty answer to a request that makes something: without an answer its ID is not known.
 *
 * @param what such as "the new campaign"
 */
export function madeWithoutAnswer(what: string): ServiceError {
	return new ServiceError('unreadable', {
		message: `lemlist sent an empty answer instead of ${what}`,
		description: 'It may be there all the same: look in lemlist before you run the node again, or there may be two.',
	});
}
