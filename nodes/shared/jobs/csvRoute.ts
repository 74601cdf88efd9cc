import type { IDataObject } from 'n8n-workflow';

import type { ServiceClient } from '../http/client';
import type { FileSource } from './download';

/**
 * A route of the API that answers with a whole CSV, without a job to wait for.
 *
 * @param route path below the base URL
 * @param timeoutMs until its first byte: making a large file takes minutes (default 60 s)
 */
export function csvRoute(
	client: ServiceClient,
	route: string,
	query: IDataObject = {},
	timeoutMs?: number,
): FileSource {
	return {
		service: client.service,
		getLink: async () => ({ url: route }),
		open: async (url, _withKey, signal) =>
			await client.requestStream({ path: url, query, retry: false, timeoutMs, signal }),
		withoutKey: (text) => client.withoutKey(text),
		// Refusals of the API never come this far: `requestStream` throws them.
		judge: () => 'deliver',
	};
}
