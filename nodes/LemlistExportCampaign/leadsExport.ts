import type { FileSource } from '../shared/asyncExport/download';
import { path } from '../shared/path';
import type { LemlistClient } from '../shared/transport';

/** `all` stands alone; none chosen means all. */
export function statesQuery(states: string[]): string {
	return states.length === 0 || states.includes('all') ? 'all' : states.join(',');
}

/** GET /v2/campaigns/{id}/export/leads: the leads of a campaign as CSV, without an export to wait for. */
export function leadsFile(
	client: LemlistClient,
	{ campaignId, states }: { campaignId: string; states: string[] },
	signal?: AbortSignal,
): FileSource {
	const route = path`/v2/campaigns/${campaignId}/export/leads`;
	return {
		getLink: async () => ({ url: route }),
		open: async (url) =>
			await client.requestStream({ path: url, query: { state: statesQuery(states), format: 'csv' }, retry: false, signal }),
		withoutKey: (text) => client.withoutKey(text),
		// Refusals of the API never come this far: `requestStream` throws them.
		judge: () => 'deliver',
	};
}
