import type { IDataObject } from 'n8n-workflow';

import { path } from '../../../shared/http/path';
import { listItems } from '../../../shared/lemlist/answers';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import { objectsOf, toJson } from '../../table/json';
import type { CustomOperation } from '../../table/operation';
import { campaignSummary } from './summary';

/**
 * lemlist was recorded to answer without the schedules that it documents. Then one more request reads them; the raw
 * data is that of the one answer.
 */
export const get: CustomOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get campaign',
	description: 'Get one campaign: its name, status, senders and the IDs of its schedules',
	routes: ['GET /campaigns/{campaignId}', 'GET /campaigns/{campaignId}/schedules/'],
	fields: [campaignLocator],
	simplify: campaignSummary,
	async run({ client, parameters, signal }) {
		const campaignId = campaignIdOf(parameters);
		const { body } = await client.request({ path: path`/campaigns/${campaignId}`, signal });
		const json = toJson(objectsOf(body, client));
		const [campaign] = json;
		if (!parameters.boolean('simplify') || campaign === undefined || campaign.scheduleIds !== undefined)
			return { json };
		const answer = await client.request({ path: path`/campaigns/${campaignId}/schedules/`, signal });
		const schedules = listItems<IDataObject>(answer.body, 'the schedules');
		return { json: [{ ...campaign, scheduleIds: schedules.map(({ _id }) => _id) as string[] }] };
	},
};
