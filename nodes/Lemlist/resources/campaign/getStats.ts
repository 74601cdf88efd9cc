import { path } from '../../../shared/http/path';
import { parseAnswer } from '../../../shared/lemlist/answers';
import { campaignIdOf, campaignLocator, readCampaign } from '../../../shared/lemlist/campaigns';
import type { CustomOperation } from '../../table/operation';
import { exportNotice } from './fields';
import { statisticsItems, statisticsQuery, statisticsSchema } from './statistics';
import { statisticsFields } from './statisticsFields';

/** Two requests, because lemlist's statistics name the campaign neither by its name nor by its status. */
export const getStats: CustomOperation = {
	value: 'getStats',
	name: 'Get Stats',
	action: 'Get campaign stats',
	description: 'Get the statistics of one campaign in a period: totals with rates by channel, or one item per step',
	routes: ['GET /v2/campaigns/{campaignId}/stats', 'GET /campaigns/{campaignId}'],
	fields: [campaignLocator, ...statisticsFields, exportNotice],
	async run({ client, parameters, signal }) {
		const campaignId = campaignIdOf(parameters);
		const { channels, ...query } = statisticsQuery(parameters);
		const statistics = client.request({
			path: path`/v2/campaigns/${campaignId}/stats`,
			// One text with a JSON array here, while the batch route takes a real array.
			query: { ...query, ...(channels !== undefined && { channels: JSON.stringify(channels) }) },
			signal,
		});
		const [{ body }, campaign] = await Promise.all([statistics, readCampaign(client, campaignId, signal)]);
		return { json: statisticsItems(campaign, parseAnswer(statisticsSchema, body, 'the statistics'), parameters) };
	},
};
