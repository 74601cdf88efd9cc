import type { FileSource } from '../shared/asyncExport/download';
import { statesQuery } from '../shared/leadStates';
import { csvRoute } from '../shared/csvRoute';
import { path } from '../shared/path';
import type { LemlistClient } from '../shared/transport';

/** GET /v2/campaigns/{id}/export/leads: the leads of a campaign as CSV, without an export to wait for. */
export function leadsFile(
	client: LemlistClient,
	{ campaignId, states }: { campaignId: string; states: string[] },
	signal?: AbortSignal,
): FileSource {
	return csvRoute(client, path`/v2/campaigns/${campaignId}/export/leads`, { state: statesQuery(states), format: 'csv' }, signal);
}
