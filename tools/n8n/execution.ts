import type { IRun, IRunExecutionData } from 'n8n-workflow';

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

/**
 * Reads a run as n8n stores it, and as its REST API gives it: flat, a list in which objects hold the index of each
 * value that is no number or boolean.
 */
export function parseStoredRun(text: string): IRunExecutionData {
	const table = JSON.parse(text) as unknown[];
	const read = (value: unknown): unknown => {
		if (typeof value === 'string') {
			const target = table[Number(value)];
			return typeof target === 'object' && target !== null ? readObject(target) : target;
		}
		return typeof value === 'object' && value !== null ? readObject(value) : value;
	};
	const readObject = (object: object): unknown =>
		Array.isArray(object)
			? object.map(read)
			: Object.fromEntries(Object.entries(object).map(([key, value]) => [key, read(value)]));
	return readObject(table[0] as object) as IRunExecutionData;
}
