import { path } from '../../../shared/http/path';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import { madeWithoutAnswer } from '../../table/emptyAnswers';
import type { RequestOperation } from '../../table/operation';

export const duplicate: RequestOperation = {
	value: 'duplicate',
	name: 'Duplicate',
	action: 'Duplicate campaign',
	description: 'Make a copy of a campaign: a draft without leads, with counters at zero and without CRM settings',
	routes: ['POST /campaigns/{campaignId}/duplicate'],
	fields: [
		campaignLocator,
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. Product launch Nordics',
			description: "The name of the copy. If empty, it is the campaign's name with Copy after it.",
		},
	],
	request: (parameters) => {
		const name = parameters.text('name');
		return {
			method: 'POST',
			path: path`/campaigns/${campaignIdOf(parameters)}/duplicate`,
			...(name !== '' && { body: { name } }),
		};
	},
	withoutAnswer: () => madeWithoutAnswer('the copy of the campaign'),
};
