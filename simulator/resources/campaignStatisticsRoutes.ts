import { EXAMPLE_STATISTICS } from './campaignDetails';
import { ApiError, type RouteGroup } from '../engine/context';
import { findCampaign } from './campaignsRoutes';

const CHANNELS = ['others', 'email', 'linkedin'];
const CAMPAIGNS_PER_CALL = 100;

interface Filters {
	startDate?: string;
	endDate?: string;
	sendUser?: string;
	ABSelected?: string;
}

/** Statistics of one campaign and of many, and reports. */
export const campaignStatisticsRoutes: RouteGroup = (api, { state }) => {
	const { statisticsErrors } = state.campaignDetails;

	api.get<{ Params: { campaignId: string }; Querystring: Filters & { channels?: string } }>(
		'/v2/campaigns/:campaignId/stats',
		{ config: { kind: 'campaignStats' } },
		async ({ params, query, team }) => {
			checkFilters(query);
			const channels = query.channels === undefined ? [] : parseList(query.channels);
			if (channels === undefined) throw new ApiError(400, 'Bad params: channels must be a valid array');
			if (!areChannels(channels))
				throw new ApiError(400, 'Bad params: channels must be empty or contain "others", "email" or "linkedin"');
			findCampaign(state, team, params.campaignId);
			return EXAMPLE_STATISTICS;
		},
	);

	api.post<{ Body?: Filters & { campaignIds?: unknown; channels?: unknown } }>(
		'/v2/campaigns/stats/batch',
		{ config: { kind: 'campaignStatsBatch' } },
		async ({ body = {}, team }) => {
			const { campaignIds, channels = [] } = body;
			if (!Array.isArray(campaignIds) || campaignIds.length === 0)
				throw new ApiError(400, 'Bad params: campaignIds must be a non-empty array');
			if (campaignIds.length > CAMPAIGNS_PER_CALL)
				throw new ApiError(400, 'Bad params: campaignIds must contain at most 100 items');
			checkFilters(body);
			if (!Array.isArray(channels) || !areChannels(channels))
				throw new ApiError(400, 'Bad params: channels must be an array of "others", "email" or "linkedin"');
			const results: object[] = [];
			const errors: object[] = [];
			for (const campaignId of campaignIds.map(String)) {
				const campaign = state.campaigns.get(campaignId);
				const problem =
					statisticsErrors.get(campaignId) ?? (campaign?.teamId === team._id ? undefined : 'Campaign not found');
				if (problem === undefined) results.push({ campaignId, ...EXAMPLE_STATISTICS });
				else errors.push({ campaignId, error: problem });
			}
			return { results, errors };
		},
	);

	api.get<{ Querystring: { campaignIds?: string } }>(
		'/campaigns/reports',
		{ config: { kind: 'campaignReports' } },
		async ({ query, team }) => {
			const ids = (query.campaignIds ?? '').split(',').filter(Boolean);
			if (ids.some((id) => state.campaigns.get(id)?.teamId !== team._id)) throw new ApiError(400, 'Bad team');
			return ids.map((id) => {
				const { _id, name, createdAt, createdBy, labels, status, creator, senders } = findCampaign(state, team, id);
				const leads = [...state.leads.values()].filter(({ campaignId }) => campaignId === id);
				// Lists come as texts, and counters at zero can be missing.
				return {
					_id,
					name,
					creator: `${creator.userId}|${creator.userEmail}`,
					createdAt,
					createdBy,
					labels: labels.join(','),
					totalCount: leads.length,
					reviewedCount: leads.length,
					inSequenceLeadCount: leads.length,
					state: 'running',
					status,
					senderNames: senders.map(({ email }) => email).join(','),
					sendersUsers: senders.map(({ id: user, email }) => `${user}:${email}`).join(','),
					emailsSent: leads.filter(({ lastState }) => lastState === 'emailsSent').length,
				};
			});
		},
	);
};

function checkFilters({ startDate, endDate, sendUser, ABSelected }: Filters): void {
	if (!startDate || !endDate) throw new ApiError(400, 'Bad params: startDate and endDate are required');
	if (ABSelected !== undefined && !['A', 'B'].includes(ABSelected))
		throw new ApiError(400, 'Bad params: ABSelected must be A or B');
	if (sendUser !== undefined && !/^usr_\w+\|\S+@\S+$/.test(sendUser)) {
		throw new ApiError(400, 'Bad param format: sendUser must be formatted as follow: <sendUserId>|<sendUserEmail>');
	}
}

function parseList(text: string): unknown[] | undefined {
	try {
		const list: unknown = JSON.parse(text);
		return Array.isArray(list) ? list : undefined;
	} catch {
		return undefined;
	}
}

function areChannels(channels: unknown[]): boolean {
	return channels.every((channel) => CHANNELS.includes(String(channel)));
}
