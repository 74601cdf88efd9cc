import { path } from '../../../shared/http/path';
import { parseAnswer } from '../../../shared/lemlist/answers';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import type { RequestOperation } from '../../table/operation';
import { exportNotice } from './fields';
import { statisticsItems, statisticsQuery, statisticsSchema } from './statistics';
import { statisticsFields } from './statisticsFields';

export const getStats: RequestOperation = {
	value: 'getStats',
	name: 'Get Stats',
	action: 'Get campaign stats',
	description:
		'Get the statistics of one campaign in a period: leads reached, messages sent, opened, clicked, replied and more, as totals or by step',
	routes: ['GET /v2/campaigns/{campaignId}/stats'],
	fields: [campaignLocator, ...statisticsFields, exportNotice],
	request: (parameters) => {
		const { channels, ...query } = statisticsQuery(parameters);
		return {
			path: path`/v2/campaigns/${campaignIdOf(parameters)}/stats`,
			// One text with a JSON array here, while the batch route takes a real array.
			query: { ...query, ...(channels !== undefined && { channels: JSON.stringify(channels) }) },
		};
	},
	output: (body, parameters) =>
		statisticsItems(campaignIdOf(parameters), parseAnswer(statisticsSchema, body, 'the statistics'), parameters),
};
