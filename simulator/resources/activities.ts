import { makePerson } from './people';
import { createRandom } from '../engine/random';

/** An activity as GET /activities answers it and as webhooks carry it; which fields there are depends on its type. */
export interface Activity {
	_id: string;
	type: string;
	teamId: string;
	/** ISO 8601 in UTC. */
	createdAt: string;
	campaignId?: string;
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

/** Completes an activity with a made-up lead and the fields that lemlist's examples have. */
export function makeActivity(
	activity: Partial<Activity> & Pick<Activity, '_id' | 'teamId' | 'createdAt'>,
	number: number,
): Activity {
	const { firstName, lastName, email, companyName, jobTitle } = makePerson(
		createRandom(number + 1),
		String(number + 1),
	);
	const campaignId = activity.campaignId ?? 'cam_A1B2C3D4E5F6G7H8I';
	const leadId = activity.leadId ?? `lea_${String(number).padStart(17, '0')}`;
	return {
		type: 'emailsReplied',
		isFirst: true,
		bot: false,
		stopped: false,
		campaignId,
		campaignName: 'Outreach',
		name: 'Outreach',
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
		...activity,
	};
}

/** A date of a query: Unix seconds or ISO 8601, as ms since 1970. NaN when it is neither. */
function dateOf(text: string): number {
	return /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text);
}

/** The activities that fit, newest first; of the same moment, those added last first. */
export function selectActivities(activities: readonly Activity[], query: ActivityQuery): Activity[] {
	const min = query.minDate ?? query.startDate;
	const max = query.maxDate ?? query.endDate;
	return activities
		.filter(({ type }) => query.type === undefined || type === query.type)
		.filter(({ campaignId }) => query.campaignId === undefined || campaignId === query.campaignId)
		.filter(({ leadId }) => query.leadId === undefined || leadId === query.leadId)
		.filter(({ isFirst }) => query.isFirst === undefined || String(isFirst ?? false) === query.isFirst)
		.filter(({ createdAt }) => min === undefined || Date.parse(createdAt) >= dateOf(min))
		.filter(({ createdAt }) => max === undefined || Date.parse(createdAt) <= dateOf(max))
		.reverse()
		.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}
