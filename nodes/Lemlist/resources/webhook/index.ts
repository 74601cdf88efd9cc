import type { Resource } from '../../table/operation';
import { create } from './create';
import { deleteWebhook } from './delete';
import { getMany } from './getMany';

export const webhook: Resource = {
	value: 'webhook',
	name: 'Webhook',
	default: 'getMany',
	operations: [create, deleteWebhook, getMany],
};
