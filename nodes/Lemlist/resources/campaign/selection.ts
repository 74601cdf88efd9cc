import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { listItems } from '../../../shared/lemlist/answers';
import { offsetPages } from '../../../shared/http/pages';
import { parseAnswer } from '../../../shared/lemlist/answers';
import type { Call } from '../../table/operation';

/** GET /campaigns gives at most 100 a page. */
const PAGE_SIZE = 100;

/** How the operations for many campaigns choose them. Read it with `selectedCampaignIds`. */
export const campaignSelection: INodeProperties[] = [
	{
		displayName: 'Campaigns',
		name: 'campaignSelection',
		type: 'options',
		options: [
			{ name: 'All Campaigns', value: 'all', description: 'Every campaign of the team, archived ones included' },
			{ name: 'By ID', value: 'ids', description: 'The campaigns whose IDs you enter' },
		],
		default: 'ids',
		description: 'The campaigns to work with',
	},
	{
		displayName: 'Campaign IDs',
		name: 'campaignIds',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. cam_A1B2C3D4E5F6G7H8I9, cam_B2C3D4E5F6G7H8I9J0',
		displayOptions: { show: { campaignSelection: ['ids'] } },
		description:
			'IDs separated by commas or line breaks, or an expression that returns an array. Any number: lemlist gets 100 at a time.',
	},
];

async function allCampaignIds({ client, signal }: Call): Promise<string[]> {
	const page = async (offset: number, limit: number) => {
		const { body } = await client.request({ path: '/campaigns', query: { version: 'v2', offset, limit }, signal });
		return parseAnswer(z.array(z.object({ _id: z.string() })), listItems(body, 'the campaigns'), 'the campaigns');
	};
	const ids: string[] = [];
	for await (const campaigns of offsetPages(page, { pageSize: PAGE_SIZE, key: ({ _id }) => _id })) {
		ids.push(...campaigns.map(({ _id }) => _id));
	}
	return ids;
}

/**
 * IDs of the chosen campaigns, each once, in the order they were entered.
 *
 * @throws ServiceError of kind `input` when there is none, or one that is no campaign ID
 */
export async function selectedCampaignIds(call: Call): Promise<string[]> {
	const { parameters } = call;
	if (parameters.text('campaignSelection') === 'all') return await allCampaignIds(call);
	const ids = [...new Set(parameters.list('campaignIds'))];
	if (ids.length === 0)
		throw parameters.refuse('campaignIds', 'is empty', 'Enter at least one campaign ID, or choose all campaigns.');
	const wrong = ids.find((id) => !/^cam_\w+$/.test(id));
	if (wrong !== undefined) {
		throw parameters.refuse(
			'campaignIds',
			'holds something that is not a campaign ID',
			`A campaign ID starts with cam_, got "${wrong.slice(0, 60)}".`,
		);
	}
	return ids;
}
