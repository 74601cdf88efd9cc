import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { inChunks } from '../../../shared/http/chunks';
import { parseAnswer } from '../../../shared/lemlist/answers';
import { lemlistWords } from '../../../shared/lemlist/words';
import { errorJson, toNodeError } from '../../../shared/n8n/nodeErrors';
import { ServiceError } from '../../../shared/n8n/serviceError';
import type { CustomOperation } from '../../table/operation';
import { campaignSelection, exportNotice } from './fields';
import { selectedCampaigns, withNames } from './selection';
import { type Statistics, statisticsItems, statisticsQuery, statisticsSchema } from './statistics';
import { statisticsFields } from './statisticsFields';

/** The batch route takes at most 100 campaigns a call. */
const CAMPAIGNS_PER_CALL = 100;

const answerSchema = z.object({
	results: z.array(statisticsSchema.extend({ campaignId: z.string() })),
	errors: z.array(z.object({ campaignId: z.string(), error: z.unknown() })).nullish(),
});

function noStatistics(campaignId: string, says: string | undefined): ServiceError {
	return new ServiceError('refused', {
		message: `No statistics for ${campaignId}. lemlist says: ${says ?? 'nothing'}`,
		description:
			"Check the campaign in lemlist, or leave it out. With 'On Error' set to continue, the other campaigns come out all the same.",
		serviceSays: says,
		ids: { campaignId },
	});
}

/**
 * lemlist answers 200 with a list of the campaigns that failed. As anywhere in n8n, the first of them
 * fails the item, unless the node continues on failures: then each is an item of its own.
 */
export const getStatsOfMany: CustomOperation = {
	value: 'getStatsOfMany',
	name: 'Get Stats of Many',
	action: 'Get stats of many campaigns',
	description: 'Get the statistics of many campaigns in a period, by ID, by status or of all, 100 per request',
	routes: ['POST /v2/campaigns/stats/batch', 'GET /campaigns'],
	fields: [...campaignSelection, ...statisticsFields, exportNotice],
	async run(call) {
		const { client, context, parameters, itemIndex, signal } = call;
		const query = statisticsQuery(parameters);
		const selected = await selectedCampaigns(call);
		const campaignIds = selected.map(({ _id }) => _id);
		const found = new Map<string, Statistics>();
		const failed = new Map<string, string | undefined>();
		for (const some of inChunks(campaignIds, CAMPAIGNS_PER_CALL)) {
			const { body } = await client.request({
				method: 'POST',
				path: '/v2/campaigns/stats/batch',
				body: { campaignIds: some, ...query },
				// A POST that only reads.
				retry: true,
				signal,
			});
			const answer = parseAnswer(answerSchema, body, 'the statistics');
			for (const { campaignId, ...statistics } of answer.results) found.set(campaignId, statistics);
			for (const { campaignId, error } of answer.errors ?? []) failed.set(campaignId, lemlistWords({ error }));
		}
		const missing = campaignIds.find((campaignId) => !found.has(campaignId));
		if (missing !== undefined && !context.continueOnFail()) throw noStatistics(missing, failed.get(missing));
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
