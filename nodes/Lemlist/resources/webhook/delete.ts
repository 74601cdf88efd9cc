import { path } from '../../../shared/http/path';
import { webhook } from '../../fields/locators/webhook';
import type { RequestOperation } from '../../table/operation';

export const deleteWebhook: RequestOperation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete webhook',
	description: 'Delete a webhook, so that lemlist sends no more events to its URL',
	notice: 'A workflow that waits for them with the Lemlist Trigger node does not start any more.',
	routes: ['DELETE /hooks/{hookId}'],
	fields: [webhook.field],
	request: (parameters) => ({ method: 'DELETE', path: path`/hooks/${parameters.id('hookId', webhook)}` }),
	output: (_body, parameters) => ({ deleted: true, hookId: parameters.id('hookId', webhook) }),
};
