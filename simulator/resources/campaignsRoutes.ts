import { ApiError, type RouteGroup } from '../engine/context';
import type { Campaign, State, Team } from '../state';

/** lemlist's largest page, and the one it gives when no limit is asked for. */
const PAGE_SIZE = 100;

/** The query of GET /campaigns; everything arrives as text. */
interface ListQuery {
	version?: string;
	limit?: string;
	offset?: string;
	page?: string;
	sortBy?: string;
	sortOrder?: string;
	status?: string;
	createdBy?: string;
}

/** The campaign of a path. Throws lemlist's answers for an unknown one and for another team's. */
export function findCampaign(state: State, team: Team, campaignId: string): Campaign {
	const campaign = state.campaigns.get(campaignId);
	if (campaign === undefined) throw new ApiError(404, 'Campaign not found');
	if (campaign.teamId !== team._id) throw new ApiError(400, 'Bad team');
	return campaign;
}

export const campaignRoutes: RouteGroup = (api, { state }) => {
	api.get<{ Querystring: ListQuery }>('/campaigns', { config: { kind: 'campaigns' } }, async ({ query, team }) => {
		const isV2 = query.version === 'v2';
		const found = selectCampaigns([...state.campaigns.values()], team, query);
		const limit = Math.min(numberOr(query.limit, PAGE_SIZE), PAGE_SIZE) || PAGE_SIZE;
		const page = Math.max(1, numberOr(query.page, 1));
		const offset = query.page === undefined ? numberOr(query.offset, 0) : (page - 1) * limit;
		const rows = found.slice(offset, offset + limit).map(isV2 ? withoutSimulation : firstVersionRow);
		if (!isV2 || state.campaignListShape === 'array') return rows;
		const totalPage = Math.ceil(found.length / limit);
		const currentPage = Math.floor(offset / limit) + 1;
		return {
			campaigns: rows,
			pagination: {
				totalRecords: found.length,
				currentPage,
				nextPage: currentPage < totalPage ? currentPage + 1 : null,
				totalPage,
			},
		};
	});

	api.get<{ Params: { campaignId: string } }>(
		'/campaigns/:campaignId',
		{ config: { kind: 'campaign' } },
		async ({ params, team }) => withoutSimulation(findCampaign(state, team, params.campaignId)),
	);
};

function selectCampaigns(campaigns: Campaign[], team: Team, { status, createdBy, sortOrder }: ListQuery): Campaign[] {
	const selected = campaigns
		.filter((campaign) => campaign.teamId === team._id)
		// A campaign with errors matches `errors` besides its own status.
		.filter(
			(campaign) => status === undefined || campaign.status === status || (status === 'errors' && campaign.hasError),
		)
		.filter((campaign) => createdBy === undefined || campaign.createdBy === createdBy)
		// createdAt is the only sortBy there is.
		.sort((a, b) => a.createdAt.localeCompare(b.createdAt));
	return sortOrder === 'asc' ? selected : selected.reverse();
}

function withoutSimulation(campaign: Campaign): Omit<Campaign, 'simulation'> & { simulation: undefined } {
	// JSON has no undefined: the field does not reach the answer.
	return { ...campaign, simulation: undefined };
}

function firstVersionRow({ _id, name, labels }: Campaign): Pick<Campaign, '_id' | 'name' | 'labels'> {
	return { _id, name, labels };
}

function numberOr(text: string | undefined, otherwise: number): number {
	return text !== undefined && /^\d+$/.test(text) ? Number(text) : otherwise;
}
