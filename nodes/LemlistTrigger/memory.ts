import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

/** What the node's static data remembers of the webhook it made. All but an outage is survived without it. */
export interface RememberedWebhook {
	hookId: string;
	targetUrl: string;
	/** Of API key, node and filter, also of settings that lemlist does not list. */
	fingerprint: string;
	/** Of the filter alone. Not in what the package's first version remembered, nor are the next ones. */
	settings?: string;
	/** Of the secret that lemlist sends. */
	secretHash?: string;
	/** Tells API keys apart. */
	keyMark?: string;
	/** It was deleted, or lemlist did not list it: nothing to trust in. lemlist may hide one that it disabled. */
	isGone?: boolean;
}

/** A webhook that the node had before and could not or would not delete. */
export interface FormerWebhook {
	hookId: string;
	targetUrl: string;
	secretHash: string;
	/** Of another team than the API key of today: nobody here can delete it. */
	isForeign?: boolean;
}

/** How many former webhooks are kept in mind. */
const MOST_FORMER = 5;

/** All that the node keeps about webhooks. */
export interface Memory {
	webhook?: RememberedWebhook;
	former: FormerWebhook[];
	/** The webhook of today was called at least once. */
	isProven: boolean;
}

/**
 * The webhooks of nodes that were called in this process. Static data alone does not do: of two calls at the same moment
 * n8n keeps what the later one saved, whole.
 */
const called = new Set<string>();

/** Webhooks that are gone: n8n does not save static data after a start that failed. */
const gone = new Set<string>();

/** What tells a node from those of all other workflows. */
export function nodeKeyOf(context: IHookFunctions | IWebhookFunctions): string {
	return `${context.getWorkflow().id}/${context.getNode().id}`;
}

/** Nodes about whose damaged static data this process has written to its log. */
const warned = new Set<string>();

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasTexts(value: unknown, always: string[], perhaps: string[] = []): value is Record<string, unknown> {
	if (!isObject(value)) return false;
	const isText = (field: string) => typeof value[field] === 'string';
	return always.every(isText) && perhaps.every((field) => value[field] === undefined || isText(field));
}

function isWebhook(value: unknown): value is RememberedWebhook & IDataObject {
	return hasTexts(value, ['hookId', 'targetUrl', 'fingerprint'], ['settings', 'secretHash', 'keyMark']);
}

function isFormer(value: unknown): value is FormerWebhook & IDataObject {
	return hasTexts(value, ['hookId', 'targetUrl', 'secretHash']);
}

function warnOfDamage(context: IHookFunctions | IWebhookFunctions): void {
	const nodeKey = nodeKeyOf(context);
	if (warned.has(nodeKey)) return;
	warned.add(nodeKey);
	context.logger.warn(
		`What n8n kept of the webhook of the node "${context.getNode().name}" was changed and cannot be read. If events of lemlist are missing, deactivate the workflow and activate it again.`,
	);
}

/** Reads the node's static data, which all processes of an n8n share through its database. Damaged parts count as lost. */
export function memoryOf(context: IHookFunctions | IWebhookFunctions): Memory {
	const { webhook: kept, former: keptFormer, provenHook } = context.getWorkflowStaticData('node') as IDataObject;
	const webhook = isWebhook(kept) ? { ...kept } : undefined;
	const former = Array.isArray(keptFormer) ? (keptFormer as unknown[]).filter(isFormer) : [];
	const isWhole = Array.isArray(keptFormer) ? keptFormer.length === former.length : keptFormer === undefined;
	if (!isWhole || (kept !== undefined && !webhook)) warnOfDamage(context);
	if (!webhook) return { former, isProven: false };
	const key = `${nodeKeyOf(context)}/${webhook.hookId}`;
	if (gone.has(key)) webhook.isGone = true;
	return { webhook, former, isProven: provenHook === webhook.hookId || called.has(key) };
}

/** Keeps a new webhook in mind, and those before it. */
export function rememberWebhook(context: IHookFunctions, webhook: RememberedWebhook, former: FormerWebhook[]): void {
	context.getWorkflowStaticData('node').webhook = { ...webhook };
	rememberFormer(context, former);
}

/** Keeps in mind whether the webhook of today is gone from lemlist. */
export function noteGone(context: IHookFunctions, isGone: boolean): void {
	const { webhook } = memoryOf(context);
	if (!webhook || Boolean(webhook.isGone) === isGone) return;
	const key = `${nodeKeyOf(context)}/${webhook.hookId}`;
	if (isGone) gone.add(key);
	else gone.delete(key);
	context.getWorkflowStaticData('node').webhook = { ...webhook, isGone };
}

/** Puts what this process knows of it into static data, at a moment when n8n saves that. */
export function keepGone(context: IHookFunctions): void {
	const { webhook } = memoryOf(context);
	if (webhook?.isGone) context.getWorkflowStaticData('node').webhook = { ...webhook };
}

/** Keeps only these former webhooks in mind. */
export function rememberFormer(context: IHookFunctions, former: FormerWebhook[]): void {
	const staticData = context.getWorkflowStaticData('node');
	if (former.length > 0) staticData.former = former.slice(-MOST_FORMER).map((one) => ({ ...one }));
	else if (staticData.former !== undefined) delete staticData.former;
}

/** The webhook was deleted. */
export function forgetWebhook(context: IHookFunctions): void {
	const staticData = context.getWorkflowStaticData('node');
	delete staticData.webhook;
	delete staticData.provenHook;
}

/**
 * The webhook of today was called: what former ones bring comes through it as well. Kept where there are some, also in
 * static data; to be called where n8n saves that afterwards.
 */
export function prove(context: IWebhookFunctions): void {
	const { webhook, former } = memoryOf(context);
	if (!webhook || former.length === 0) return;
	called.add(`${nodeKeyOf(context)}/${webhook.hookId}`);
	const staticData = context.getWorkflowStaticData('node');
	if (staticData.provenHook !== webhook.hookId) staticData.provenHook = webhook.hookId;
}
