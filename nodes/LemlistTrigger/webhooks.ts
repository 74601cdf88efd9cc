import { createHmac } from 'node:crypto';
import { z } from 'zod';

import { type EventFilter, lemlistFilter } from '../shared/lemlist/activities/filter';
import type { ServiceClient } from '../shared/http/client';
import { firstPage, type List, readPages } from '../shared/http/pages';
import { path } from '../shared/http/path';
import { listItems, parseAnswer } from '../shared/lemlist/answers';
import { ServiceError } from '../shared/n8n/serviceError';

/** A webhook as GET /hooks lists it; the secret is never listed. */
const webhookRow = z.object({
	_id: z.string(),
	targetUrl: z.string().nullish(),
	type: z.string().nullish(),
	campaignId: z.string().nullish(),
});
type WebhookRow = z.infer<typeof webhookRow>;

/** The webhooks of the team; lemlist allows 200, and gives them all at once. */
const teamWebhooks: List<WebhookRow> = {
	what: 'the webhooks',
	request: { path: '/hooks' },
	paging: { by: 'none' },
	read: (body) => parseAnswer(z.array(webhookRow), listItems(body, 'the webhooks'), 'the webhooks'),
};

/** What the node's static data remembers of the webhook it made. Everything works without it, too. */
export interface RememberedWebhook {
	hookId: string;
	targetUrl: string;
	/** Of all settings, also of those that lemlist does not list. */
	fingerprint: string;
}

/** The webhook as it should be. */
export interface WantedWebhook {
	targetUrl: string;
	secret: string;
	filter: EventFilter;
}

function isStatus(error: unknown, status: number): error is ServiceError {
	return error instanceof ServiceError && error.kind === 'refused' && error.status === status;
}

/** A 404 that is about a webhook, and not about the API key. */
function isMissing(error: unknown): boolean {
	return isStatus(error, 404) && !/no user found/i.test(error.serviceSays ?? '');
}

/** The webhooks of the team that call this URL: one at most by lemlist's rule, more from before it. */
async function listed(client: ServiceClient, targetUrl: string): Promise<WebhookRow[]> {
	const { all } = await firstPage(readPages(client, teamWebhooks)).catch((error: unknown) => {
		// Documented for a team without webhooks.
		if (isMissing(error)) return { all: [] };
		throw error;
	});
	return all.filter((row) => row.targetUrl === targetUrl);
}

async function removeById(client: ServiceClient, hookId: string): Promise<'removed' | 'missing'> {
	const answer = await client.request({ method: 'DELETE', path: path`/hooks/${hookId}` }).catch((error: unknown) => {
		if (!isMissing(error)) throw error;
	});
	return answer ? 'removed' : 'missing';
}

async function removeAll(client: ServiceClient, rows: WebhookRow[]): Promise<void> {
	for (const { _id } of rows) await removeById(client, _id);
}

function fingerprint(apiKey: string, { secret, filter }: WantedWebhook): string {
	const settings = JSON.stringify([secret, lemlistFilter(filter)]);
	return createHmac('sha256', apiKey).update(settings).digest('hex');
}

/** Whether what lemlist lists of a webhook fits; it may leave out the campaign. Old clients wrote `*` for all types. */
function fits({ type, campaignId }: WebhookRow, filter: EventFilter): boolean {
	const wanted = lemlistFilter(filter);
	const listedType = type === '*' ? undefined : type || undefined;
	return listedType === wanted.type && (campaignId || wanted.campaignId) === wanted.campaignId;
}

/**
 * Whether lemlist has exactly the wanted webhook. One with this URL and anything else about it
 * (other settings, another secret, or unknown ones because static data was lost) is deleted, since
 * lemlist can neither change a webhook nor have two with one URL.
 */
export async function webhookExists(
	client: ServiceClient,
	apiKey: string,
	wanted: WantedWebhook,
	remembered: RememberedWebhook | undefined,
): Promise<boolean> {
	const rows = await listed(client, wanted.targetUrl);
	const [only] = rows;
	const isOurs =
		only !== undefined &&
		rows.length === 1 &&
		remembered?.targetUrl === wanted.targetUrl &&
		remembered.hookId === only._id &&
		remembered.fingerprint === fingerprint(apiKey, wanted) &&
		fits(only, wanted.filter);
	if (!isOurs) await removeAll(client, rows);
	return isOurs;
}

async function post(client: ServiceClient, { targetUrl, secret, filter }: WantedWebhook): Promise<string> {
	const { type, ...filters } = lemlistFilter(filter);
	const { body } = await client.request({
		method: 'POST',
		path: '/hooks',
		// lemlist's OpenAPI file has the filters in the query, its guide in the body.
		query: filters,
		body: { targetUrl, secret, ...filters, ...(type !== undefined && { type }) },
	});
	return parseAnswer(z.object({ _id: z.string() }), body, 'the new webhook')._id;
}

function isLimit(error: ServiceError): boolean {
	return /too many|max(imum)?\b/i.test(error.serviceSays ?? '');
}

function tooMany(error: ServiceError): ServiceError {
	return error.with({
		message: 'The lemlist team has as many webhooks as it may have (200)',
		advice:
			'Delete webhooks that nothing uses any more, in lemlist under Settings > Integrations or with the Lemlist node (Webhook: Get Many, Delete), then activate the workflow again. Disabled webhooks count, too.',
	});
}

/**
 * Makes the webhook at lemlist. One that holds its URL already is deleted first.
 *
 * @returns what to remember of it
 * @throws ServiceError; of kind `refused` and status 409 when the team has too many webhooks
 */
export async function createWebhook(
	client: ServiceClient,
	apiKey: string,
	wanted: WantedWebhook,
): Promise<RememberedWebhook> {
	const hookId = await post(client, wanted).catch(async (error: unknown) => {
		if (!isStatus(error, 409)) throw error;
		if (isLimit(error)) throw tooMany(error);
		const rows = await listed(client, wanted.targetUrl);
		if (rows.length === 0) {
			throw error.with({
				message: "lemlist holds this node's webhook URL already, and does not list the webhook that has it",
				advice:
					'Delete it in lemlist under Settings > Integrations, or replace this node by a new one, which gets a URL of its own.',
			});
		}
		await removeAll(client, rows);
		return await post(client, wanted);
	});
	return { hookId, targetUrl: wanted.targetUrl, fingerprint: fingerprint(apiKey, wanted) };
}

/** Deletes the webhook at lemlist. One that is gone already is no error. */
export async function deleteWebhook(
	client: ServiceClient,
	targetUrl: string,
	remembered: RememberedWebhook | undefined,
): Promise<void> {
	const isKnown = remembered?.targetUrl === targetUrl;
	if (isKnown && (await removeById(client, remembered.hookId)) === 'removed') return;
	await removeAll(client, await listed(client, targetUrl));
}

/** Whether an address leads to the computer it is used on. */
function isLocal(address: string): boolean {
	return URL.canParse(address) && /^(localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)$/.test(new URL(address).hostname);
}

/**
 * Checks that lemlist can call a webhook URL, as far as the URL tells.
 *
 * @param baseUrl where lemlist is: one on this computer, for tests, can call n8n on it
 * @throws ServiceError of kind `input`
 */
export function checkReachable(targetUrl: string, baseUrl: string): void {
	if (!isLocal(targetUrl) || isLocal(baseUrl)) return;
	throw new ServiceError('input', {
		message: `lemlist cannot call this n8n at ${new URL(targetUrl).origin}`,
		description:
			'The address is known on this computer only. Set the environment variable WEBHOOK_URL of n8n to the address by which it is reached from the Internet, or use the Lemlist Polling Trigger, which needs none.',
	});
}
