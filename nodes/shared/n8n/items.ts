import { type IExecuteFunctions, type INodeExecutionData, sleep } from 'n8n-workflow';

import { follow } from '../time/cancellation';
import { monotonicMs } from '../time/clock';
import { errorJson, toNodeError } from './nodeErrors';

/** What a node does for one item. */
export type ItemTask = (itemIndex: number, signal: AbortSignal) => Promise<INodeExecutionData[]>;

/** How long tasks may begin one after the other before others in n8n have their turn (ms): 10,000 take a while. */
const TURN_MS = 10;

/**
 * Runs a task for every input item, all at once (the tasks wait for one another where they must), and gives the results
 * in input order, each linked to its item.
 *
 * - Under Continue On Fail an item that failed gives one item with `error` and `details`.
 * - Otherwise the first failure ends the others, none begins any more, and it is thrown when they have come to rest.
 * - When the execution is stopped, what is done is returned and nothing is thrown: n8n would call the node again under
 *   Retry On Fail.
 *
 * @param task gets a signal that is aborted by the user's Stop and by the failure of another item
 */
export async function runItems(context: IExecuteFunctions, task: ItemTask): Promise<INodeExecutionData[][]> {
	const stop = context.getExecutionCancelSignal?.();
	if (stop?.aborted) return [[]];
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

	const running: Array<Promise<void>> = [];
	let turnBeganAt = monotonicMs();
	for (const itemIndex of context.getInputData().keys()) {
		if (isOver()) break;
		running.push(runOne(itemIndex));
		if (monotonicMs() - turnBeganAt >= TURN_MS) {
			await sleep(0);
			turnBeganAt = monotonicMs();
		}
	}
	await Promise.all(running);
	if (failure && !stop?.aborted) throw failure;
	return [results.flat()];
}
