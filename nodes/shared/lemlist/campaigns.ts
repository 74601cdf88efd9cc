import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import type { ServiceClient } from '../http/client';
import { shownText } from '../http/fields';
import { type List, type Page, type Paging, type Reading, readPages } from '../http/pages';
import { path } from '../http/path';
import type { ItemParameters } from '../n8n/parameters';
import { listItems, parseAnswer } from './answers';
import { type Locator, locator } from './locator';
import { mergeCampaigns } from './mergeCampaigns';

/** GET /campaigns gives at most 100 a page. */
export const CAMPAIGN_PAGES: Paging = { by: 'offset', pageSize: 100 };

const campaignRow = z.object({
	_id: z.string(),
	name: shownText,
	status: shownText,
	createdAt: shownText,
});

/** A campaign as lists show it. */
export type CampaignRow = z.infer<typeof campaignRow>;

/** The campaigns of the team, newest first. Without `version=v2` lemlist sends rows without a status. */
function listOf(status?: string): List<CampaignRow> {
	return {
		what: 'the campaigns',
		request: { path: '/campaigns', query: { version: 'v2', sortBy: 'createdAt', sortOrder: 'desc', status } },
		paging: CAMPAIGN_PAGES,
		read: (body) => parseAnswer(z.array(campaignRow), listItems(body, 'the campaigns'), 'the campaigns'),
	};
}

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
	list: () => listOf(),
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
export function campaignPages(
	client: ServiceClient,
	{ status, ...reading }: Reading & { status?: string } = {},
): AsyncGenerator<Page<CampaignRow>> {
	return readPages(client, listOf(status), reading);
}

/**
 * The campaigns in one of these statuses, or all, each once and in lemlist's order: newest first. lemlist takes one
 * status a call, and a campaign can be in several (paused and errors).
 */
export async function campaignsOf(
	client: ServiceClient,
	{ statuses, signal }: { statuses: readonly string[]; signal?: AbortSignal },
): Promise<CampaignRow[]> {
	const read = async (status?: string) => {
		const rows: CampaignRow[] = [];
		for await (const { fresh } of campaignPages(client, { status, signal })) rows.push(...fresh);
		return rows;
	};
	const lists = await Promise.all(statuses.length > 0 ? statuses.map(read) : [read()]);
	return lists.length === 1 ? lists[0]! : mergeCampaigns(lists);
}

/** A campaign with its name and status; one request, GET /campaigns/{id}. */
export async function readCampaign(
	client: ServiceClient,
	campaignId: string,
	signal?: AbortSignal,
): Promise<CampaignRow> {
	const { body } = await client.request({ path: path`/campaigns/${campaignId}`, signal });
	return { ...parseAnswer(campaignRow.omit({ _id: true }), body, 'the campaign'), _id: campaignId };
}

/** The name of a campaign; one request, GET /campaigns/{id}. */
export async function campaignName(
	client: ServiceClient,
	campaignId: string,
	signal?: AbortSignal,
): Promise<string | undefined> {
	return (await readCampaign(client, campaignId, signal)).name ?? undefined;
}
