import type { IRun } from 'n8n-workflow';

/**
 * Finds the run in what `n8n execute --rawOutput` printed. It is `JSON.stringify(run, null, 2)`, so it
 * lies between a line `{` and a line `}`; log lines may stand before and, after a failed run, behind it.
 * Gives undefined when there is none, as when n8n could not start the workflow at all.
 */
export function parseRun(stdout: string): IRun | undefined {
	const start = /^\{$/m.exec(stdout);
	if (!start) return undefined;
	const end = /^\}$/m.exec(stdout.slice(start.index));
	if (!end) return undefined;
	return JSON.parse(stdout.slice(start.index, start.index + end.index + 1)) as IRun;
}
