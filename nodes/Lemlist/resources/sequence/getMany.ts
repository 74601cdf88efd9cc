import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { path } from '../../../shared/http/path';
import { parseAnswer } from '../../../shared/lemlist/answers';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import type { RequestOperation } from '../../table/operation';

/** lemlist sends an object keyed by sequence id, in no defined order. */
const sequencesById = z.record(z.object({ _id: z.string(), level: z.number().optional() }).passthrough());

export const getMany: RequestOperation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many sequences',
	description:
		'Get the sequences of a campaign with their steps: the main one first, then those that follow a condition',
	routes: ['GET /campaigns/{campaignId}/sequences'],
	fields: [campaignLocator],
	paging: { by: 'none' },
	request: (parameters) => ({ path: path`/campaigns/${campaignIdOf(parameters)}/sequences` }),
	output: (body) => {
		const sequences = Object.values(parseAnswer(sequencesById, body, 'the sequences'));
		return sequences.sort((a, b) => (a.level ?? 0) - (b.level ?? 0)) as IDataObject[];
	},
};
