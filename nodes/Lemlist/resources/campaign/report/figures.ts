import type { IDataObject } from 'n8n-workflow';

import type { CampaignRow } from '../../../../shared/lemlist/campaigns';
import { isObject, percent, ratedTotals, type Statistics } from '../statistics';
import type { StatisticsOfMany } from '../statisticsOfMany';
import type { Period } from './period';
import { counter } from './words';

/** A count of lemlist's, and the one that it is a part of. docs/statistics.md names both. */
export interface Stage {
	label: string;
	name: string;
	/** Its base. */
	of?: { name: string; label: string };
}

const SENT = { name: 'messagesSent', label: 'sent' };
const DELIVERED = { name: 'delivered', label: 'delivered' };
const CONTACTED = { name: 'nbLeadsReached', label: 'contacted' };

/** Messages and leads apart: lemlist counts both, and a lead gets several messages. */
export const FUNNELS: ReadonlyArray<{ title: string; stages: readonly Stage[] }> = [
	{
		title: 'Messages',
		stages: [
			{ label: 'Sent', name: SENT.name },
			{ label: 'Delivered', name: DELIVERED.name, of: SENT },
			{ label: 'Opened', name: 'opened', of: DELIVERED },
			{ label: 'Clicked', name: 'clicked', of: DELIVERED },
			{ label: 'Replied', name: 'replied', of: DELIVERED },
		],
	},
	{
		title: 'Leads',
		stages: [
			{ label: 'Contacted', name: CONTACTED.name },
			{ label: 'Opened', name: 'nbLeadsOpened', of: CONTACTED },
			{ label: 'Answered', name: 'nbLeadsAnswered', of: CONTACTED },
			{ label: 'Interested', name: 'nbLeadsInterested', of: CONTACTED },
			{ label: 'Meetings', name: 'meetingBooked', of: CONTACTED },
		],
	},
];

/** What the page says of each campaign. */
export const CAMPAIGN_STAGES: readonly Stage[] = [
	{ label: 'Contacted', name: CONTACTED.name },
	{ label: 'Delivered', name: DELIVERED.name, of: SENT },
	{ label: 'Opened', name: 'opened', of: DELIVERED },
	{ label: 'Clicked', name: 'clicked', of: DELIVERED },
	{ label: 'Replied', name: 'replied', of: DELIVERED },
	{ label: 'Interested', name: 'nbLeadsInterested', of: CONTACTED },
];

/** What the page says of each channel. */
export const CHANNEL_STAGES: readonly Stage[] = [
	{ label: 'Sent', name: 'sent' },
	...['delivered', 'opened', 'clicked', 'replied'].map((name) => ({
		label: name.charAt(0).toUpperCase() + name.slice(1),
		name,
		of: name === 'delivered' ? { name: 'sent', label: 'sent' } : DELIVERED,
	})),
];

/** In percent; null where there is no count, or nothing to divide by. */
export function stageRate(figures: IDataObject, { name, of }: Stage): number | null {
	const part = counter(figures, name);
	return part === undefined || !of ? null : percent(part, counter(figures, of.name));
}

/** A campaign with lemlist's counters and the rates of docs/statistics.md, `before` in the period before. */
export interface CampaignFigures {
	campaign: CampaignRow;
	now: IDataObject;
	before?: IDataObject;
}

/** A campaign that lemlist gives no statistics of, and its words. */
export interface Failure {
	campaign: CampaignRow;
	says: string | undefined;
}

/** Everything that the page says. */
export interface Report {
	title: string;
	timeZone: string;
	period: Period;
	/** The period before, if it is to be compared. */
	previous?: Period;
	/** In the order in which they were chosen. */
	campaigns: CampaignFigures[];
	/** Without statistics of the period. */
	failed: Failure[];
	/** Without statistics of the period before alone. */
	notCompared: Failure[];
	totals: IDataObject;
	/** Of the campaigns that have figures of both periods: what `before` can be compared with, and `before`. */
	compared?: { now: IDataObject; before: IDataObject };
}

/** Whether a campaign did anything in the period, or anything happened in it. */
export function isActive({ now }: CampaignFigures): boolean {
	return [...FUNNELS.flatMap(({ stages }) => stages), ...CAMPAIGN_STAGES].some(({ name }) => counter(now, name));
}

/** The counters of both; one that neither has stays out. */
function added(sum: IDataObject, figures: IDataObject): IDataObject {
	const all = { ...sum };
	for (const name of Object.keys(figures)) {
		const count = counter(figures, name);
		if (count !== undefined) all[name] = (counter(sum, name) ?? 0) + count;
	}
	return all;
}

/** The sum over campaigns, as statistics of one: counters, counters of each channel, invitations of the steps. */
export function sumOf(all: readonly Statistics[]): Statistics {
	let totals: IDataObject = {};
	const channels: Record<string, IDataObject> = {};
	let invited = 0;
	for (const { steps, ...statistics } of all) {
		totals = added(totals, statistics as IDataObject);
		for (const step of steps ?? []) invited += counter(step as IDataObject, 'invited') ?? 0;
		if (!isObject(statistics.perChannel)) continue;
		for (const [channel, figures] of Object.entries(statistics.perChannel)) {
			if (isObject(figures)) channels[channel] = added(channels[channel] ?? {}, figures);
		}
	}
	const hasChannels = Object.keys(channels).length > 0;
	return { ...totals, ...(hasChannels && { perChannel: channels }), steps: [{ invited }] };
}

/** Statistics of the period, and of the period before, made one report. @param campaigns the chosen ones, with names */
export function reportOf(
	{ title, timeZone, period, previous }: Pick<Report, 'title' | 'timeZone' | 'period' | 'previous'>,
	campaigns: readonly CampaignRow[],
	now: StatisticsOfMany,
	before?: StatisticsOfMany,
): Report {
	const rated = (statistics: Statistics | undefined) => statistics && ratedTotals(statistics);
	const sum = (ids: readonly CampaignRow[], { found }: StatisticsOfMany) =>
		ratedTotals(sumOf(ids.map(({ _id }) => found.get(_id)).filter((statistics) => statistics !== undefined)));
	const failuresOf = (some: readonly CampaignRow[], { failed }: StatisticsOfMany): Failure[] =>
		some.map((campaign) => ({ campaign, says: failed.get(campaign._id) }));
	const answered = campaigns.filter(({ _id }) => now.found.has(_id));
	const inBoth = answered.filter(({ _id }) => before?.found.has(_id));
	return {
		title,
		timeZone,
		period,
		previous,
		campaigns: answered.map((campaign) => ({
			campaign,
			now: rated(now.found.get(campaign._id))!,
			before: rated(before?.found.get(campaign._id)),
		})),
		failed: failuresOf(
			campaigns.filter(({ _id }) => !now.found.has(_id)),
			now,
		),
		notCompared: before
			? failuresOf(
					answered.filter(({ _id }) => !before.found.has(_id)),
					before,
				)
			: [],
		totals: sum(answered, now),
		compared: before && inBoth.length > 0 ? { now: sum(inBoth, now), before: sum(inBoth, before) } : undefined,
	};
}
