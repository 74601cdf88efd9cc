import type { IDataObject, INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

/**
 * What went wrong, as far as it decides what happens next:
 * - `input`: a parameter or credential is not usable; no request was sent
 * - `refused`: lemlist answered with an HTTP error status, or with `ok: false`
 * - `unreachable`: no answer came (connection, DNS, time limit)
 * - `unreadable`: an answer under 2xx that is no answer of lemlist's API (HTML, empty)
 * - `unexpected`: lemlist's answer lacks something this package depends on
 * - `redirected`: the answer points to another address, which never gets the API key
 * - `export`: an export ended without a file, or another job in the background without a result
 */
export type LemlistErrorKind =
	'input' | 'refused' | 'unreachable' | 'unreadable' | 'unexpected' | 'redirected' | 'export';

export interface LemlistErrorDetails {
	/** What happened. */
	message: string;
	/** How to get on. */
	description?: string;
	/** HTTP status, for an answer that had one. */
	status?: number;
	/** lemlist's own words, without anything added. */
	lemlistSays?: string;
	/** Ids a person needs to get on: `campaignId`, `exportId`. */
	ids?: Record<string, string>;
}

/**
 * What the API layer throws. It knows neither node nor item; `toNodeError` adds them where the
 * error leaves the node.
 */
export class LemlistError extends Error {
	readonly description?: string;

	readonly status?: number;

	readonly lemlistSays?: string;

	readonly ids?: Record<string, string>;

	constructor(
		readonly kind: LemlistErrorKind,
		details: LemlistErrorDetails,
	) {
		super(details.message);
		this.name = 'LemlistError';
		this.description = details.description;
		this.status = details.status;
		this.lemlistSays = details.lemlistSays;
		this.ids = details.ids;
	}

	/** The same error with more advice or ids. */
	with(more: { message?: string; advice?: string; ids?: Record<string, string> }): LemlistError {
		return new LemlistError(this.kind, {
			message: more.message ?? this.message,
			description: [this.description, more.advice].filter(Boolean).join(' ') || undefined,
			status: this.status,
			lemlistSays: this.lemlistSays,
			ids: { ...this.ids, ...more.ids },
		});
	}
}

/**
 * Whether the same call may well succeed a moment later: no or no readable answer, a request that
 * took too long (408), the rate limit (429), or a server that is in trouble (5xx).
 */
export function isTemporary(error: unknown): error is LemlistError {
	if (!(error instanceof LemlistError)) return false;
	if (error.kind === 'unreachable' || error.kind === 'unreadable') return true;
	const { status } = error;
	return error.kind === 'refused' && status !== undefined && (status === 408 || status === 429 || status >= 500);
}

/** Longest piece of an answer that goes into a message, in characters. */
const LONGEST_QUOTE = 300;

function quote(text: string): string | undefined {
	const plain = text.replace(/\s+/g, ' ').trim();
	if (plain === '') return undefined;
	return plain.length > LONGEST_QUOTE ? `${plain.slice(0, LONGEST_QUOTE)}…` : plain;
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a text is a web page and not an answer of the API. */
export function isHtml(text: string): boolean {
	return /^\uFEFF?\s*<(!doctype|html|head|body|\?xml|!--)/i.test(text);
}

/**
 * lemlist's own words in the body of an answer. Known shapes: plain text, a JSON string,
 * `{error}`, `{error, code}`, `{error: CODE, message}`, `{success: false, error: {code, message}}`,
 * `{ok: false, message}`, `{ok: false, status}`, and `details.issues` of the campaign settings.
 *
 * @param body parsed JSON, or the text where it is not JSON
 */
export function lemlistWords(body: unknown): string | undefined {
	if (typeof body === 'string') {
		if (!isHtml(body)) return quote(body);
		const title = /<title[^>]*>([^<]*)/i.exec(body)?.[1];
		return quote(title ? `a web page "${title.trim()}"` : 'a web page');
	}
	if (!isObject(body)) return undefined;
	const inner = isObject(body.error) ? body.error : body;
	const parts = [inner.message, inner === body ? body.error : undefined, inner.code, body.code]
		.concat(body.ok === false ? body.status : undefined)
		.filter((part): part is string => typeof part === 'string' && part.trim() !== '');
	const details = isObject(body.details) && Array.isArray(body.details.issues) ? body.details.issues : [];
	for (const issue of details.filter(isObject)) {
		parts.push([issue.field, issue.message ?? issue.code].filter(Boolean).join(': '));
	}
	const unique = [...new Set(parts.map((part) => part.trim()))];
	return quote(unique.length > 0 ? unique.join(' – ') : JSON.stringify(body));
}

const CHECK_KEY =
	'Open the credential and test it. A key is made in lemlist under Settings > Integrations, and is shown once.';

/** What to do about an HTTP status, where lemlist's own words do not say it. */
function advice(status: number, words = ''): string {
	if (status === 401 || /no api key/i.test(words)) return `lemlist did not accept the API key. ${CHECK_KEY}`;
	if (/no user found/i.test(words)) return `lemlist knows no user for this API key. ${CHECK_KEY}`;
	if (/bad team/i.test(words)) {
		return 'What you asked for belongs to another lemlist team than the API key. Choose it from the list, or use the credential of that team.';
	}
	switch (status) {
		case 400:
			return "lemlist did not accept a value. Check this item's parameters.";
		case 402:
			return "The team's credits or lemlist plan do not cover this. See Settings > Billing in lemlist.";
		case 403:
			return 'The user behind the API key may not do this, or is blocked in lemlist. Ask an admin of your lemlist team.';
		case 404:
			return 'It may have been deleted, or the ID is not right. Choose it from the list, or copy the ID from the address bar of lemlist.';
		case 405:
			return 'This lemlist account does not offer the call. Check the base URL of the credential.';
		case 408:
			return 'lemlist took too long. Run the node again.';
		case 409:
			return 'lemlist already has this, or something else holds it. Check it in lemlist first.';
		case 422:
			return 'lemlist understood the request, but cannot do it in the present state of the campaign or lead.';
		case 429:
			return 'The API key allows 20 requests per 2 seconds, and other tools or workers use it, too. Run the node again when they are done, or give this workflow a key of its own.';
		default:
			return status >= 500
				? 'lemlist is in trouble right now. Run the node again later, or turn on Retry On Fail in its settings.'
				: "Check this item's parameters.";
	}
}

/**
 * The error for an answer of lemlist that is a refusal: an HTTP error status, or `ok: false` or
 * `success: false` under 2xx.
 *
 * @param body parsed JSON, or the text where it is not JSON
 */
export function refusal(status: number, body: unknown): LemlistError {
	const words = lemlistWords(body);
	return new LemlistError('refused', {
		message: `lemlist says: ${words ?? 'nothing'} (HTTP ${status})`,
		description: advice(status, words),
		status,
		lemlistSays: words,
	});
}

/**
 * The error as n8n shows it: built fresh (n8n's classes drop the texts when they wrap one another),
 * with the item it belongs to. The message is set once more after construction, because n8n
 * replaces a message in which it finds a Node.js error code such as EPERM, be it part of an id.
 *
 * @returns a NodeApiError where lemlist answered or should have, else a NodeOperationError
 */
export function toNodeError(node: INode, error: unknown, itemIndex?: number): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		if (itemIndex !== undefined) error.context.itemIndex ??= itemIndex;
		return error;
	}
	if (!(error instanceof LemlistError)) {
		return new NodeOperationError(node, error instanceof Error ? error : String(error), { itemIndex });
	}
	const { message, description, status } = error;
	const httpCode = status === undefined ? undefined : String(status);
	const nodeError =
		error.kind === 'input' || error.kind === 'export'
			? new NodeOperationError(node, message, { description, itemIndex })
			: new NodeApiError(node, { message, httpCode } as JsonObject, { message, description, httpCode, itemIndex });
	nodeError.message = message;
	Object.assign(nodeError.context, error.ids && { ids: error.ids });
	return nodeError;
}

/**
 * The json of an item that failed under Continue On Fail. Only the keys `error`, `message` and
 * `details` may be in it: n8n sends an item to the error output by them, and replaces the json of
 * an item that carries an `error` object by the bare message.
 */
export function errorJson(error: NodeApiError | NodeOperationError): IDataObject {
	const details: IDataObject = { itemIndex: error.context.itemIndex as number };
	if (error instanceof NodeApiError && error.httpCode) details.httpCode = error.httpCode;
	if (error.description) details.description = error.description;
	Object.assign(details, error.context.ids);
	return { error: error.message, details };
}
