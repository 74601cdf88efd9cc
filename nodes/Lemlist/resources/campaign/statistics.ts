import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import type { CampaignRow } from '../../../shared/lemlist/campaigns';
import type { ItemParameters } from '../../../shared/n8n/parameters';

/** What the operations with statistics share: v2 of one campaign, and the batch of many. */

/** One campaign's statistics, as far as this code depends on them. */
export const statisticsSchema = z.object({ steps: z.array(z.object({}).passthrough()).nullish() }).passthrough();

export type Statistics = z.infer<typeof statisticsSchema>;

/** The period and the filters that were set, by lemlist's names; `channels` is a list. */
export function statisticsQuery(parameters: ItemParameters): IDataObject {
	const period = parameters.period('startDate', 'endDate');
	// Where one is missing, `date` says so.
	const { from: startDate = parameters.date('startDate'), to: endDate = parameters.date('endDate') } = period;
	const { abSelected, sendUser } = parameters.settings('filters');
	if (sendUser !== undefined && !/^usr_\w+\|\S+@\S+$/.test(String(sendUser).trim())) {
		throw parameters.refuse(
			'sendUser',
			'is not a user ID and an email address',
			'Enter both with | between them, such as usr_A1B2C3D4E5F6G7H8I|ann@example.com.',
		);
	}
	const chosen = parameters.choices('filters.channels');
	return {
		startDate,
		endDate,
		...(sendUser !== undefined && { sendUser: String(sendUser).trim() }),
		...(abSelected !== undefined && { ABSelected: abSelected }),
		...(chosen.length > 0 && { channels: chosen }),
	};
}

/** A rate: its name, what is counted, and what it is a part of. docs/statistics.md lists them. */
type Rate = readonly [name: string, part: string, base: string];

const STEP_RATES: readonly Rate[] = [
	['deliveryRate', 'delivered', 'sent'],
	['bounceRate', 'bounced', 'sent'],
	['openRate', 'opened', 'delivered'],
	['clickRate', 'clicked', 'delivered'],
	['replyRate', 'replied', 'delivered'],
	['unsubscribeRate', 'unsubscribed', 'delivered'],
];

/** The rates of each kind of output. `invited` of totals and channels is the sum over the steps. */
export const RATES = {
	totals: [
		['deliveryRate', 'delivered', 'messagesSent'],
		['bounceRate', 'messagesBounced', 'messagesSent'],
		['openRate', 'opened', 'delivered'],
		['clickRate', 'clicked', 'delivered'],
		['replyRate', 'replied', 'delivered'],
		['unsubscribeRate', 'nbLeadsUnsubscribed', 'nbLeadsReached'],
		['interestedRate', 'nbLeadsInterested', 'nbLeadsReached'],
		['meetingRate', 'meetingBooked', 'nbLeadsReached'],
		['invitationAcceptedRate', 'invitationAccepted', 'invited'],
	],
	channels: [...STEP_RATES, ['invitationAcceptedRate', 'invitationAccepted', 'invited']],
	steps: STEP_RATES,
} as const satisfies Record<string, readonly Rate[]>;

/** In percent with two decimals; null where there is nothing to divide by. */
export function percent(part: unknown, whole: unknown): number | null {
	const rate = Number(part ?? 0) / Number(whole ?? 0);
	return Number.isFinite(rate) ? Math.round(rate * 10_000) / 100 : null;
}

function ratesOf(rates: readonly Rate[], counters: IDataObject): IDataObject {
	return Object.fromEntries(rates.map(([name, part, base]) => [name, percent(counters[part], counters[base])]));
}

/** Whether a part of an answer is an object with counters. */
export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The channels, each with the rates of what is counted for it: of a text message nobody knows whether it was opened. */
function ratedChannels(channels: unknown, invited: number): unknown {
	if (!isObject(channels)) return channels;
	const rated = (counters: IDataObject): IDataObject => {
		const counted = RATES.channels.filter(([, part]) => counters[part] !== undefined);
		return { ...counters, ...ratesOf(counted, { invited, ...counters }) };
	};
	return Object.fromEntries(
		Object.entries(channels).map(([channel, counters]) => [channel, isObject(counters) ? rated(counters) : counters]),
	);
}

/** The totals without the steps, with all rates, also of each channel. */
export function ratedTotals(statistics: Statistics): IDataObject {
	const { steps, ...totals } = statistics as IDataObject;
	const invited = ((steps ?? []) as IDataObject[]).reduce((sum, step) => sum + Number(step.invited ?? 0), 0);
	const perChannel = ratedChannels(totals.perChannel, invited);
	return {
		...totals,
		...(perChannel !== undefined && { perChannel: perChannel as IDataObject }),
		...ratesOf(RATES.totals, { invited, ...totals }),
	};
}

/**
 * The items of one campaign: its totals without the steps, or one per step, with rates if wanted. Name and status are
 * null where lemlist's list does not have the campaign.
 */
export function statisticsItems(
	{ _id, name, status }: CampaignRow,
	statistics: Statistics,
	parameters: ItemParameters,
): IDataObject[] {
	const { steps: given, ...totals } = statistics as IDataObject;
	const steps = (given ?? []) as IDataObject[];
	const campaign = { campaignId: _id, campaignName: name ?? null, campaignStatus: status ?? null };
	const isRated = parameters.collection('options').addRates === true;
	if (parameters.text('output') === 'steps') {
		return steps.map((step) => ({ ...campaign, ...step, ...(isRated && ratesOf(RATES.steps, step)) }));
	}
	return [{ ...campaign, ...(isRated ? ratedTotals(statistics) : totals) }];
}
