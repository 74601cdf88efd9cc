import type { FileSource } from '../shared/jobs/download';
import { statesQuery } from '../shared/lemlist/leadStates';
import { csvRoute } from '../shared/jobs/csvRoute';
import { path } from '../shared/http/path';
import type { LemlistClient } from '../shared/http/client';

/** GET /v2/campaigns/{id}/export/leads: the leads of a campaign as CSV, without an export to wait for. */
export function leadsFile(
	client: LemlistClient,
	{ campaignId, states }: { campaignId: string; states: string[] },
	signal?: AbortSignal,
): FileSource {
	return csvRoute(
		client,
		path`/v2/campaigns/${campaignId}/export/leads`,
		{ state: statesQuery(states), format: 'csv' },
		signal,
	);
}
