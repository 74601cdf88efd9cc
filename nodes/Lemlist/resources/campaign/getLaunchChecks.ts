import { z } from 'zod';

import { path } from '../../../shared/http/path';
import { parseAnswer } from '../../../shared/lemlist/answers';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import type { RequestOperation } from '../../table/operation';

/** 3 = blocks the launch, 2 = warning, 1 = information (lemlist-api.md, "Get Campaign Statutes"). */
const BLOCKS_LAUNCH = 3;

const answerSchema = z.object({ statutes: z.array(z.object({ level: z.number() }).passthrough()) }).passthrough();

export const getLaunchChecks: RequestOperation = {
	value: 'getLaunchChecks',
	name: 'Get Launch Checks',
	action: 'Get campaign launch checks',
	description: 'Check whether a campaign can be launched: what lemlist finds missing or wrong',
	notice:
		"A check of level 3 among the 'statutes' of the output keeps the campaign from starting; 2 is a warning, 1 information.",
	routes: ['GET /campaigns/{campaignId}/statutes'],
	fields: [campaignLocator],
	request: (parameters) => ({ path: path`/campaigns/${campaignIdOf(parameters)}/statutes` }),
	output: (body, parameters) => {
		const answer = parseAnswer(answerSchema, body, 'the launch checks');
		const canLaunch = answer.statutes.every(({ level }) => level < BLOCKS_LAUNCH);
		return { campaignId: campaignIdOf(parameters), canLaunch, ...answer };
	},
};
