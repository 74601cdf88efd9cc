import type { IHookFunctions } from 'n8n-workflow';

import type { ServiceClient } from '../shared/http/client';
import { readFilter } from '../shared/lemlist/activities/filter';
import { CREDENTIAL, lemlistClient } from '../shared/lemlist/service';
import { ServiceError } from '../shared/n8n/serviceError';
import { Deadline } from '../shared/time/cancellation';
import { monotonicMs } from '../shared/time/clock';
import {
	type FormerWebhook,
	forgetWebhook,
	keepGone,
	memoryOf,
	nodeKeyOf,
	noteGone,
	type RememberedWebhook,
	rememberFormer,
	rememberWebhook,
} from './memory';
import { parametersOf } from './parameters';
import { addressSecret, apiKeyOf, hashOf, webhookSecret } from './secret';
import {
	checkReachable,
	createWebhook,
	deleteWebhook,
	isDisabled,
	isKept,
	isOfOtherTeam,
	isPerhapsNone,
	isWanted,
	marksOf,
	removeAll,
	teamWebhooks,
	type WantedWebhook,
	type WebhookRow,
} from './webhooks';

/** How long one node may hold up the start of n8n to look for its webhook, and to wait for a place in the limit (ms). */
const RESTART_PATIENCE_MS = 5000;

/** How long the nodes after one that got no answer ask no more (ms). */
const SILENCE_MS = 30_000;

/** How long after a failed restart n8n may call `delete` for it (ms): it does so at once. */
const CLEAN_UP_MS = 10_000;

/** When a lemlist (its address) last gave no answer at a restart, on the monotonic clock. */
const silentSince = new Map<string, number>();

/** Nodes whose restart failed, and when. */
const failedRestarts = new Map<string, number>();

/** Whether n8n brings back what is active already: it starts, or another main process takes over. */
function isRestart(context: IHookFunctions): boolean {
	return ['init', 'leadershipChange'].includes(context.getActivationMode());
}

/** Whether a person listens for a test event in the editor. */
function isTest(context: IHookFunctions): boolean {
	return context.getMode() === 'manual';
}

function isRecent(since: number | undefined, ms: number): boolean {
	return since !== undefined && monotonicMs() - since < ms;
}

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
	const ownSecret = webhookSecret(apiKey, targetUrl);
	return {
		targetUrl,
		ownSecret,
		// n8n does not tell a test call the test URL.
		secret: isTest(context) ? ownSecret : addressSecret(apiKey, targetUrl),
		filter: readFilter(parametersOf(context)),
	};
}

async function baseUrlOf(context: IHookFunctions): Promise<string> {
	const { baseUrl } = await context.getCredentials(CREDENTIAL);
	return String(baseUrl);
}

/**
 * What a restart does without an answer: the webhook that the node made is trusted, since lemlist goes on calling it.
 * An error instead would make n8n take away its half of it, and with it every event until lemlist is back. A refused key
 * is no reason, either: lemlist calls with the secret of the registration.
 *
 * @throws the error where there is no such webhook, or a person waits for an answer
 */
function warnOfTrust(
	context: IHookFunctions,
	apiKey: string,
	wanted: WantedWebhook,
	error: unknown,
	failure = 'ask lemlist for the webhook',
): void {
	const { webhook } = memoryOf(context);
	const isNoAnswer = error instanceof ServiceError && error.kind !== 'input';
	if (!isRestart(context) || !isNoAnswer || !webhook || !isKept(webhook, apiKey, wanted)) throw error;
	context.logger.warn(
		`n8n could not ${failure} of the node "${context.getNode().name}" while it started, and trusts that it is still there: ${error.message}. If events are missing, deactivate the workflow and activate it again.`,
		{ description: error.description },
	);
}

const noAnswer = () =>
	new ServiceError('unreachable', {
		message: `lemlist gave no answer within ${RESTART_PATIENCE_MS / 1000} s`,
		description: 'n8n tries again by itself.',
	});

/** What lemlist lists, for a restart: asked once, and no longer than n8n's start may be held up. */
async function listedAtRestart(context: IHookFunctions): Promise<WebhookRow[]> {
	const baseUrl = await baseUrlOf(context);
	if (isRecent(silentSince.get(baseUrl), SILENCE_MS)) throw noAnswer();
	const client = await lemlistClient(context);
	const limit = new Deadline(RESTART_PATIENCE_MS);
	return await teamWebhooks(client, { retry: false, signal: limit.signal })
		.catch((error: unknown) => {
			if (!limit.expired) throw error;
			silentSince.set(baseUrl, monotonicMs());
			throw noAnswer();
		})
		.finally(() => limit.clear());
}

/** What lemlist lists, for a person. An error about what is not there is left to the request that makes the webhook. */
async function listedForPerson(client: ServiceClient): Promise<WebhookRow[]> {
	return await teamWebhooks(client).catch((error: unknown) => {
		if (isPerhapsNone(error)) return [];
		throw error;
	});
}

/**
 * Deletes the webhooks that hold the URL and are not the wanted one.
 *
 * @returns false where n8n starts, the deletion was refused, and one of them still does: a webhook that works but for its
 * old key is better than none
 */
async function makeWay(
	context: IHookFunctions,
	client: ServiceClient,
	apiKey: string,
	wanted: WantedWebhook,
	rows: WebhookRow[],
): Promise<boolean> {
	const { webhook } = memoryOf(context);
	const isOwn = ({ _id }: WebhookRow) => _id === webhook?.hookId;
	const own = rows.find(isOwn);
	if (!isRestart(context)) {
		await removeAll(client, rows);
		return true;
	}
	const limit = new Deadline(RESTART_PATIENCE_MS);
	try {
		// The own one last: after a failure it is still there.
		await removeAll(client, [...rows.filter((row) => !isOwn(row)), ...(own ? [own] : [])], {
			retry: false,
			signal: limit.signal,
		});
		return true;
	} catch (error) {
		if (limit.expired) throw noAnswer();
		// Without an answer it may be gone: the next try finds out.
		const isSure = error instanceof ServiceError && error.kind === 'refused';
		if (!isSure || !own || isDisabled(own)) return await Promise.reject(error);
		warnOfTrust(context, apiKey, wanted, error, 'replace the webhook');
		return false;
	} finally {
		limit.clear();
	}
}

/** Drops the former webhooks that are gone from lemlist; no list at all says nothing about them. */
function forgetGone(context: IHookFunctions, hookIds: Set<string>): void {
	if (hookIds.size === 0) return;
	const { former } = memoryOf(context);
	const left = former.filter(({ hookId, isForeign }) => isForeign || hookIds.has(hookId));
	if (left.length < former.length) rememberFormer(context, left);
}

/**
 * n8n's `checkExists`: whether lemlist has exactly the wanted webhook. One with this URL and anything else about it
 * (other settings, another secret, or unknown ones because static data was lost) is deleted, since lemlist can neither
 * change a webhook nor have two with one URL.
 */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	const client = await lemlistClient(context);
	const apiKey = await apiKeyOf(context);
	const wanted = wantedWebhook(context, apiKey);
	const all = await (isRestart(context) ? listedAtRestart(context) : listedForPerson(client)).catch(
		(error: unknown) => {
			warnOfTrust(context, apiKey, wanted, error);
		},
	);
	if (!all) return true;
	forgetGone(context, new Set(all.map(({ _id }) => _id)));
	const rows = all.filter(({ targetUrl }) => targetUrl === wanted.targetUrl);
	const { webhook, former } = memoryOf(context);
	if (!isWanted(rows, webhook, apiKey, wanted)) {
		// Kept in mind before the deletion as well: the listed one may be another one than the remembered.
		const isOfUrl = webhook?.targetUrl === wanted.targetUrl;
		if (isOfUrl && !rows.some(({ _id }) => _id === webhook.hookId)) noteGone(context, true);
		if (!(await makeWay(context, client, apiKey, wanted, rows))) return true;
		if (isOfUrl) noteGone(context, true);
		return false;
	}
	noteGone(context, false);
	if (webhook && webhook.secretHash === undefined) {
		// The package's first version made it.
		rememberWebhook(context, { ...webhook, ...marksOf(apiKey, wanted), secretHash: hashOf(wanted.ownSecret) }, former);
	}
	return true;
}

/**
 * The webhook before this one, if it may still call the node: at the earlier address of an n8n that has moved, which
 * could as well be that of the n8n whose database this one is a copy of, or at the team of an earlier key. Says so.
 */
async function formerOf(
	context: IHookFunctions,
	webhook: RememberedWebhook | undefined,
	made: RememberedWebhook,
	wanted: WantedWebhook,
): Promise<FormerWebhook | undefined> {
	if (isTest(context) || webhook === undefined || webhook.hookId === made.hookId) return undefined;
	const { hookId, targetUrl, secretHash = hashOf(wanted.ownSecret) } = webhook;
	const { name } = context.getNode();
	const former = { hookId, targetUrl, secretHash };
	const isSameKey = (webhook.keyMark ?? made.keyMark) === made.keyMark;
	if (!isSameKey && (await isOfOtherTeam(await lemlistClient(context), hookId))) {
		context.logger.warn(
			`The API key of the node "${name}" is of another lemlist team than before. The webhook at the former team may still be there: the node refuses its calls, and you can delete it in that team under Settings > Integrations.`,
		);
		return { ...former, isForeign: true };
	}
	if (targetUrl === made.targetUrl) return undefined;
	context.logger.warn(
		`The node "${name}" has a new webhook URL. Its webhook at ${targetUrl} is still at lemlist: if that address leads to this n8n, the node deletes it when it is called through it; if it is that of another n8n, of which this one is a copy, leave it there; else delete it in lemlist under Settings > Integrations.`,
	);
	return former;
}

/** n8n's `create`: see `createWebhook`. The new webhook is there before anything happens to an earlier one. */
export async function register(context: IHookFunctions): Promise<void> {
	const client = await lemlistClient(context);
	checkReachable(targetUrlOf(context), await baseUrlOf(context));
	const apiKey = await apiKeyOf(context);
	const wanted = wantedWebhook(context, apiKey);
	const memory = memoryOf(context);
	const limit = isRestart(context) ? new Deadline(RESTART_PATIENCE_MS) : undefined;
	const made = await createWebhook(client, apiKey, wanted, memory.webhook, limit?.signal)
		.catch((error: unknown) => {
			throw limit?.expired && !(error instanceof ServiceError) ? noAnswer() : error;
		})
		.finally(() => limit?.clear());
	const webhook = { ...made, secretHash: hashOf(wanted.secret) };
	// What is left of earlier ones is no reason to fail now.
	const latest = await formerOf(context, memory.webhook, webhook, wanted).catch(() => undefined);
	const former = [...memory.former, ...(latest ? [latest] : [])];
	rememberWebhook(
		context,
		webhook,
		former.filter(({ isForeign, targetUrl }) => isForeign || targetUrl !== wanted.targetUrl),
	);
}

/** n8n's `delete`: see `deleteWebhook`. */
export async function unregister(context: IHookFunctions): Promise<void> {
	const nodeKey = nodeKeyOf(context);
	const failedAt = failedRestarts.get(nodeKey);
	failedRestarts.delete(nodeKey);
	// n8n cleans up after a failed start, and activates again by itself. Nobody wants the webhook gone.
	if (isRecent(failedAt, CLEAN_UP_MS)) {
		// Now n8n saves static data.
		keepGone(context);
		return;
	}
	const client = await lemlistClient(context);
	await deleteWebhook(client, targetUrlOf(context), memoryOf(context).webhook);
	forgetWebhook(context);
}

/** Keeps in mind that a restart failed, for the `delete` that n8n calls then. */
export function noteFailure(context: IHookFunctions): void {
	if (isRestart(context)) failedRestarts.set(nodeKeyOf(context), monotonicMs());
}
