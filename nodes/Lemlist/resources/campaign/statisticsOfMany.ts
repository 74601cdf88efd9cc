import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { inChunks } from '../../../shared/http/chunks';
import { parseAnswer } from '../../../shared/lemlist/answers';
import { lemlistWords } from '../../../shared/lemlist/words';
import { ServiceError } from '../../../shared/n8n/serviceError';
import type { Call } from '../../table/operation';
import { type Statistics, statisticsSchema } from './statistics';

/** The batch route takes at most 100 campaigns a call. */
const CAMPAIGNS_PER_CALL = 100;

const answerSchema = z.object({
	results: z.array(statisticsSchema.extend({ campaignId: z.string() })),
	errors: z.array(z.object({ campaignId: z.string(), error: z.unknown() })).nullish(),
});

/** The error for a campaign that the batch has no statistics of. @param says lemlist's words, where it named it */
export function noStatistics(campaignId: string, says: string | undefined): ServiceError {
	return new ServiceError('refused', {
		message: `No statistics for ${campaignId}. lemlist says: ${says ?? 'nothing'}`,
		description:
			"Check the campaign in lemlist, or leave it out. With 'On Error' set to continue, the other campaigns come out all the same.",
		serviceSays: says,
		ids: { campaignId },
	});
}

/** Statistics by campaign ID, and lemlist's words for the campaigns that it named as failed. */
export interface StatisticsOfMany {
	found: Map<string, Statistics>;
	failed: Map<string, string | undefined>;
}

/**
 * The statistics of many campaigns in a period. lemlist answers 200 with a list of the campaigns that failed: as
 * anywhere in n8n, the first of them fails the item, unless the node continues on failures.
 *
 * @param query as `statisticsQuery` makes it
 * @throws ServiceError of kind `refused` for a campaign that lemlist gives none of
 */
export async function readStatistics(
	{ client, context, signal }: Call,
	campaignIds: readonly string[],
	query: IDataObject,
): Promise<StatisticsOfMany> {
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
	return { found, failed };
}
