import type { IHookFunctions } from 'n8n-workflow';

import { readFilter } from '../shared/lemlist/activities/filter';
import { ServiceError } from '../shared/n8n/serviceError';
import { CREDENTIAL, lemlistClient } from '../shared/lemlist/service';
import { parametersOf } from './parameters';
import { apiKeyOf, webhookSecret } from './secret';
import {
	checkReachable,
	createWebhook,
	deleteWebhook,
	type RememberedWebhook,
	type WantedWebhook,
	webhookExists,
} from './webhooks';

/** Where the node's static data keeps a `RememberedWebhook`. */
const MEMORY = 'webhook';

function targetUrlOf(context: IHookFunctions): string {
	const url = context.getNodeWebhookUrl('default');
	if (url !== undefined && URL.canParse(url)) return url;
	throw new ServiceError('input', {
		message: 'n8n gives this node no webhook URL that is a URL',
		description: 'Check the environment variable WEBHOOK_URL of n8n.',
	});
}

function wantedWebhook(context: IHookFunctions, apiKey: string): WantedWebhook {
	const targetUrl = targetUrlOf(context);
	return { targetUrl, secret: webhookSecret(apiKey, targetUrl), filter: readFilter(parametersOf(context)) };
}

function remembered(context: IHookFunctions): RememberedWebhook | undefined {
	return context.getWorkflowStaticData('node')[MEMORY] as RememberedWebhook | undefined;
}

/** n8n's `checkExists`: see `webhookExists`. */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	const client = await lemlistClient(context);
	const apiKey = await apiKeyOf(context);
	return await webhookExists(client, apiKey, wantedWebhook(context, apiKey), remembered(context));
}

/** n8n's `create`: see `createWebhook`. */
export async function register(context: IHookFunctions): Promise<void> {
	const client = await lemlistClient(context);
	const { baseUrl } = await context.getCredentials(CREDENTIAL);
	checkReachable(targetUrlOf(context), String(baseUrl));
	const apiKey = await apiKeyOf(context);
	const made = await createWebhook(client, apiKey, wantedWebhook(context, apiKey));
	context.getWorkflowStaticData('node')[MEMORY] = { ...made };
}

/** n8n's `delete`: see `deleteWebhook`. */
export async function unregister(context: IHookFunctions): Promise<void> {
	const client = await lemlistClient(context);
	await deleteWebhook(client, targetUrlOf(context), remembered(context));
	delete context.getWorkflowStaticData('node')[MEMORY];
}
