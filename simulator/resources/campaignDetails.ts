/** A step that can be skipped: POST …/steps/{stepId}/skip and …/skip-for-leads. */
export interface CampaignStep {
	_id: string;
	campaignId: string;
	/** A condition cannot be skipped. */
	isCondition: boolean;
	skipped: boolean;
	/** Leads for which alone it was skipped, as they were named. */
	skippedFor: Set<string>;
}

/** One problem or remark of GET /campaigns/{id}/statutes; level 3 blocks the launch. */
export interface Statute {
	type: string;
	level: 1 | 2 | 3;
	message: string;
	category?: string;
}

/** Sections of GET /campaigns/{id}/settings. */
export type CampaignSettings = Record<string, unknown>;

/** lemlist's own example of statistics, in short: two steps, 52 messages. */
export const EXAMPLE_STATISTICS = {
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

/** What only the campaign routes beyond list and get know of campaigns; the Maps are keyed by campaign id (steps by their own). */
export class CampaignDetails {
	/** Everything that PATCH /campaigns/{id} set. */
	readonly changes = new Map<string, Record<string, unknown>>();
	readonly steps = new Map<string, CampaignStep>();
	readonly statutes = new Map<string, Statute[]>();
	/** Campaigns that the batch route names under `errors`, with the text. */
	readonly statisticsErrors = new Map<string, string>();
	private readonly settings = new Map<string, CampaignSettings>();

	addStep(campaignId: string, step: Partial<CampaignStep> = {}): CampaignStep {
		const added = {
			_id: `stp_${this.steps.size + 1}`,
			campaignId,
			isCondition: false,
			skipped: false,
			skippedFor: new Set<string>(),
			...step,
		};
		this.steps.set(added._id, added);
		return added;
	}

	settingsOf(campaignId: string): CampaignSettings {
		const known = this.settings.get(campaignId) ?? {
			general: { labels: [], sequenceId: 'seq_1' },
			senders: { espMatching: false, espRouting: {} },
			schedule: { scheduleIds: ['skd_1'] },
			automation: { autoReview: false },
			tracking: { trackOpens: true, trackClicks: true },
			onReplied: { campaignProgress: 'stop' },
			senderStrategy: 'random',
		};
		this.settings.set(campaignId, known);
		return known;
	}
}
