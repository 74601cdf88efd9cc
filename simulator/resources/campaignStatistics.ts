import { ApiError } from '../engine/apiError';
import type { Resource, Routes } from '../engine/world';
import { CampaignDetails, type StatisticsPeriod } from './campaignDetails';
import { Campaigns } from './campaigns';
import { Leads } from './leads';

/** lemlist's own example of statistics, in short: two steps, 52 messages. */
const EXAMPLE_STATISTICS = {
	nbLeads: 32,
	nbLeadsLaunched: 32,
	nbLeadsReached: 32,
	nbLeadsOpened: 31,
	nbLeadsInteracted: 4,
	nbLeadsAnswered: 16,
	nbLeadsInterested: 1,
	nbLeadsNotInterested: 0,
	nbLeadsUnsubscribed: 1,
	nbLeadsInterrupted: 1,
	messagesSent: 52,
	messagesNotSent: 0,
	messagesBounced: 2,
	delivered: 50,
	opened: 32,
	clicked: 1,
	replied: 16,
	invitationAccepted: 3,
	meetingBooked: 2,
	// Email and LinkedIn as recorded; of the others only the names are known.
	perChannel: {
		email: { sent: 20, delivered: 20, opened: 17, clicked: 1, replied: 1, bounced: 0, unsubscribed: 0 },
		linkedin: { sent: 32, delivered: 30, opened: 15, replied: 15, invitationAccepted: 3 },
		sms: { sent: 0, delivered: 0, replied: 0 },
		whatsapp: { sent: 0, delivered: 0, opened: 0, replied: 0 },
		others: { sent: 0 },
	},
	steps: [
		{
			index: 1,
			sequenceId: 'seq_rH5RD3fMkkt2gM3YC',
			sequenceStep: 0,
			taskType: 'linkedinInvite',
			invited: 12,
			sent: 32,
			delivered: 30,
			opened: 15,
			clicked: 0,
			replied: 15,
			notDelivered: 0,
			bounced: 2,
			unsubscribed: 1,
		},
		{
			index: 2,
			sequenceId: 'seq_rH5RD3fMkkt2gM3YC',
			sequenceStep: 1,
			taskType: 'email',
			invited: 0,
			sent: 20,
			delivered: 20,
			opened: 17,
			clicked: 1,
			replied: 1,
			notDelivered: 0,
			bounced: 0,
			unsubscribed: 0,
		},
	],
};

const CHANNELS = ['others', 'email', 'linkedin', 'sms', 'whatsapp'];
const CAMPAIGNS_PER_CALL = 100;

interface Filters {
	startDate?: string;
	endDate?: string;
	sendUser?: string;
	ABSelected?: string;
}

const routes: Routes = (api, world) => {
	const campaigns = world.store(Campaigns);
	const { statistics, statisticsErrors } = world.store(CampaignDetails);
	const statisticsOf = (campaignId: string, period: Filters) => {
		const own = statistics.get(campaignId) ?? EXAMPLE_STATISTICS;
		// Both dates are there: `checkFilters` refuses a request without.
		return typeof own === 'function' ? (own as (period: StatisticsPeriod) => object)(period as StatisticsPeriod) : own;
	};

	api.get<{ Params: { campaignId: string }; Querystring: Filters & { channels?: string } }>(
		'/v2/campaigns/:campaignId/stats',
		{ config: { kind: 'campaignStats' } },
		async ({ params, query, team }) => {
			checkFilters(query);
			const channels = query.channels === undefined ? [] : parseList(query.channels);
			if (channels === undefined) throw new ApiError(400, 'Bad params: channels must be a valid array');
			if (!areChannels(channels))
				throw new ApiError(400, 'Bad params: channels must be empty or contain "others", "email" or "linkedin"');
			campaigns.require(team, params.campaignId);
			return statisticsOf(params.campaignId, query);
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
				const campaign = campaigns.get(campaignId);
				const problem =
					statisticsErrors.get(campaignId) ?? (campaign?.teamId === team._id ? undefined : 'Campaign not found');
				if (problem === undefined) results.push({ campaignId, ...statisticsOf(campaignId, body) });
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
			if (ids.some((id) => campaigns.get(id)?.teamId !== team._id)) throw new ApiError(400, 'Bad team');
			return ids.map((id) => {
				const { _id, name, createdAt, createdBy, labels, status, creator, senders } = campaigns.require(team, id);
				const leads = [...world.store(Leads).values()].filter(({ campaignId }) => campaignId === id);
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

/** Statistics of one campaign and of many, and reports. */
export const campaignStatistics = { routes } satisfies Resource;
