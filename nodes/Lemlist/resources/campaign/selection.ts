import { campaignPages, type CampaignRow, campaignsOf, isCampaignId } from '../../../shared/lemlist/campaigns';
import type { Call } from '../../table/operation';

function enteredIds({ parameters }: Call): string[] {
	const ids = parameters.requiredList('campaignIds', 'Enter at least one campaign ID, or choose all campaigns.');
	const wrong = ids.find((id) => !isCampaignId(id));
	if (wrong === undefined) return ids;
	throw parameters.refuse(
		'campaignIds',
		'holds something that is not a campaign ID',
		`A campaign ID starts with cam_, got "${wrong.slice(0, 60)}".`,
	);
}

/**
 * The chosen campaigns, each once: those that were entered by ID in their order, without name and status; the others
 * newest first, with what the list says of them.
 *
 * @throws ServiceError of kind `input` when no ID or status is chosen, or one that cannot be
 */
export async function selectedCampaigns(call: Call): Promise<CampaignRow[]> {
	const { client, parameters, signal } = call;
	const selection = parameters.oneOf('campaignSelection', ['all', 'ids', 'status'], 'ids');
	if (selection === 'all') return await campaignsOf(client, { statuses: [], signal });
	if (selection === 'ids') return enteredIds(call).map((_id) => ({ _id }));
	const statuses = new Set(parameters.words('statuses', 'a list of campaign statuses, such as running'));
	if (statuses.size === 0) throw parameters.refuse('statuses', 'is empty', 'Choose at least one status.');
	return await campaignsOf(client, { statuses: [...statuses], signal });
}

/**
 * The same campaigns with name and status. Those of a list have them; for those entered by ID the team's list is read
 * as far as it takes: a request per 100 campaigns, and none of them fails for an ID that does not exist.
 */
export async function withNames(
	{ client, signal }: Call,
	campaigns: readonly CampaignRow[],
): Promise<readonly CampaignRow[]> {
	const wanted = new Set(
		campaigns.filter(({ name, status }) => name === undefined && status === undefined).map(({ _id }) => _id),
	);
	if (wanted.size === 0) return campaigns;
	const found = new Map<string, CampaignRow>();
	for await (const { fresh } of campaignPages(client, { signal })) {
		for (const row of fresh) if (wanted.delete(row._id)) found.set(row._id, row);
		if (wanted.size === 0) break;
	}
	return campaigns.map((campaign) => found.get(campaign._id) ?? campaign);
}
