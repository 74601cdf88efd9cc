import { z } from 'zod';

import { ALL_EVENTS, webhookEvents } from '../../../shared/lemlist/activities/eventTypes';
import { listItems, parseAnswer } from '../../../shared/lemlist/answers';
import { type Locator, locator } from '../../../shared/lemlist/locator';

const row = z
	.object({
		_id: z.string(),
		targetUrl: z.string().nullish().catch(undefined),
		type: z.string().nullish().catch(undefined),
		campaignId: z.string().nullish().catch(undefined),
	})
	.passthrough();

/** A webhook of the team, by its address and what it is called for. */
export const webhook: Locator = locator<z.infer<typeof row>>({
	what: 'a webhook',
	prefixes: ['hoo_'],
	searchMethod: 'searchWebhooks',
	field: { name: 'hookId', displayName: 'Webhook', description: 'The webhook of the team to work with' },
	example: 'hoo_A1B2C3D4E5F6G7H8I',
	list: () => ({
		what: 'the webhooks',
		request: { path: '/hooks' },
		paging: { by: 'none' },
		read: (body) => parseAnswer(z.array(row), listItems(body, 'the webhooks'), 'the webhooks'),
	}),
	choice: ({ _id, targetUrl, type, campaignId }) => {
		const event = webhookEvents.find(({ value }) => value === (type ?? ALL_EVENTS))?.name ?? type;
		const what = [event, campaignId].filter(Boolean).join(', ');
		return { name: `${targetUrl || _id}${what && ` (${what})`}`, value: _id };
	},
});
