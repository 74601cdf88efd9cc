import type { ILoadOptionsFunctions, INodeListSearchResult, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import type { ServiceClient } from '../http/client';
import { shownText } from '../http/fields';
import { firstPage, type List, type Page, type Paging, type Reading, readPages } from '../http/pages';
import { path } from '../http/path';
import { toNodeError } from '../n8n/nodeErrors';
import type { ItemParameters } from '../n8n/parameters';
import { listItems, parseAnswer } from './answers';
import { mergeCampaigns } from './mergeCampaigns';
import { lemlistClient } from './service';

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

/**
 * The parameter by which every node chooses a campaign: from a list with search, by ID, or by URL.
 * Read it with `campaignIdOf`.
 */
export const campaignLocator: INodeProperties = {
	displayName: 'Campaign',
	name: 'campaignId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The campaign to work with',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a campaign…',
			typeOptions: { searchListMethod: 'searchCampaigns', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. cam_A1B2C3D4E5F6G7H8I9',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^\\s*cam_\\w+\\s*$',
						errorMessage: 'A campaign ID starts with cam_ and has letters and digits after it',
					},
				},
			],
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://app.lemlist.com/teams/tea_…/campaigns/cam_…',
			hint: 'The address of the campaign in your browser',
			extractValue: { type: 'regex', regex: '^\\s*https://\\S*?(cam_[A-Za-z0-9]+)' },
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^\\s*https://\\S*?cam_[A-Za-z0-9]+.*$',
						errorMessage: 'The URL holds no campaign ID (cam_…). Open the campaign in lemlist and copy the address.',
					},
				},
			],
		},
	],
};

/**
 * The campaign chosen with the locator.
 *
 * @param name where the locator is, such as `filters.campaignId`
 * @throws ServiceError of kind `input` when it is empty, or no campaign ID
 */
export function campaignIdOf(parameters: ItemParameters, name = 'campaignId'): string {
	const id = parameters.chosen(name);
	if (isCampaignId(id)) return id;
	throw id === ''
		? parameters.refuse(name, 'is empty', 'Choose a campaign, or check what the expression returns for this item.')
		: parameters.refuse(
				name,
				'is not a campaign ID',
				`A campaign ID starts with cam_, got "${id.slice(0, 60)}". Choose the campaign from the list, or enter its address in the mode By URL.`,
			);
}

/** Like `campaignIdOf`, where a campaign need not be chosen; then undefined. */
export function optionalCampaignIdOf(parameters: ItemParameters, name = 'campaignId'): string | undefined {
	return parameters.isChosen(name) ? campaignIdOf(parameters, name) : undefined;
}

/** Whether a text is a campaign ID; no length of IDs is documented. */
export function isCampaignId(text: string): boolean {
	return /^cam_\w+$/.test(text);
}

/** The campaigns of the team, newest first. Without `version=v2` lemlist sends rows without a status. */
function listOf(status?: string): List<CampaignRow> {
	return {
		what: 'the campaigns',
		request: { path: '/campaigns', query: { version: 'v2', sortBy: 'createdAt', sortOrder: 'desc', status } },
		paging: CAMPAIGN_PAGES,
		read: (body) => parseAnswer(z.array(campaignRow), listItems(body, 'the campaigns'), 'the campaigns'),
	};
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

function option({ _id, name, status }: CampaignRow) {
	return {
		name: [name?.trim() || _id, status && status !== 'running' ? `(${status})` : ''].join(' ').trim(),
		value: _id,
	};
}

/**
 * List search of the campaign locator. lemlist has no search by name: with a search text all pages
 * are read and filtered here, without one each call gives the next page.
 */
export async function searchCampaigns(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	try {
		const client = await lemlistClient(this, 'editor');
		const wanted = filter?.trim().toLowerCase();
		if (!wanted) {
			const pages = campaignPages(client, { from: Number(paginationToken ?? 0) });
			const { all, isLast, next } = await firstPage(pages);
			return { results: all.map(option), paginationToken: isLast ? undefined : String(next) };
		}
		const results = [];
		for await (const { fresh } of campaignPages(client)) {
			results.push(...fresh.filter((row) => `${row.name ?? ''} ${row._id}`.toLowerCase().includes(wanted)).map(option));
		}
		return { results };
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
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
