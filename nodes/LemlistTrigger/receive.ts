import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { isWanted, readFilter } from '../shared/lemlist/activities/filter';
import { eventItem } from '../shared/lemlist/activities/output';
import { type Admission, admit } from './duplicates';
import { memoryOf, nodeKeyOf, prove } from './memory';
import { dropsDuplicates, parametersOf } from './parameters';
import { retire } from './retire';
import { callerOf } from './secret';

/** A run that nothing has to be remembered for. */
const UNCOUNTED: Admission = { accepted: () => {}, failed: () => {} };

/** Nodes about whose refused calls this process has written to its log. */
const warned = new Set<string>();

function answer(context: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	context.getResponseObject().status(status).json({ message });
	return { noWebhookResponse: true };
}

/** Answers a stranger. Said once in the log as well: if it is lemlist after all, its events are missing. */
function refuse(context: IWebhookFunctions): IWebhookResponseData {
	const nodeKey = nodeKeyOf(context);
	if (!warned.has(nodeKey)) {
		warned.add(nodeKey);
		context.logger.warn(
			`A call of the webhook of the node "${context.getNode().name}" was refused: its secret is missing or not that of this node. If events of lemlist are missing, deactivate the workflow and activate it again.`,
		);
	}
	return answer(context, 401, "The secret is missing, or is not that of this node's webhook");
}

/** What tells an event from others; undefined where lemlist sent nothing that does. */
function idOf({ _id: id }: IDataObject): string | undefined {
	if (typeof id === 'number') return String(id);
	return typeof id === 'string' && id !== '' ? id : undefined;
}

async function admission(
	context: IWebhookFunctions,
	drops: boolean,
	event: IDataObject,
): Promise<Admission | undefined> {
	// A person who listens for a test event may send the same one again.
	const eventId = idOf(event);
	if (!drops || context.getMode() === 'manual' || eventId === undefined) return UNCOUNTED;
	return await admit(nodeKeyOf(context), context.getWorkflowStaticData('node'), eventId);
}

/**
 * A run for the event. n8n asks for `webhookResponse` when it has accepted the run and is about to say so, and not when
 * it could not start the run; then it saves static data, which it does not do for changes from before the run. The status
 * of the answer says the same a moment later, but is never sent when lemlist has hung up.
 */
function start(
	context: IWebhookFunctions,
	item: ReturnType<typeof eventItem>,
	accepted: () => void,
	failed: () => void,
): IWebhookResponseData {
	const response = context.getResponseObject();
	response.once('finish', () => (response.statusCode < 400 ? accepted() : failed()));
	return {
		workflowData: [[item]],
		get webhookResponse() {
			accepted();
			return { message: 'Workflow was started' };
		},
	};
}

/**
 * Takes a call of the node's webhook: an activity as JSON, and the webhook's `secret` in it. lemlist waits for no request
 * of ours. Answers 401 without the secret, 410 to a webhook of another team that this node had before, else 200.
 *
 * @returns the event for the workflow, without the secret; no data where it is not wanted
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const body = context.getBodyData();
	const caller = await callerOf(context, body);
	if (!caller) return refuse(context);
	const { former } = caller;
	if (former?.isForeign) return answer(context, 410, 'This webhook is of a team that the node has left');
	if (former && memoryOf(context).isProven) {
		void retire(context, former);
		return { webhookResponse: { message: 'Comes through the new webhook of the node, too' } };
	}

	const parameters = parametersOf(context);
	const event: IDataObject = { ...body };
	delete event.secret;
	const noteCaller = () => !former && prove(context);
	if (!isWanted(readFilter(parameters), event)) {
		noteCaller();
		return { webhookResponse: { message: 'Not wanted: the node filters this event out' } };
	}
	// Whatever may fail is done before the event counts as on its way.
	const item = eventItem(event, parameters.boolean('simplify'));
	const admitted = await admission(context, dropsDuplicates(parameters), event);
	if (!admitted) {
		noteCaller();
		return { webhookResponse: { message: 'Seen before: the node drops duplicates' } };
	}
	return start(
		context,
		item,
		() => {
			noteCaller();
			admitted.accepted();
		},
		admitted.failed,
	);
}
