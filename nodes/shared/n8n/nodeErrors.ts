import type { IDataObject, INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { ServiceError, type ServiceErrorKind } from './serviceError';

/** What is not about an answer of a service. */
const NO_ANSWER: ReadonlySet<ServiceErrorKind> = new Set(['input', 'storage', 'export']);

/**
 * The error as n8n shows it: built fresh (n8n's classes drop the texts when they wrap one another),
 * with the item it belongs to. The message is set once more after construction, because n8n
 * replaces a message in which it finds a Node.js error code such as EPERM, be it part of an id.
 *
 * @returns a NodeApiError where the service answered or should have, else a NodeOperationError
 */
export function toNodeError(node: INode, error: unknown, itemIndex?: number): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		if (itemIndex !== undefined) error.context.itemIndex ??= itemIndex;
		return error;
	}
	if (!(error instanceof ServiceError)) {
		return new NodeOperationError(node, error instanceof Error ? error : String(error), { itemIndex });
	}
	const { message, description, status } = error;
	const httpCode = status === undefined ? undefined : String(status);
	const nodeError = NO_ANSWER.has(error.kind)
		? new NodeOperationError(node, message, { description, itemIndex })
		: new NodeApiError(node, { message, httpCode } as JsonObject, { message, description, httpCode, itemIndex });
	nodeError.message = message;
	Object.assign(nodeError.context, error.ids && { ids: error.ids });
	return nodeError;
}

/**
 * The error as n8n shows it when a workflow cannot be activated: what happened and what to do, both in the message.
 * Of a NodeApiError n8n 1 shows nothing but the description there, and of a NodeOperationError no n8n shows more than
 * the message.
 */
export function toActivationError(node: INode, error: unknown): NodeOperationError {
	const { message, description } = toNodeError(node, error);
	const whole = description ? `${message}. ${description}` : message;
	const activationError = new NodeOperationError(node, whole, { description: description ?? undefined });
	activationError.message = whole;
	return activationError;
}

/**
 * The json of an item that failed under Continue On Fail. Only the keys `error`, `message` and
 * `details` may be in it: n8n sends an item to the error output by them, and replaces the json of
 * an item that carries an `error` object by the bare message.
 */
export function errorJson(error: NodeApiError | NodeOperationError): IDataObject {
	const details: IDataObject = { itemIndex: error.context.itemIndex as number };
	if (error instanceof NodeApiError && error.httpCode) details.httpCode = error.httpCode;
	if (error.description) details.description = error.description;
	Object.assign(details, error.context.ids);
	return { error: error.message, details };
}
