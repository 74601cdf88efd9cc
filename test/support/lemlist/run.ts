import type { IDataObject } from 'n8n-workflow';

import { findOperation } from '../../../nodes/Lemlist/resources';
import { OrderedTasks, runOperation } from '../../../nodes/Lemlist/table/runOperation';
import { operationContext } from './operationContext';
import { recordingClient, type Sent } from './recordingClient';

/**
 * Runs an operation of the node for one item, against a client that sends nothing.
 *
 * @param answer lemlist's answer to each request
 */
export async function runOne(
	resource: string,
	name: string,
	values: Record<string, unknown>,
	answer: (request: Sent) => unknown = () => ({}),
): Promise<{ sent: Sent[]; json: IDataObject[] }> {
	const operation = findOperation(resource, name);
	const { client, sent } = recordingClient(answer);
	const { context, parameters } = operationContext(operation, values);
	const call = { context, client, parameters, itemIndex: 0, signal: new AbortController().signal };
	const items = await runOperation(operation, call, new OrderedTasks());
	return { sent, json: items.map(({ json }) => json) };
}
