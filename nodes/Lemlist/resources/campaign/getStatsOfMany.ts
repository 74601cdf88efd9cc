import type { IDataObject } from 'n8n-workflow';

import { errorJson, toNodeError } from '../../../shared/n8n/nodeErrors';
import type { CustomOperation } from '../../table/operation';
import { campaignSelection, exportNotice } from './fields';
import { selectedCampaigns, withNames } from './selection';
import { statisticsItems, statisticsQuery } from './statistics';
import { statisticsFields } from './statisticsFields';
import { noStatistics, readStatistics } from './statisticsOfMany';

/** Where the node continues on failures, each campaign without statistics is an item of its own. */
export const getStatsOfMany: CustomOperation = {
	value: 'getStatsOfMany',
	name: 'Get Stats of Many',
	action: 'Get stats of many campaigns',
	description: 'Get the statistics of many campaigns in a period, by ID, by status or of all, 100 per request',
	routes: ['POST /v2/campaigns/stats/batch', 'GET /campaigns'],
	fields: [...campaignSelection, ...statisticsFields, exportNotice],
	async run(call) {
		const { context, parameters, itemIndex } = call;
		const query = statisticsQuery(parameters);
		const selected = await selectedCampaigns(call);
		const campaignIds = selected.map(({ _id }) => _id);
		const { found, failed } = await readStatistics(call, campaignIds, query);
		const answered = selected.filter(({ _id }) => found.has(_id));
		const named = await withNames(call, answered);
		const campaigns = new Map(named.map((campaign) => [campaign._id, campaign]));
		const json = campaignIds.flatMap((campaignId): IDataObject[] => {
			const statistics = found.get(campaignId);
			const campaign = campaigns.get(campaignId);
			if (statistics && campaign) return statisticsItems(campaign, statistics, parameters);
			const error = noStatistics(campaignId, failed.get(campaignId));
			return [errorJson(toNodeError(context.getNode(), error, itemIndex))];
		});
		return { json };
	},
};
