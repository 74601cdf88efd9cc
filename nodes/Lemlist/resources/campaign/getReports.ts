import type { IDataObject } from 'n8n-workflow';

import { inChunks } from '../../../shared/http/chunks';
import { listItems } from '../../../shared/lemlist/answers';
import type { CampaignRow } from '../../../shared/lemlist/campaigns';
import { hint } from '../../../shared/n8n/hints';
import type { CustomOperation } from '../../table/operation';
import { campaignSelection, exportNotice } from './fields';
import { selectedCampaigns } from './selection';

/** No limit is documented; 100 IDs make an address of 2,300 characters. */
const CAMPAIGNS_PER_CALL = 100;

/** lemlist leaves out some counters that are zero; columns should not depend on the campaign. */
const NO_COUNTS = {
	totalCount: 0,
	reviewedCount: 0,
	inSequenceLeadCount: 0,
	reviewed: 0,
	emailsSent: 0,
	emailsOpened: 0,
	emailsClicked: 0,
	emailsReplied: 0,
	emailsUnsubscribed: 0,
	emailsInterested: 0,
	linkedinSent: 0,
	linkedinOpened: 0,
	linkedinReplied: 0,
	interested: 0,
	notInterested: 0,
};

export const getReports: CustomOperation = {
	value: 'getReports',
	name: 'Get Reports',
	action: 'Get campaign reports',
	description: 'Get one row per campaign with its senders and its counters of all time',
	routes: ['GET /campaigns/reports', 'GET /campaigns'],
	fields: [...campaignSelection, exportNotice],
	simplify: [
		'_id',
		'name',
		'status',
		'createdAt',
		'labels',
		'senderNames',
		'sendersUsers',
		'totalCount',
		'inSequenceLeadCount',
		'emailsSent',
		'emailsOpened',
		'emailsClicked',
		'emailsReplied',
		'emailsUnsubscribed',
		'linkedinSent',
		'linkedinOpened',
		'linkedinReplied',
		'interested',
		'notInterested',
	],
	async run(call) {
		const { client, context, signal } = call;
		const campaigns = await selectedCampaigns(call);
		const byId = new Map<unknown, CampaignRow>(campaigns.map((campaign) => [campaign._id, campaign]));
		const reports: IDataObject[] = [];
		const missing = new Set(byId.keys());
		for (const some of inChunks(campaigns, CAMPAIGNS_PER_CALL)) {
			const { body } = await client.request({
				path: '/campaigns/reports',
				query: { campaignIds: some.map(({ _id }) => _id).join(',') },
				signal,
			});
			for (const report of listItems<IDataObject>(body, 'the reports')) {
				missing.delete(report._id);
				const { name, status } = byId.get(report._id) ?? {};
				reports.push(filling(report, { name, status, ...NO_COUNTS }));
			}
		}
		if (missing.size > 0)
			hint(context, `lemlist gave no report for ${[...missing].join(', ')}. Check the campaign IDs.`);
		return { json: reports };
	},
};

/** A report, and what it lacks. */
function filling(report: IDataObject, defaults: Record<string, unknown>): IDataObject {
	const lacking = Object.entries(defaults).filter(([name, value]) => report[name] === undefined && value !== undefined);
	return { ...report, ...(Object.fromEntries(lacking) as IDataObject) };
}
