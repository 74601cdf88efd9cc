import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import type { ServiceClient } from '../http/client';
import { type List, type Page, type Paging, type Reading, readPages } from '../http/pages';
import { path } from '../http/path';
import type { ItemParameters } from '../n8n/parameters';
import { listItems, parseAnswer } from './answers';
import { type Locator, locator } from './locator';

/** GET /campaigns gives at most 100 a page. */
export const CAMPAIGN_PAGES: Paging = { by: 'offset', pageSize: 100 };

const campaignRow = z.object({
	_id: z.string(),
	name: z.string().nullish(),
	status: z.string().nullish(),
});
type CampaignRow = z.infer<typeof campaignRow>;

/** The campaigns of the team, newest first. Without `version=v2` lemlist sends rows without a status. */
const allCampaigns: List<CampaignRow> = {
	what: 'the campaigns',
	request: { path: '/campaigns', query: { version: 'v2', sortBy: 'createdAt', sortOrder: 'desc' } },
	paging: CAMPAIGN_PAGES,
	read: (body) => parseAnswer(z.array(campaignRow), listItems(body, 'the campaigns'), 'the campaigns'),
};

/** How every node chooses a campaign: from a list with search, by ID, or by URL. */
export const campaign: Locator = locator<CampaignRow>({
	what: 'a campaign',
	prefixes: ['cam_'],
	searchMethod: 'searchCampaigns',
	field: { name: 'campaignId', displayName: 'Campaign', description: 'The campaign to work with' },
	example: 'cam_A1B2C3D4E5F6G7H8I9',
	byUrl: {
		example: 'https://app.lemlist.com/teams/tea_…/campaigns/cam_…',
		hint: 'The address of the campaign in your browser',
	},
	list: () => allCampaigns,
	choice: ({ _id, name, status }) => ({
		name: [name?.trim() || _id, status && status !== 'running' ? `(${status})` : ''].join(' ').trim(),
		value: _id,
	}),
});

/** The parameter by which a campaign is chosen. Read it with `campaignIdOf`. */
export const campaignLocator: INodeProperties = campaign.field;

/** List search of the campaign locator. */
export const searchCampaigns = campaign.search;

/**
 * The campaign chosen with the locator.
 *
 * @param name where the locator is, such as `filters.campaignId`
 * @throws ServiceError of kind `input` when it is empty, or no campaign ID
 */
export function campaignIdOf(parameters: ItemParameters, name = 'campaignId'): string {
	return parameters.id(name, campaign);
}

/** Like `campaignIdOf`, where a campaign need not be chosen; then undefined. */
export function optionalCampaignIdOf(parameters: ItemParameters, name = 'campaignId'): string | undefined {
	return parameters.optionalId(name, campaign);
}

/** Whether a text is a campaign ID; no length of IDs is documented. */
export function isCampaignId(text: string): boolean {
	return campaign.isId(text);
}

/** All campaigns of the team, newest first, page by page. */
export function campaignPages(client: ServiceClient, reading?: Reading): AsyncGenerator<Page<CampaignRow>> {
	return readPages(client, allCampaigns, reading);
}

/** The name of a campaign; one request, GET /campaigns/{id}. */
export async function campaignName(
	client: ServiceClient,
	campaignId: string,
	signal?: AbortSignal,
): Promise<string | undefined> {
	const { body } = await client.request({ path: path`/campaigns/${campaignId}`, signal });
	return parseAnswer(z.object({ name: z.string().nullish() }), body, 'the campaign').name ?? undefined;
}
