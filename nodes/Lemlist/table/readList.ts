import type { IDataObject } from 'n8n-workflow';

import { type List, readPages } from '../../shared/http/pages';
import type { ItemParameters } from '../../shared/n8n/parameters';
import type { Call } from './operation';

/** How many entries of a list are wanted, by the parameters `returnAll` and `limit`. */
export function entriesWanted(parameters: ItemParameters): number {
	return parameters.boolean('returnAll') ? Infinity : parameters.wholeNumber('limit', { lowest: 1 });
}

/**
 * Reads a list over as many pages as that takes: all of it, or as many entries as `limit` says.
 *
 * @param keep a filter that the service does not have: only these entries are given, and count for `limit`
 */
export async function readList(
	{ client, parameters, signal }: Call,
	list: List<IDataObject>,
	keep?: (entry: IDataObject) => boolean,
): Promise<IDataObject[]> {
	const wanted = entriesWanted(parameters);
	const found: IDataObject[] = [];
	for await (const { fresh } of readPages(client, list, { atMost: keep ? Infinity : wanted, signal })) {
		// One by one: a list without pages can be longer than the arguments of a call may be.
		for (const entry of fresh) if (!keep || keep(entry)) found.push(entry);
		if (found.length >= wanted) break;
	}
	return found.slice(0, wanted);
}
