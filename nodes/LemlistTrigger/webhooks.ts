import { createHmac } from 'node:crypto';
import { z } from 'zod';

import { type EventFilter, lemlistFilter } from '../shared/lemlist/activities/filter';
import type { RequestOptions, ServiceClient } from '../shared/http/client';
import { path } from '../shared/http/path';
import { listItems, parseAnswer } from '../shared/lemlist/answers';
import { ServiceError } from '../shared/n8n/serviceError';
import type { RememberedWebhook } from './memory';

/** lemlist's most webhooks of a team; disabled ones count. */
const MOST_WEBHOOKS = 200;

/** A webhook as GET /hooks lists it; the secret is never listed. */
const webhookRow = z
	.object({
		_id: z.string(),
		targetUrl: z.string().nullish(),
		type: z.string().nullish(),
		campaignId: z.string().nullish(),
	})
	.passthrough();
export type WebhookRow = z.infer<typeof webhookRow>;

/** The webhook as it should be. */
export interface WantedWebhook {
	targetUrl: string;
	/** What lemlist is to send. */
	secret: string;
	/** What tells node and API key, whatever the address: `webhookSecret`. */
	ownSecret: string;
	filter: EventFilter;
}

/**
 * Whether lemlist calls a webhook no more. It disables some (its words for the limit of 200 say so), and does not
 * document how the list tells them: these are the ways in which lists do.
 */
export function isDisabled(row: WebhookRow): boolean {
	if (['disabled', 'isDisabled', 'disabledAt'].some((field) => Boolean(row[field]))) return true;
	if (['enabled', 'isEnabled', 'active', 'isActive'].some((field) => row[field] === false)) return true;
	return ['status', 'state'].some((field) => /^(disabled|inactive|paused)$/i.test(String(row[field])));
}

function isStatus(error: unknown, status: number): error is ServiceError {
	return error instanceof ServiceError && error.kind === 'refused' && error.status === status;
}

/** A 404 in lemlist's own words about webhooks ("Webhook not found"): any proxy on the way can answer 404, too. */
function isMissing(error: unknown): boolean {
	return isStatus(error, 404) && /hook/i.test(error.serviceSays ?? '');
}

/** A 404 that may mean that a team has no webhooks, if lemlist says so in other words than those that are documented. */
export function isPerhapsNone(error: unknown): boolean {
	return isStatus(error, 404) && !/no user found/i.test(error.serviceSays ?? '');
}

/** How patient a request is. */
type How = Pick<RequestOptions, 'retry' | 'signal'>;

/** The webhooks of the team: lemlist allows 200, and gives them all at once. */
export async function teamWebhooks(client: ServiceClient, how: How = {}): Promise<WebhookRow[]> {
	const { body } = await client.request({ ...how, path: '/hooks' }).catch((error: unknown) => {
		// Documented for a team without webhooks.
		if (isMissing(error)) return { body: [] };
		throw error;
	});
	return parseAnswer(z.array(webhookRow), listItems(body, 'the webhooks'), 'the webhooks');
}

/** Those that call this URL: one at most by lemlist's rule, more from before it. */
async function listed(client: ServiceClient, targetUrl: string): Promise<WebhookRow[]> {
	return (await teamWebhooks(client)).filter((row) => row.targetUrl === targetUrl);
}

/** Deletes a webhook. One that is gone already is no error. */
export async function removeById(client: ServiceClient, hookId: string, how: How = {}): Promise<'removed' | 'missing'> {
	const request = { ...how, method: 'DELETE' as const, path: path`/hooks/${hookId}` };
	const answer = await client.request(request).catch((error: unknown) => {
		if (!isMissing(error)) throw error;
	});
	return answer ? 'removed' : 'missing';
}

/** Deletes webhooks one after the other. */
export async function removeAll(client: ServiceClient, rows: WebhookRow[], how: How = {}): Promise<void> {
	for (const { _id } of rows) await removeById(client, _id, how);
}

function mark(apiKey: string, text: string): string {
	return createHmac('sha256', apiKey).update(text).digest('hex');
}

function fingerprint(apiKey: string, { ownSecret, filter }: WantedWebhook): string {
	return mark(apiKey, JSON.stringify([ownSecret, lemlistFilter(filter)]));
}

function settingsOf({ filter }: WantedWebhook): string {
	return JSON.stringify(lemlistFilter(filter));
}

/** What tells, of a webhook that the node made, whether it is still the wanted one. */
export function marksOf(
	apiKey: string,
	wanted: WantedWebhook,
): Pick<RememberedWebhook, 'fingerprint' | 'settings' | 'keyMark'> {
	return { fingerprint: fingerprint(apiKey, wanted), settings: settingsOf(wanted), keyMark: mark(apiKey, 'key') };
}

/** Whether what lemlist lists of a webhook fits; it may leave out the campaign. Old clients wrote `*` for all types. */
function fits({ type, campaignId }: WebhookRow, filter: EventFilter): boolean {
	const wanted = lemlistFilter(filter);
	const listedType = type === '*' ? undefined : type || undefined;
	return listedType === wanted.type && (campaignId || wanted.campaignId) === wanted.campaignId;
}

/** Whether the webhook that the node made is the wanted one as far as the node knows, with whichever key it made it. */
export function isKept(remembered: RememberedWebhook, apiKey: string, wanted: WantedWebhook): boolean {
	if (remembered.isGone || remembered.targetUrl !== wanted.targetUrl) return false;
	return remembered.fingerprint === fingerprint(apiKey, wanted) || remembered.settings === settingsOf(wanted);
}

/** Whether what lemlist lists for the URL is exactly the wanted webhook, and one that lemlist calls. */
export function isWanted(
	rows: WebhookRow[],
	remembered: RememberedWebhook | undefined,
	apiKey: string,
	wanted: WantedWebhook,
): boolean {
	const [only] = rows;
	return (
		only !== undefined &&
		rows.length === 1 &&
		remembered?.targetUrl === wanted.targetUrl &&
		remembered.hookId === only._id &&
		remembered.fingerprint === fingerprint(apiKey, wanted) &&
		fits(only, wanted.filter) &&
		!isDisabled(only)
	);
}

async function post(
	client: ServiceClient,
	{ targetUrl, secret, filter }: WantedWebhook,
	untilSent?: AbortSignal,
): Promise<string> {
	const { type, ...filters } = lemlistFilter(filter);
	const { body } = await client.request({
		method: 'POST',
		path: '/hooks',
		...(untilSent && { untilSent }),
		// lemlist's OpenAPI file has the filters in the query, its guide in the body.
		query: filters,
		body: { targetUrl, secret, ...filters, ...(type !== undefined && { type }) },
	});
	return parseAnswer(z.object({ _id: z.string() }), body, 'the new webhook')._id;
}

/** What a 409 means; lemlist's own words come first in the description. */
function meaning({ message: words, status, serviceSays }: ServiceError, message: string, advice: string): ServiceError {
	return new ServiceError('refused', { message, description: `${words}. ${advice}`, status, serviceSays });
}

function tooMany(error: ServiceError, count: number): ServiceError {
	return meaning(
		error,
		`The lemlist team has as many webhooks as it may have (${count})`,
		'Delete webhooks that nothing uses any more, in lemlist under Settings > Integrations or with the Lemlist node (Webhook: Get Many, Delete), then activate the workflow again. Disabled webhooks count, too.',
	);
}

function heldUnlisted(error: ServiceError): ServiceError {
	if (!/already/i.test(error.serviceSays ?? '')) return error;
	return meaning(
		error,
		"lemlist holds this node's webhook URL already, and does not list the webhook that has it",
		'Delete it in lemlist under Settings > Integrations, or replace this node by a new one, which gets a URL of its own.',
	);
}

/** Makes room after a 409, as far as the team's list and the node's memory tell what stands in the way. */
async function makeRoom(
	client: ServiceClient,
	{ targetUrl }: WantedWebhook,
	remembered: RememberedWebhook | undefined,
	error: ServiceError,
): Promise<void> {
	const all = await teamWebhooks(client).catch(() => []);
	const rows = all.filter((row) => row.targetUrl === targetUrl);
	if (rows.length > 0) return await removeAll(client, rows);
	if (all.length >= MOST_WEBHOOKS) throw tooMany(error, all.length);
	// Perhaps a disabled one, which lemlist may not list.
	const isOurs = remembered?.targetUrl === targetUrl;
	if (!isOurs || (await removeById(client, remembered.hookId)) === 'missing') throw heldUnlisted(error);
}

/**
 * Makes the webhook at lemlist. One that holds its URL already is deleted first.
 *
 * @param untilSent ends the wait for a place in the limit
 * @returns what to remember of it
 * @throws ServiceError; of kind `refused` and status 409 when the team has too many webhooks
 */
export async function createWebhook(
	client: ServiceClient,
	apiKey: string,
	wanted: WantedWebhook,
	remembered: RememberedWebhook | undefined,
	untilSent?: AbortSignal,
): Promise<RememberedWebhook> {
	const hookId = await post(client, wanted, untilSent).catch(async (error: unknown) => {
		if (!isStatus(error, 409)) throw error;
		await makeRoom(client, wanted, remembered, error);
		return await post(client, wanted, untilSent);
	});
	return { hookId, targetUrl: wanted.targetUrl, ...marksOf(apiKey, wanted) };
}

/** Whether a webhook is another team's: lemlist does not list it, and will not delete it. */
export async function isOfOtherTeam(client: ServiceClient, hookId: string): Promise<boolean> {
	if ((await teamWebhooks(client)).some(({ _id }) => _id === hookId)) return false;
	const answer = await removeById(client, hookId).catch((error: unknown) => {
		if (!isStatus(error, 400)) throw error;
	});
	return answer === undefined;
}

/** Deletes the webhook at lemlist, and any other with its URL. One that is gone already is no error. */
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
