import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { CREDENTIAL } from '../shared/lemlist/service';
import { type FormerWebhook, memoryOf } from './memory';

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
 * A secret that the node can make again at any time: an HMAC-SHA256 in hex of what it knows anyway. Test webhooks have
 * it, and those of the package's first version.
 */
export function webhookSecret(apiKey: string, webhookUrl: string): string {
	return createHmac('sha256', apiKey).update(nodePart(webhookUrl)).digest('hex');
}

/**
 * The secret that lemlist sends with each call of an active workflow's webhook. It is about the whole URL, so that it
 * tells through which webhook a call came when the address of n8n has changed.
 */
export function addressSecret(apiKey: string, webhookUrl: string): string {
	return createHmac('sha256', apiKey).update(webhookUrl).digest('hex');
}

/** A secret as static data keeps it: it has 256 bits of its own, so a plain hash gives nothing away. */
export function hashOf(secret: string): string {
	return createHash('sha256').update(secret).digest('hex');
}

function isSame(hash: string, other: string | undefined): boolean {
	const one = Buffer.from(hash);
	const two = Buffer.from(other ?? '');
	return one.length === two.length && timingSafeEqual(one, two);
}

/** The hashes of secrets that the node can make of the credential, which may be gone or without a key by now. */
async function ownHashes(context: IWebhookFunctions): Promise<string[]> {
	const url = context.getNodeWebhookUrl('default');
	const apiKey = await apiKeyOf(context).catch(() => '');
	if (apiKey === '' || url === undefined || !URL.canParse(url)) return [];
	return [addressSecret(apiKey, url), webhookSecret(apiKey, url)].map(hashOf);
}

/**
 * Who made a call of the node's webhook: lemlist puts the secret that a webhook was registered with into its body. That
 * one is right also when the API key has changed since.
 *
 * @returns undefined for a stranger
 */
export async function callerOf(
	context: IWebhookFunctions,
	body: unknown,
): Promise<{ former?: FormerWebhook } | undefined> {
	const { secret } = (typeof body === 'object' && body !== null ? body : {}) as { secret?: unknown };
	if (typeof secret !== 'string' || secret === '') return undefined;
	const given = hashOf(secret);
	const { webhook, former } = memoryOf(context);
	if (isSame(given, webhook?.secretHash)) return {};
	const earlier = former.find(({ secretHash }) => isSame(given, secretHash));
	if (earlier) return { former: earlier };
	return (await ownHashes(context)).some((hash) => isSame(given, hash)) ? {} : undefined;
}
