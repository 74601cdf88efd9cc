import type { IDataObject } from 'n8n-workflow';

import type { Failure, Report } from './figures';
import { periodText } from './period';
import { counter, countText, rateText } from './words';

/** The subject of a mail, on one line: the title, the period, and what came of it. */
export function subjectOf({ title, period, timeZone, totals }: Report): string {
	const replyRate = counter(totals, 'replyRate');
	const interested = counter(totals, 'nbLeadsInterested');
	const results = [
		...(replyRate === undefined ? [] : [`${rateText(replyRate)} replied`]),
		...(interested === undefined ? [] : [`${countText(interested)} interested`]),
	];
	return [`${title}, ${periodText(period, timeZone)}`, results.join(', ')].filter(Boolean).join(': ');
}

const failureJson = ({ campaign, says }: Failure): IDataObject => ({
	campaignId: campaign._id,
	campaignName: campaign.name ?? null,
	reason: says ?? null,
});

/** All figures, of every campaign in the order in which they were chosen, also of those that the page has no room for. */
export function reportJson(report: Report): IDataObject {
	const { title, timeZone, period, previous, compared, totals, campaigns, failed, notCompared } = report;
	return {
		title,
		...period,
		timeZone,
		campaignCount: campaigns.length,
		totals,
		...(previous && { previous: { ...previous, totals: compared?.before ?? null } }),
		campaigns: campaigns.map(({ campaign: { _id, name, status }, now, before }) => ({
			campaignId: _id,
			campaignName: name ?? null,
			campaignStatus: status ?? null,
			...now,
			...(previous && { previous: before ?? null }),
		})),
		failed: failed.map(failureJson),
		...(previous && { notCompared: notCompared.map(failureJson) }),
	};
}
