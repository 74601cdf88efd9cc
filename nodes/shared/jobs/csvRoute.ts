import type { IDataObject } from 'n8n-workflow';

import type { FileSource } from './download';
import type { LemlistClient } from '../http/client';

/**
 * A route of the API that answers with a whole CSV, without an export to wait for.
 *
 * @param route path below the base URL
 */
export function csvRoute(client: LemlistClient, route: string, query: IDataObject, signal?: AbortSignal): FileSource {
	return {
		getLink: async () => ({ url: route }),
		open: async (url) => await client.requestStream({ path: url, query, retry: false, signal }),
		withoutKey: (text) => client.withoutKey(text),
		// Refusals of the API never come this far: `requestStream` throws them.
		judge: () => 'deliver',
	};
}
