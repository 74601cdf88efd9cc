import type { IExecuteFunctions } from 'n8n-workflow';

/** Shows a message above the output of the node, when it has ended. */
export function hint(context: IExecuteFunctions, message: string): void {
	context.addExecutionHints?.({ message, type: 'warning', location: 'outputPane' });
}
