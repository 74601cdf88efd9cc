import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import type { ItemParameters } from '../../../shared/n8n/parameters';

/** What the two statistics operations share: v2 of one campaign, and the batch of many. */

/** One campaign's statistics, as far as this code depends on them. */
export const statisticsSchema = z.object({ steps: z.array(z.object({}).passthrough()).nullish() }).passthrough();

export type Statistics = z.infer<typeof statisticsSchema>;

/** The period and the filters that were set, by lemlist's names; `channels` is a list. */
export function statisticsQuery(parameters: ItemParameters): IDataObject {
	const period = parameters.period('startDate', 'endDate');
	// Where one is missing, `date` says so.
	const { from: startDate = parameters.date('startDate'), to: endDate = parameters.date('endDate') } = period;
	const { abSelected, channels, sendUser } = parameters.filled('filters');
	if (sendUser !== undefined && !/^usr_\w+\|\S+@\S+$/.test(String(sendUser).trim())) {
		throw parameters.refuse(
			'sendUser',
			'is not a user ID and an email address',
			'Enter both with | between them, such as usr_A1B2C3D4E5F6G7H8I|ann@example.com.',
		);
	}
	const chosen = parameters.toList(channels);
	return {
		startDate,
		endDate,
		...(sendUser !== undefined && { sendUser: String(sendUser).trim() }),
		...(abSelected !== undefined && { ABSelected: abSelected }),
		...(chosen.length > 0 && { channels: chosen }),
	};
}

function percent(part: unknown, whole: unknown): number {
	const rate = Number(part ?? 0) / Number(whole ?? 0);
	return Number.isFinite(rate) ? Math.round(rate * 10_000) / 100 : 0;
}

function messageRates(
	{ delivered, opened, clicked, replied }: IDataObject,
	sent: unknown,
	bounced: unknown,
): IDataObject {
	return {
		deliveryRate: percent(delivered, sent),
		bounceRate: percent(bounced, sent),
		openRate: percent(opened, delivered),
		clickRate: percent(clicked, delivered),
		replyRate: percent(replied, delivered),
	};
}

function totalRates(totals: IDataObject, steps: IDataObject[]): IDataObject {
	const invited = steps.reduce((sum, step) => sum + Number(step.invited ?? 0), 0);
	return {
		...messageRates(totals, totals.messagesSent, totals.messagesBounced),
		unsubscribeRate: percent(totals.nbLeadsUnsubscribed, totals.nbLeadsReached),
		interestedRate: percent(totals.nbLeadsInterested, totals.nbLeadsReached),
		meetingRate: percent(totals.meetingBooked, totals.nbLeadsReached),
		invitationAcceptedRate: percent(totals.invitationAccepted, invited),
	};
}

function stepRates(step: IDataObject): IDataObject {
	return {
		...messageRates(step, step.sent, step.bounced),
		unsubscribeRate: percent(step.unsubscribed, step.delivered),
	};
}

/** The items of one campaign: its totals without the steps, or one per step, with rates if wanted. */
export function statisticsItems(campaignId: string, statistics: Statistics, parameters: ItemParameters): IDataObject[] {
	const { steps: given, ...totals } = statistics as IDataObject;
	const steps = (given ?? []) as IDataObject[];
	const rates = parameters.collection('options').addRates === true;
	if (parameters.text('output') === 'steps') {
		return steps.map((step) => ({ campaignId, ...step, ...(rates && stepRates(step)) }));
	}
	return [{ campaignId, ...totals, ...(rates && totalRates(totals, steps)) }];
}
