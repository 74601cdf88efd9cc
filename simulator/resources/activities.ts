import { ApiError } from '../engine/apiError';
import { makePerson } from '../engine/people';
import { createRandom } from '../engine/random';
import type { Resource, Routes, World } from '../engine/world';
import { Teams } from './teams';

/**
 * The types of activities that lemlist documents, and the states of leads, which it took in 2024; of another one it gives
 * no list.
 */
const TYPES = new Set(
	`emailsSent emailsOpened emailsClicked emailsReplied emailsExternalSent emailsExternalReceived emailsDone emailsIgnored emailsBounced emailsFailed emailsUnsubscribed emailsInterested emailsNotInterested snoozed annotated aircallDone aircallIgnored aircallCreated aircallEnded aircallInterested aircallNotInterested apiDone apiIgnored apiInterested apiNotInterested apiFailed apiUnsubscribed enrichmentDone enrichmentFailed enrichmentSkipped linkedinVisitDone linkedinVisitFailed linkedinVisitSkipped linkedinCommentLastPostDone linkedinCommentLastPostFailed linkedinCommentLastPostSkipped linkedinFollowDone linkedinFollowFailed linkedinFollowSkipped linkedinLikeLastPostDone linkedinLikeLastPostNoPost linkedinLikeLastPostFailed linkedinLikeLastPostSkipped linkedinInviteDone linkedinEndorseDone linkedinEndorseFailed linkedinEndorseSkipped linkedinSent linkedinInMailSent linkedinOpened linkedinInviteAccepted linkedinInviteFailed linkedinSendFailed linkedinInMailFailed linkedinInMailSkipped linkedinVoiceNoteDone linkedinVoiceNoteFailed linkedinWithdrawInvitationDone linkedinWithdrawInvitationFailed linkedinVoiceNoteReplied whatsappMessageSent whatsappMessageDelivered whatsappMessageOpened whatsappReplied whatsappMessageFailed whatsappDone whatsappIgnored whatsappVoiceNoteSent whatsappVoiceNoteDelivered whatsappVoiceNoteOpened whatsappVoiceNoteReplied whatsappVoiceNoteFailed whatsappVoiceNoteIgnored smsSent smsDone smsDelivered smsReplied smsIgnored smsFailed aiVariableDone aiVariableFailed linkedinReplied linkedinInterested linkedinNotInterested linkedinDone linkedinIgnored manualDone manualIgnored manualInterested manualNotInterested manualUnsubscribed scheduleCancelled paused stopped resumed skipped meetingBooked conditionChosen conditionalFailed sendToAnotherCampaign manualEmailQueued manualLinkedinSendQueued manualLinkedinVoiceNoteQueued manualLinkedinInviteQueued manualLinkedinCommentLastPostQueued manualWhatsappMessageQueued manualWhatsappVoiceNoteQueued outOfOffice mailinblackDetected entityUnsubscribed variableUnsubscribed entitySubscribed variableSubscribed contacted hooked attracted warmed interested notInterested`.split(
		/\s+/,
	),
);

/** Whether lemlist documents events of a type. */
export function isActivityType(type: string): boolean {
	return TYPES.has(type);
}

/** An activity as GET /activities answers it and as webhooks carry it; which fields there are depends on its type. */
export interface Activity {
	_id: string;
	type: string;
	teamId: string;
	/** ISO 8601 in UTC. */
	createdAt: string;
	/** null for one that was sent by hand. */
	campaignId?: string | null;
	campaignName?: string;
	leadId?: string;
	isFirst?: boolean;
	[field: string]: unknown;
}

/** What GET /activities filters by; everything arrives as text. */
export interface ActivityQuery {
	type?: string;
	campaignId?: string;
	leadId?: string;
	isFirst?: string;
	minDate?: string;
	startDate?: string;
	maxDate?: string;
	endDate?: string;
}

/** Activities in the order they were added; GET /activities sorts them by `createdAt`. */
export class Activities extends Array<Activity> {
	// What `map`, `slice` and others give is a plain list.
	static override get [Symbol.species](): ArrayConstructor {
		return Array;
	}

	constructor(private readonly world: World) {
		super();
		// A list of activities is compared with plain ones in tests.
		Object.defineProperty(this, 'world', { enumerable: false });
	}

	/** Adds an activity, now unless `createdAt` is given; whatever else is not given is made up. Calls no webhook: see `Webhooks.deliver`. */
	add(activity: Partial<Activity> = {}): Activity {
		const { createId } = this.world;
		const { _id: teamId, users } = this.world.store(Teams).first;
		const added = makeActivity(
			{ _id: createId('act'), teamId, createdAt: this.world.now(), sendUserId: users[0]?.userId, ...activity },
			this.length,
		);
		this.push(added);
		return added;
	}
}

/** Completes an activity with a made-up lead and the fields that lemlist's examples have. */
function makeActivity(
	activity: Partial<Activity> & Pick<Activity, '_id' | 'teamId' | 'createdAt'>,
	number: number,
): Activity {
	const { firstName, lastName, email, companyName, jobTitle } = makePerson(
		createRandom(number + 1),
		String(number + 1),
	);
	const campaignId = activity.campaignId === undefined ? 'cam_A1B2C3D4E5F6G7H8I' : activity.campaignId;
	const campaignName = activity.campaignName ?? 'Outreach';
	const leadId = activity.leadId ?? `lea_${String(number).padStart(17, '0')}`;
	return {
		type: 'emailsReplied',
		isFirst: true,
		bot: false,
		stopped: false,
		sequenceTested: 'A',
		campaignId,
		campaignName,
		name: campaignName,
		sequenceId: 'seq_ODjsLXkxXiySRw6dK',
		sequenceStep: 0,
		totalSequenceStep: 0,
		stepId: 'stp_kG2n4VbQ8sWc1XyZr',
		emailTemplateId: 'etp_z3nAbjdHuewVEjIl5',
		leadId,
		leadEmail: email,
		leadFirstName: firstName,
		leadLastName: lastName,
		leadCompanyName: companyName,
		contactId: `ctc_${leadId.slice(4)}`,
		sendUserEmail: 'camille@brightforge.example',
		sendUserName: 'Camille Durand',
		subject: `Re: ${companyName}`,
		metaData: { teamId: activity.teamId, campaignId, leadId },
		lead: { _id: leadId, isPaused: false, state: 'emailsReplied', variables: { firstName, lastName, email, jobTitle } },
		...(activity.type === 'linkedinInviteAccepted' &&
			inviteAccepted(number, { teamId: activity.teamId, campaignId, leadId })),
		...activity,
	};
}

/** What an accepted invitation carries besides, and instead of the lead's address (recorded from a webhook). */
function inviteAccepted(number: number, about: object): Record<string, unknown> {
	const { firstName, lastName, jobTitle, companyName, linkedinUrl } = makePerson(
		createRandom(number + 1),
		String(number + 1),
	);
	return {
		// JSON has no undefined: the field does not reach the answer.
		leadEmail: undefined,
		firstName,
		lastName,
		picture: 'https://media.example/profile.jpg',
		linkedinUrl,
		occupation: `${jobTitle} at ${companyName}`,
		jobTitle,
		metaData: { ...about, taskId: `opp_${String(number).padStart(17, '0')}` },
	};
}

/** A date of a query: Unix seconds or ISO 8601, as ms since 1970. NaN when it is neither. */
function dateOf(text: string): number {
	return /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text);
}

/** All activities, newest first; of the same moment, those added last first. One without a date comes last. */
class Order {
	private all: Activity[] = [];

	private dates: unknown[] = [];

	private sorted: Array<{ activity: Activity; time: number }> = [];

	/** Sorts anew only after a change: a backlog is listed a thousand times. */
	of(activities: readonly Activity[]): ReadonlyArray<{ activity: Activity; time: number }> {
		const { all, dates } = this;
		const isSame =
			all.length === activities.length &&
			activities.every((activity, index) => activity === all[index] && activity.createdAt === dates[index]);
		if (isSame) return this.sorted;
		this.all = activities.slice();
		this.dates = activities.map(({ createdAt }) => createdAt);
		const timed = this.all.map((activity) => {
			const { createdAt } = activity as { createdAt: unknown };
			return { activity, time: (typeof createdAt === 'string' && Date.parse(createdAt)) || -Infinity };
		});
		this.sorted = timed.reverse().sort((a, b) => (a.time === b.time ? 0 : b.time - a.time));
		return this.sorted;
	}
}

/** The activities of a team that fit, in their order, so many behind so many. One without a date has none that fits. */
function select(
	order: ReturnType<Order['of']>,
	teamId: string,
	{ offset, limit, ...query }: ActivityQuery & { offset: number; limit: number },
): Activity[] {
	const [min, max] = [query.minDate ?? query.startDate, query.maxDate ?? query.endDate].map((text) =>
		text === undefined ? undefined : dateOf(text),
	);
	const found: Activity[] = [];
	let left = offset;
	for (const { activity, time } of order) {
		if (found.length >= limit || (min !== undefined && !(time >= min))) break;
		const fits =
			(max === undefined || time <= max) &&
			activity.teamId === teamId &&
			(query.type === undefined || activity.type === query.type) &&
			(query.campaignId === undefined || activity.campaignId === query.campaignId) &&
			(query.leadId === undefined || activity.leadId === query.leadId) &&
			(query.isFirst === undefined || String(activity.isFirst ?? false) === query.isFirst);
		if (fits && left-- <= 0) found.push(activity);
	}
	return found;
}

/** lemlist's largest page, and the one it gives when no limit is asked for. */
const PAGE_SIZE = 100;

type ListQuery = ActivityQuery & { version?: string; offset?: string; limit?: string };

const routes: Routes = (api, world) => {
	const activities = world.store(Activities);
	const order = new Order();

	api.get<{ Querystring: ListQuery }>(
		'/activities',
		{ config: { kind: 'activities' } },
		async ({ query, team }, reply) => {
			// To the second, by the same clock as the dates of activities.
			reply.header('date', new Date(world.clock.now()).toUTCString());
			if (query.version !== 'v2') throw new ApiError(400, 'Bad version');
			// Not a list: this is how lemlist says that it does not know the type.
			if (query.type !== undefined && !TYPES.has(query.type)) return {};
			const limit = Math.min(Number(query.limit ?? PAGE_SIZE), PAGE_SIZE) || PAGE_SIZE;
			const offset = Number(query.offset ?? 0) || 0;
			return select(order.of(activities), team._id, { ...query, offset, limit });
		},
	);

	// Of an activity that has a `recordingUrl`.
	api.delete<{ Params: { activityId: string } }>(
		'/activities/:activityId/recording-transcript',
		{ config: { kind: 'recording' } },
		async ({ params, team }) => {
			const activity = activities.find(({ _id, teamId }) => _id === params.activityId && teamId === team._id);
			if (activity?.recordingUrl === undefined) throw new ApiError(404, 'Activity not found');
			delete activity.recordingUrl;
			delete activity.transcript;
			return { ok: true };
		},
	);
};

export const activities = { store: Activities, routes } satisfies Resource;
