import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { CREDENTIAL } from '../shared/lemlist/service';

/**
 * What a node's webhook URL and no other one ends with: its webhook ID and path. The rest is not the
 * same everywhere: n8n tells a node the test URL when it registers it, but the production URL when
 * it is called, and the host may differ between the processes of one n8n.
 */
function nodePart(webhookUrl: string): string {
	return new URL(webhookUrl).pathname.split('/').slice(-2).join('/');
}

/** The API key that lemlist knows a node by. */
export async function apiKeyOf(context: IHookFunctions | IWebhookFunctions): Promise<string> {
	const { apiKey } = await context.getCredentials(CREDENTIAL);
	return String(apiKey ?? '').trim();
}

/**
 * The secret that lemlist sends with each call of a webhook: an HMAC-SHA256 in hex. Made from what
 * the node knows anyway, so that there is nothing to store or lose; a new API key makes a new one.
 */
export function webhookSecret(apiKey: string, webhookUrl: string): string {
	return createHmac('sha256', apiKey).update(nodePart(webhookUrl)).digest('hex');
}

/** Whether a call comes from the webhook that this node made: lemlist puts its secret into the body. */
export async function isGenuine(context: IWebhookFunctions, body: unknown): Promise<boolean> {
	const { secret } = (typeof body === 'object' && body !== null ? body : {}) as { secret?: unknown };
	const url = context.getNodeWebhookUrl('default');
	if (typeof secret !== 'string' || url === undefined) return false;
	const given = Buffer.from(secret);
	const right = Buffer.from(webhookSecret(await apiKeyOf(context), url));
	return given.length === right.length && timingSafeEqual(given, right);
}
