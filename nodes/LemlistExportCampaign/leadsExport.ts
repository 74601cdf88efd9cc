import { path } from '../shared/http/path';
import type { ServiceClient } from '../shared/http/client';
import { csvRoute } from '../shared/jobs/csvRoute';
import type { FileSource } from '../shared/jobs/download';
import { statesQuery } from '../shared/lemlist/leadStates';

/**
 * GET /v2/campaigns/{id}/export/leads: the leads of a campaign as CSV, without an export to wait for.
 *
 * @param timeoutMs until the first byte: of a large campaign it takes a minute and more
 */
export function leadsFile(
	client: ServiceClient,
	{ campaignId, states, timeoutMs }: { campaignId: string; states: string[]; timeoutMs: number },
): FileSource {
	const query = { state: statesQuery(states), format: 'csv' };
	return csvRoute(client, path`/v2/campaigns/${campaignId}/export/leads`, query, timeoutMs);
}
