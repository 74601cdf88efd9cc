import type { IDataObject } from 'n8n-workflow';

/** The json of items: one per entry of an array; what is no object stands under `value`. */
export function toJson(output: unknown): IDataObject[] {
	const entries = Array.isArray(output) ? output : [output];
	return entries.map((entry) =>
		typeof entry === 'object' && entry !== null ? (entry as IDataObject) : { value: entry as string },
	);
}
