import { lemlistClient } from './service';
import type { ILoadOptionsFunctions, INodeListSearchResult, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { ServiceError } from '../n8n/serviceError';
import { toNodeError } from '../n8n/nodeErrors';
import { listItems } from './answers';
import { offsetPages } from '../http/pages';
import { path } from '../http/path';
import { parseAnswer } from './answers';
import { ServiceClient } from '../http/client';

/** GET /campaigns gives at most 100 a page. */
const PAGE_SIZE = 100;

const CAMPAIGN_ID = /^cam_\w+$/;

const campaignRow = z.object({
	_id: z.string(),
	name: z.string().nullish(),
	status: z.string().nullish(),
});
type CampaignRow = z.infer<typeof campaignRow>;

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
 * The campaign ID in a value of the locator, as `getNodeParameter(…, { extractValue: true })` gives it.
 *
 * @throws ServiceError of kind `input` when it is no campaign ID
 */
export function campaignIdOf(value: unknown): string {
	const id = typeof value === 'string' ? value.trim() : '';
	if (CAMPAIGN_ID.test(id)) return id;
	throw new ServiceError('input', {
		message: id === '' ? "'Campaign' is empty" : "'Campaign' is not a campaign ID",
		description:
			id === ''
				? 'Choose a campaign, or check what the expression returns for this item.'
				: `A campaign ID starts with cam_, got "${id.slice(0, 60)}". Choose the campaign from the list, or enter its address in the mode By URL.`,
	});
}

async function campaignPage(client: ServiceClient, offset: number, limit: number): Promise<CampaignRow[]> {
	// Without `version=v2` lemlist sends rows without a status.
	const { body } = await client.request({
		path: '/campaigns',
		query: { version: 'v2', offset, limit, sortBy: 'createdAt', sortOrder: 'desc' },
	});
	return parseAnswer(z.array(campaignRow), listItems(body, 'the campaigns'), 'the campaigns');
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
		const client = await lemlistClient(this);
		const wanted = filter?.trim().toLowerCase();
		if (!wanted) {
			const offset = Number(paginationToken ?? 0);
			const page = await campaignPage(client, offset, PAGE_SIZE);
			return {
				results: page.map(option),
				paginationToken: page.length < PAGE_SIZE ? undefined : String(offset + PAGE_SIZE),
			};
		}
		const results = [];
		const pages = offsetPages((offset, limit) => campaignPage(client, offset, limit), {
			pageSize: PAGE_SIZE,
			key: ({ _id }) => _id,
		});
		for await (const page of pages) {
			results.push(...page.filter((row) => `${row.name ?? ''} ${row._id}`.toLowerCase().includes(wanted)).map(option));
		}
		return { results };
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
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
