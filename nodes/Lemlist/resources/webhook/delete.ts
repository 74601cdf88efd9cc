import { path } from '../../../shared/http/path';
import type { RequestOperation } from '../../table/operation';

export const deleteWebhook: RequestOperation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete webhook',
	description:
		'Delete a webhook: lemlist sends no more events to its URL. A workflow that waits for them with the Lemlist Trigger node does not start any more.',
	routes: ['DELETE /hooks/{hookId}'],
	fields: [
		{
			displayName: 'Webhook ID',
			name: 'hookId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. hoo_A1B2C3D4E5F6G7H8I',
			description: 'The ID of the webhook, as Get Many gives it',
		},
	],
	request: (parameters) => ({ method: 'DELETE', path: path`/hooks/${parameters.required('hookId')}` }),
	output: (_body, parameters) => ({ deleted: true, hookId: parameters.required('hookId') }),
};
