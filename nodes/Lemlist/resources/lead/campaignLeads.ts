import type { IDataObject } from 'n8n-workflow';

import type { List, Paging } from '../../../shared/http/pages';
import { path } from '../../../shared/http/path';
import { statesQuery } from '../../../shared/lemlist/leadStates';

/** lemlist puts the whole list together before its first byte, which takes minutes for a large campaign (ms). */
const FIRST_BYTE_TIMEOUT_MS = 10 * 60_000;

/** There are no pages: whoever wants some leads stops reading. */
export const CAMPAIGN_LEADS_PAGING: Paging = { by: 'none', streamed: true };

/** GET /v2/campaigns/{campaignId}/export/leads: all leads of a campaign, or those in some states, with their fields. */
export function campaignLeads(campaignId: string, states: string[] = []): List<IDataObject> {
	return {
		what: 'the leads',
		request: {
			path: path`/v2/campaigns/${campaignId}/export/leads`,
			query: { state: statesQuery(states), format: 'json' },
			timeoutMs: FIRST_BYTE_TIMEOUT_MS,
		},
		paging: CAMPAIGN_LEADS_PAGING,
	};
}
