import { ALL_EVENTS, webhookEvents } from '../../../shared/lemlist/activities/eventTypes';
import { campaignLocator, optionalCampaignIdOf } from '../../../shared/lemlist/campaigns';
import { additionalFields } from '../../fields/frames';
import { madeWithoutAnswer } from '../../table/emptyAnswers';
import type { RequestOperation } from '../../table/operation';

export const create: RequestOperation = {
	value: 'create',
	name: 'Create',
	action: 'Create webhook',
	description: 'Have lemlist send events to a URL. To start a workflow, use the Lemlist Trigger node instead.',
	notice: 'A team has at most 200 webhooks, each with a URL of its own.',
	routes: ['POST /hooks'],
	fields: [
		{
			displayName: 'Target URL',
			name: 'targetUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://example.com/lemlist',
			description: 'The address that lemlist sends each event to, with POST',
		},
		additionalFields(
			{ ...campaignLocator, required: false, description: 'Only events of this campaign; by default those of all' },
			{
				displayName: 'Event',
				name: 'type',
				type: 'options',
				default: 'all',
				options: webhookEvents,
				description: 'Only events of this type; by default all',
			},
			{
				displayName: 'First Occurrence Only',
				name: 'isFirst',
				type: 'boolean',
				default: true,
				description: 'Whether to send only the first event of its type for a lead, such as the first of several opens',
			},
			{
				displayName: 'Secret',
				name: 'secret',
				type: 'string',
				typeOptions: { password: true },
				default: '',
				description:
					'A text that lemlist repeats as "secret" in each event, so that the receiver knows who sent it. It cannot be read or changed later.',
			},
		),
	],
	request: (parameters) => {
		const { type, secret } = parameters.settings('additionalFields');
		const campaignId = optionalCampaignIdOf(parameters, 'additionalFields.campaignId');
		// Off means every occurrence: what lemlist makes of `isFirst=false` is documented nowhere.
		const isFirst = parameters.boolean('additionalFields.isFirst');
		const filters = { ...(campaignId !== undefined && { campaignId }), ...(isFirst && { isFirst }) };
		return {
			method: 'POST',
			path: '/hooks',
			// lemlist's OpenAPI file has the filters in the query, its guide in the body.
			query: filters,
			body: {
				targetUrl: parameters.required('targetUrl'),
				...filters,
				...(type !== undefined && type !== ALL_EVENTS && { type }),
				...(secret !== undefined && { secret }),
			},
		};
	},
	withoutAnswer: () => madeWithoutAnswer('the new webhook'),
	// Webhooks do not depend on one another.
	orderBy: () => undefined,
};
