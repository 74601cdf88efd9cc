import type { IExecuteFunctions } from 'n8n-workflow';

import { Deadline } from '../time/cancellation';

const deadlines = new WeakMap<IExecuteFunctions, Deadline>();

/**
 * What ends a node's run from outside: the user's Stop, and the timeout of the workflow. n8n's workers look at that
 * timeout only between nodes (2.39), so a node that waits has to end itself; n8n then ends the workflow. It counts from
 * the node's first call of this, as a node cannot know when the workflow began.
 *
 * @returns undefined where nothing can end it
 */
export function stopSignal(context: IExecuteFunctions): AbortSignal | undefined {
	const stop = context.getExecutionCancelSignal?.();
	const { executionTimeout } = context.getWorkflowSettings?.() ?? {};
	if (typeof executionTimeout !== 'number' || !(executionTimeout > 0)) return stop;
	const deadline = deadlines.get(context) ?? new Deadline(executionTimeout * 1000, stop);
	deadlines.set(context, deadline);
	return deadline.signal;
}

/** Ends the timer, when the run is over. */
export function endStopSignal(context: IExecuteFunctions): void {
	deadlines.get(context)?.clear();
	deadlines.delete(context);
}
