import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { filterMethods } from '../shared/lemlist/activities/parameters';
import { toActivationError, toNodeError } from '../shared/n8n/nodeErrors';
import { isRegistered, noteFailure, register, unregister } from './lifecycle';
import { properties } from './parameters';
import { receive } from './receive';

/** Starts a workflow when something happens in lemlist, which calls n8n at once. */
export class LemlistTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Lemlist Trigger',
		name: 'lemlistTrigger',
		icon: { light: 'file:../../icons/lemlist.svg', dark: 'file:../../icons/lemlist.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ [$parameter["events"]].flat().join(", ") }}',
		// n8n shows the node Lemlist and this trigger as one entry, with the description of the trigger.
		description: 'Work with campaigns, leads and statistics in lemlist, or start a workflow when something happens',
		defaults: { name: 'Lemlist Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'lemlistAccountApi', required: true }],
		webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', responseData: '', path: 'webhook' }],
		hints: [
			{
				message:
					'To build before anything happens, pin a <a href="https://github.com/n8n-nodes-lemlist/n8n-nodes-lemlist/blob/main/docs/events.md" target="_blank">sample event</a>.',
				location: 'outputPane',
				whenToDisplay: 'beforeExecution',
			},
		],
		properties,
	};

	methods = filterMethods;

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				try {
					return await isRegistered(this);
				} catch (error) {
					noteFailure(this);
					throw toActivationError(this.getNode(), error);
				}
			},

			async create(this: IHookFunctions): Promise<boolean> {
				try {
					await register(this);
					return true;
				} catch (error) {
					noteFailure(this);
					throw toActivationError(this.getNode(), error);
				}
			},

			/** Never throws: n8n would keep its own half of the webhook, and the workflow would stay half active. */
			async delete(this: IHookFunctions): Promise<boolean> {
				try {
					await unregister(this);
					return true;
				} catch (error) {
					const { message, description } = toNodeError(this.getNode(), error);
					this.logger.warn(
						`The webhook of the node "${this.getNode().name}" may still be at lemlist, where you can delete it under Settings > Integrations: ${message}`,
						{ description },
					);
					return false;
				}
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		try {
			return await receive(this);
		} catch (error) {
			throw toNodeError(this.getNode(), error);
		}
	}
}
