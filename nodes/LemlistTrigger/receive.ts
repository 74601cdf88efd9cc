import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { isWanted, readFilter } from '../shared/lemlist/activities/filter';
import { eventItem } from '../shared/lemlist/activities/output';
import { isDuplicate } from './duplicates';
import { parametersOf } from './parameters';
import { isGenuine } from './secret';

function isSeenBefore(context: IWebhookFunctions, event: IDataObject): boolean {
	const drops = parametersOf(context).boolean('options.dropDuplicates');
	// A person who listens for a test event may send the same one again.
	if (!drops || context.getMode() === 'manual' || typeof event._id !== 'string') return false;
	const nodeKey = `${context.getWorkflow().id}/${context.getNode().id}`;
	return isDuplicate(nodeKey, context.getWorkflowStaticData('node'), event._id);
}

/**
 * Takes a call of the node's webhook: an activity as JSON, and the webhook's `secret` in it. Sends
 * nothing, so that lemlist has its answer at once: 401 without the secret, else 200.
 *
 * @returns the event for the workflow, without the secret; no data where it is not wanted
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const body = context.getBodyData();
	if (!(await isGenuine(context, body))) {
		const message = "The secret is missing, or is not that of this node's webhook";
		context.getResponseObject().status(401).json({ message });
		return { noWebhookResponse: true };
	}
	const parameters = parametersOf(context);
	const event: IDataObject = { ...body };
	delete event.secret;
	if (!isWanted(readFilter(parameters), event)) {
		return { webhookResponse: { message: 'Not wanted: the node filters this event out' } };
	}
	if (isSeenBefore(context, event)) {
		return { webhookResponse: { message: 'Seen before: the node drops duplicates' } };
	}
	return { workflowData: [[eventItem(event, parameters.boolean('simplify'))]] };
}
