import type { IDataObject } from 'n8n-workflow';

/** n8n takes an item with a field `error` for one that failed, and runs the node again under Retry On Fail. */
function withoutError({ error, ...rest }: IDataObject): IDataObject {
	return { ...rest, errorMessage: error };
}

/** The json of items: one per entry of an array; what is no object stands under `value`. */
export function toJson(output: unknown): IDataObject[] {
	const entries = Array.isArray(output) ? output : [output];
	return entries.map((entry) => {
		if (typeof entry !== 'object' || entry === null) return { value: entry as string };
		return 'error' in entry ? withoutError(entry as IDataObject) : (entry as IDataObject);
	});
}
