import { campaignPages, isCampaignId } from '../../../shared/lemlist/campaigns';
import type { Call } from '../../table/operation';

async function allCampaignIds({ client, signal }: Call): Promise<string[]> {
	const ids: string[] = [];
	for await (const { fresh } of campaignPages(client, { signal })) ids.push(...fresh.map(({ _id }) => _id));
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
	const ids = parameters.requiredList('campaignIds', 'Enter at least one campaign ID, or choose all campaigns.');
	const wrong = ids.find((id) => !isCampaignId(id));
	if (wrong !== undefined) {
		throw parameters.refuse(
			'campaignIds',
			'holds something that is not a campaign ID',
			`A campaign ID starts with cam_, got "${wrong.slice(0, 60)}".`,
		);
	}
	return ids;
}
