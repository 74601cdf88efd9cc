/** What tells campaigns apart and orders them. */
interface Dated {
	_id?: unknown;
	createdAt?: unknown;
}

/** Whole lists of campaigns in one order, each campaign once: the first entries of all lists are the first of it. */
export function mergeCampaigns<Campaign extends Dated>(lists: Campaign[][], sortOrder: unknown = 'desc'): Campaign[] {
	const byId = new Map(lists.flat().map((campaign) => [campaign._id, campaign]));
	const createdAt = (campaign: Campaign) => String(campaign.createdAt ?? '');
	const sign = sortOrder === 'asc' ? 1 : -1;
	return [...byId.values()].sort((a, b) => sign * createdAt(a).localeCompare(createdAt(b)));
}
