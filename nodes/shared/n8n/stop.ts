import type { IExecuteFunctions } from 'n8n-workflow';

import { Deadline } from '../time/cancellation';
import { ServiceError } from './serviceError';

const deadlines = new WeakMap<IExecuteFunctions, Deadline>();

/** The executions whose timeout a node noticed last, in this process: Retry On Fail calls the node again in them. */
const late = new Set<string>();
const REMEMBERED = 1000;

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
	if (isLate(context)) return AbortSignal.abort(new Error('The time of the workflow has passed'));
	const deadline = deadlines.get(context) ?? new Deadline(executionTimeout * 1000, stop);
	deadlines.set(context, deadline);
	return deadline.signal;
}

/** Ends the timer, when the run is over. */
export function endStopSignal(context: IExecuteFunctions): void {
	deadlines.get(context)?.clear();
	deadlines.delete(context);
}

/**
 * The error of a node that was ended by the workflow's timeout, and not by n8n. A node that gives nothing would make
 * n8n call the execution a success.
 *
 * @param done how many of the items were done
 * @returns undefined while there is time, and where n8n itself has stopped the execution
 */
export function timeoutError(context: IExecuteFunctions, done: number): ServiceError | undefined {
	if (deadlines.get(context)?.expired) remember(context);
	else if (!isLate(context)) return undefined;
	const seconds = context.getWorkflowSettings().executionTimeout;
	return new ServiceError('export', {
		// n8n shows an execution as canceled when the message of its error has this word.
		message: `The workflow was canceled: its timeout of ${seconds} seconds has passed`,
		description: `${done} of ${context.getInputData().length} items were done. What was begun for others may go on at the service; its IDs are in n8n's log. For more time, change Timeout Workflow in the workflow's settings.`,
	});
}

function isLate(context: IExecuteFunctions): boolean {
	return late.has(context.getExecutionId?.() ?? '');
}

function remember(context: IExecuteFunctions): void {
	const id = context.getExecutionId?.();
	if (!id) return;
	late.add(id);
	for (const oldest of late) {
		if (late.size <= REMEMBERED) break;
		late.delete(oldest);
	}
}
