import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { follow } from '../time/cancellation';
import { errorJson, toNodeError } from './nodeErrors';
import { ServiceError } from './serviceError';

/**
 * Runs a task for every part of one input item, such as several campaigns, all at once, and gives the results in the
 * order of the parts.
 *
 * - Under Continue On Fail a part that failed gives one item with `error` and `details`, in its place.
 * - Otherwise the first failure ends the others, and is thrown when they have come to rest.
 * - When the execution is stopped, what is done is returned.
 *
 * @param naming by what an error names the part
 * @param task gets a signal that is aborted with `signal` and by the failure of another part
 */
export async function runParts<Part>(
	context: IExecuteFunctions,
	{ itemIndex, signal }: { itemIndex: number; signal: AbortSignal },
	parts: readonly Part[],
	naming: (part: Part) => { advice: string; ids: Record<string, string> },
	task: (part: Part, signal: AbortSignal) => Promise<INodeExecutionData[]>,
): Promise<INodeExecutionData[]> {
	const failed = new AbortController();
	const results: INodeExecutionData[][] = [];
	let failure: Error | undefined;
	await Promise.all(
		parts.map(async (part, index) => {
			const either = follow(signal, failed.signal);
			try {
				results[index] = await task(part, either);
			} catch (error) {
				if (either.aborted) return;
				const named = error instanceof ServiceError ? error.with(naming(part)) : error;
				const nodeError = toNodeError(context.getNode(), named, itemIndex);
				if (context.continueOnFail()) {
					results[index] = [{ json: errorJson(nodeError), pairedItem: { item: itemIndex } }];
				} else {
					failure = nodeError;
					failed.abort(new Error('Another part of the item failed'));
				}
			}
		}),
	);
	if (failure && !signal.aborted) throw failure;
	return results.flat();
}
