import { type IExecuteFunctions, type INodeExecutionData, sleep } from 'n8n-workflow';

import { follow } from '../time/cancellation';
import { errorJson, toNodeError } from './nodeErrors';
import { endStopSignal, stopSignal, timeoutError } from './stop';

/** What a node does for one item. */
export type ItemTask = (itemIndex: number, signal: AbortSignal) => Promise<INodeExecutionData[]>;

/**
 * So many items are worked on at once: enough to use a rate limit of 10 requests a second though each item waits for
 * its result for most of a minute, and few enough for 10,000 of them to take no memory and no long turns.
 */
const ITEMS_AT_ONCE = 500;

/** So many begin before others in n8n have their turn: reading parameters takes half a millisecond an item. */
const BEGUN_PER_TURN = 10;

/**
 * Runs a task for every input item, many at once (the tasks wait for one another where they must), and gives the
 * results in input order, each linked to its item.
 *
 * - Under Continue On Fail an item that failed gives one item with `error` and `details`.
 * - Otherwise the first failure ends the others, none begins any more, and it is thrown when they have come to rest.
 * - When the execution is stopped, what is done is returned and nothing is thrown: n8n would call the node again under
 *   Retry On Fail.
 * - When the workflow's timeout has passed, what is done is returned where n8n looks at the time before the next node.
 *   Where it does not, since none follows or none gets an item, that is an error, as n8n would call it a success.
 *
 * @param task gets a signal that is aborted by the user's Stop and by the failure of another item
 */
export async function runItems(context: IExecuteFunctions, task: ItemTask): Promise<INodeExecutionData[][]> {
	const stop = stopSignal(context);
	if (stop?.aborted) return whenLate(context, []) ?? [[]];
	const failed = new AbortController();
	const results: INodeExecutionData[][] = [];
	let failure: Error | undefined;

	const isOver = () => stop?.aborted === true || failed.signal.aborted;

	const runOne = async (itemIndex: number) => {
		const signal = follow(stop, failed.signal);
		try {
			const made = await task(itemIndex, signal);
			for (const item of made) item.pairedItem ??= { item: itemIndex };
			results[itemIndex] = made;
		} catch (error) {
			if (signal.aborted) return;
			const nodeError = toNodeError(context.getNode(), error, itemIndex);
			if (context.continueOnFail()) {
				results[itemIndex] = [{ json: errorJson(nodeError), pairedItem: { item: itemIndex } }];
			} else {
				failure = nodeError;
				failed.abort(new Error('Another item failed'));
			}
		}
	};

	const indexes = context.getInputData().keys();
	const runSome = async () => {
		for (const itemIndex of indexes) {
			if (isOver()) return;
			await runOne(itemIndex);
		}
	};
	const running: Array<Promise<void>> = [];
	const lanes = Math.min(ITEMS_AT_ONCE, context.getInputData().length);
	while (running.length < lanes && !isOver()) {
		running.push(runSome());
		if (running.length % BEGUN_PER_TURN === 0) await sleep(0);
	}
	await Promise.all(running);
	try {
		if (failure && !stop?.aborted) throw failure;
		const outputs = whenLate(context, results) ?? [results.flat()];
		if (context.continueOnFail() && context.getNode().onError === 'continueErrorOutput') markErrors(outputs.flat());
		return outputs;
	} finally {
		endStopSignal(context);
	}
}

/**
 * Has n8n 1 send failed items to the error output. n8n 2 knows them by their json, which has no keys but those of
 * `errorJson`; n8n 1 (1.123.81) takes `details` for something else, but knows an item by its `error`. That is not
 * enumerable here: n8n copies the item without it, and keeps the json, which it else replaces by the bare message.
 */
function markErrors(items: INodeExecutionData[]): void {
	for (const item of items) {
		const { error, details, ...others } = item.json;
		if (typeof error !== 'string' || details === undefined || Object.keys(others).length > 0) continue;
		Object.defineProperty(item, 'error', { value: new Error(error), enumerable: false });
	}
}

/**
 * What a node gives when the workflow's timeout has ended it; undefined when it has not.
 *
 * @param results of the items that were done
 * @throws where nothing of it would be seen
 */
function whenLate(context: IExecuteFunctions, results: INodeExecutionData[][]): INodeExecutionData[][] | undefined {
	const error = timeoutError(context, Object.keys(results).length);
	if (!error) return undefined;
	const node = context.getNode();
	const isFollowed = context.getChildNodes(node.name).length > 0;
	if (context.continueOnFail()) {
		for (const itemIndex of context.getInputData().keys()) {
			const json = errorJson(toNodeError(node, error, itemIndex));
			results[itemIndex] ??= [{ json, pairedItem: { item: itemIndex } }];
		}
	} else if (!isFollowed || results.flat().length === 0) {
		throw toNodeError(node, error);
	}
	return [results.flat()];
}
