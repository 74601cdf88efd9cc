import type {
	BinaryHelperFunctions,
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	IPollFunctions,
} from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { Deadline, pause, untilAborted } from '../time/cancellation';
import { isHtml, isTemporary, LemlistError, refusal } from '../n8n/errors';
import { type KeyLimits, limitsFor } from './rateLimit';

/** The credential type every node of this package uses. */
export const CREDENTIAL = 'lemlistAccountApi';

/** Every n8n context that can send requests for a node. */
export type RequestContext = IExecuteFunctions | ILoadOptionsFunctions | IHookFunctions | IPollFunctions;

/** The body of a streamed answer, as `prepareBinaryData` takes it. */
export type BodyStream = Exclude<Parameters<BinaryHelperFunctions['prepareBinaryData']>[0], Buffer>;

/** Time limit of a call, and the longest silence in a download (ms). */
const CALL_TIMEOUT_MS = 30_000;
const DOWNLOAD_IDLE_MS = 60_000;

/** How long one call goes on after answers 429, unless its signal ends it first (ms). */
const RATE_LIMIT_PATIENCE_MS = 120_000;
/** Wait after a 429 whose `Retry-After` says nothing, and the longest that one is obeyed (ms). */
const DEFAULT_RETRY_AFTER_MS = 2000;
const LONGEST_RETRY_AFTER_MS = 60_000;

/** Further tries of a call that is safe to repeat, and the growth of the gap between them (ms). */
const RETRIES = 3;
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 8000;

const REPEATABLE_STATUS = new Set([502, 503, 504]);
const REPEATABLE_METHODS = new Set<IHttpRequestMethods>(['GET', 'PUT', 'DELETE']);

export interface RequestOptions {
	/** Default GET. */
	method?: IHttpRequestMethods;
	/** Path below the credential's base URL, from the `path` template. */
	path: string;
	/** Empty and undefined values are left out. */
	query?: IDataObject;
	/** Sent as JSON; a file as it is. */
	body?: IDataObject | IDataObject[] | RawBody;
	/**
	 * Whether to try again after 502, 503, 504 and broken connections. Default: for GET, PUT and
	 * DELETE. A 429 is always waited out, since lemlist did nothing then.
	 */
	retry?: boolean;
	/** Ends waiting; the request itself ends with the execution or by its time limit. */
	signal?: AbortSignal;
}

/** A body that is not JSON, such as `multipart/form-data`. */
export class RawBody {
	constructor(
		readonly contentType: string,
		readonly content: Buffer,
	) {}
}

export interface Answer {
	status: number;
	headers: IDataObject;
	/** Parsed JSON; the text where it is not JSON. */
	body: unknown;
}

/** A streamed answer of any status. Read `body`, or destroy it. */
export interface FileAnswer {
	status: number;
	headers: IDataObject;
	body: BodyStream;
}

/** Full jitter: a random part of a gap that doubles, so that clients do not come back together. */
export function backoffMs(attempt: number): number {
	return Math.random() * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempt);
}

function numberHeader(headers: IDataObject, name: string): number | undefined {
	const value = headers[name];
	const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
	return Number.isFinite(number) && value !== '' ? number : undefined;
}

function retryAfterMs(headers: IDataObject): number {
	const seconds = numberHeader(headers, 'retry-after');
	if (seconds === undefined || seconds <= 0) return DEFAULT_RETRY_AFTER_MS;
	return Math.min(seconds * 1000, LONGEST_RETRY_AFTER_MS);
}

function withoutEmptyValues(query: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(query).filter(([, value]) => value !== undefined && value !== '' && value !== null),
	);
}

function parseBody(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** The URL of a failed request stays out: a download link is a secret of its own. */
function unreachable(error: unknown, host: string): LemlistError {
	const codes = [error, (error as { cause?: unknown })?.cause].map(
		(one) => (one as { code?: unknown } | undefined)?.code,
	);
	const code = codes.find((one): one is string => typeof one === 'string');
	return new LemlistError('unreachable', {
		message: `No answer from ${host}`,
		description: `The connection ended without an answer${code ? ` (${code})` : ''}. Check that this n8n can reach ${host}, or run the node again later.`,
	});
}

/**
 * lemlist, as one credential sees it. The only place that sends requests: it keeps to the rate
 * limit, waits out a 429, repeats what is safe to repeat, and turns everything else that is not a
 * good answer into a `LemlistError`.
 */
export class LemlistClient {
	private constructor(
		private readonly context: RequestContext,
		private readonly baseUrl: string,
		private readonly secrets: string[],
		/** Shared by all clients of the same API key in this process. */
		readonly limits: KeyLimits,
	) {}

	/** Reads the node's credential. Sends nothing. */
	static async create(context: RequestContext): Promise<LemlistClient> {
		const credential = await context.getCredentials(CREDENTIAL);
		const apiKey = String(credential.apiKey ?? '').trim();
		const baseUrl = String(credential.baseUrl ?? '')
			.trim()
			.replace(/\/+$/, '');
		if (apiKey === '') {
			throw new LemlistError('input', {
				message: 'The credential holds no API key',
				description: 'Open the credential and enter the key that lemlist shows under Settings > Integrations.',
			});
		}
		if (!URL.canParse(baseUrl)) {
			throw new LemlistError('input', {
				message: 'The base URL of the credential is not a URL',
				description: 'It is https://api.lemlist.com/api unless lemlist gave you another one.',
			});
		}
		const secrets = [Buffer.from(`:${apiKey}`).toString('base64'), encodeURIComponent(apiKey), apiKey];
		return new LemlistClient(context, baseUrl, secrets, limitsFor(apiKey, baseUrl));
	}

	/**
	 * Sends one request and gives the answer.
	 *
	 * @throws LemlistError, or the signal's reason when it is aborted
	 */
	async request(options: RequestOptions): Promise<Answer> {
		const { status, headers, body: text } = await this.withRetries(options, 'text');
		const body = parseBody(this.withoutKey(String(text ?? '')));
		const object = (typeof body === 'object' && body !== null ? body : {}) as { ok?: unknown; success?: unknown };
		if (object.ok === false || object.success === false) throw refusal(status, body);
		if (typeof body === 'string' && (isHtml(body) || (body.trim() === '' && status === 200))) {
			throw new LemlistError('unreadable', {
				message: `lemlist sent ${body.trim() === '' ? 'an empty answer' : 'a web page'} instead of data (HTTP ${status})`,
				description:
					'Something between n8n and lemlist answered, or lemlist is in trouble. Run the node again later, and check the base URL of the credential.',
				status,
			});
		}
		return { status, headers, body };
	}

	/**
	 * Like `request`, but the answer's body comes as a stream, and HTML is not looked for.
	 * The signal also ends the stream.
	 */
	async requestStream(options: RequestOptions): Promise<FileAnswer> {
		const { status, headers, body } = await this.withRetries(options, 'stream');
		return { status, headers, body: this.endWith(body as BodyStream, options.signal) };
	}

	/**
	 * Opens a download link. Redirects are followed, never with the API key.
	 *
	 * @param url absolute, or relative to the base URL
	 * @param withKey sends the API key; for links of the credential's own origin only
	 * @returns the answer of any status; the caller judges it
	 * @throws LemlistError of kind `unreachable` or `redirected`
	 */
	async openFile(url: string, { withKey, signal }: { withKey: boolean; signal?: AbortSignal }): Promise<FileAnswer> {
		const target = this.resolve(url);
		const options: IHttpRequestOptions = { method: 'GET', url: target.href, encoding: 'stream' };
		if (!withKey) {
			const response = await this.send(options, { own: this.isOwn(target.href), withKey: false, signal });
			return { ...response, body: this.endWith(response.body as BodyStream, signal) };
		}
		const response = await this.send(options, { own: true, withKey: true, signal });
		const { location } = response.headers;
		if (response.status < 300 || response.status >= 400 || typeof location !== 'string') {
			return { ...response, body: this.endWith(response.body as BodyStream, signal) };
		}
		(response.body as BodyStream).destroy();
		return await this.openFile(this.resolve(location, target.href).href, { withKey: false, signal });
	}

	/** Whether a link leads to the credential's own origin, the only one that may get the API key. */
	isOwn(url: string): boolean {
		return this.resolve(url).origin === new URL(this.baseUrl).origin;
	}

	private resolve(url: string, base = this.baseUrl): URL {
		if (URL.canParse(url, base)) {
			const resolved = new URL(url, base);
			if (resolved.protocol === 'https:' || resolved.protocol === 'http:') return resolved;
		}
		throw new LemlistError('unexpected', {
			message: 'lemlist sent a download link that is not a web address',
			description: 'Start the export again. If it stays so, please report it.',
		});
	}

	private async withRetries(options: RequestOptions, encoding: 'text' | 'stream'): Promise<IN8nHttpAnswer> {
		const method = options.method ?? 'GET';
		const repeatable = options.retry ?? REPEATABLE_METHODS.has(method);
		for (let attempt = 0; ; attempt++) {
			const answer = await this.once(method, options, encoding).catch((error: unknown) => {
				const again =
					repeatable &&
					attempt < RETRIES &&
					isTemporary(error) &&
					(error.kind === 'unreachable' || REPEATABLE_STATUS.has(error.status ?? 0));
				if (!again) throw error;
			});
			if (answer) return answer;
			await pause(backoffMs(attempt), options.signal);
		}
	}

	private async once(
		method: IHttpRequestMethods,
		options: RequestOptions,
		encoding: 'text' | 'stream',
	): Promise<IN8nHttpAnswer> {
		const { path, query, body, signal } = options;
		const response = await this.send(
			{
				method,
				url: `${this.baseUrl}${path}`,
				encoding,
				...(query && { qs: withoutEmptyValues(query) }),
				...(body instanceof RawBody
					? { body: body.content, headers: { 'Content-Type': body.contentType } }
					: body && { body, headers: { 'Content-Type': 'application/json' } }),
			},
			{ own: true, withKey: true, signal },
		);
		if (response.status >= 200 && response.status < 300) return response;
		const text =
			encoding === 'text'
				? String(response.body ?? '')
				: await untilAborted(this.readText(this.endWith(response.body as BodyStream, signal)), signal);
		if (response.status >= 300 && response.status < 400) throw this.redirected(response);
		throw refusal(response.status, parseBody(this.withoutKey(text)));
	}

	/** One request, sent again only after a 429. The one place where requests leave. */
	private async send(
		options: IHttpRequestOptions,
		{ own, withKey, signal }: { own: boolean; withKey: boolean; signal?: AbortSignal },
	): Promise<IN8nHttpAnswer> {
		// Used up by the waits that lemlist asks for, not by the time in the queue for a place.
		let patienceMs = RATE_LIMIT_PATIENCE_MS;
		for (;;) {
			const slot = own ? await this.limits.requests.acquire(signal) : undefined;
			signal?.throwIfAborted();
			const response = await this.fetch(options, withKey, signal);
			const waitMs = response.status === 429 ? retryAfterMs(response.headers) : undefined;
			slot?.answered({ remaining: numberHeader(response.headers, 'x-ratelimit-remaining'), retryAfterMs: waitMs });
			if (waitMs === undefined || !slot) return response;
			patienceMs -= waitMs;
			if (patienceMs < 0) return response;
			if (options.encoding === 'stream') (response.body as BodyStream).destroy();
		}
	}

	private async fetch(options: IHttpRequestOptions, withKey: boolean, signal?: AbortSignal): Promise<IN8nHttpAnswer> {
		const { helpers } = this.context;
		const streamed = options.encoding === 'stream';
		const limit = new Deadline(streamed ? DOWNLOAD_IDLE_MS : CALL_TIMEOUT_MS, signal);
		// A copy for every try: n8n writes the Authorization header into the object it is given.
		const request: IHttpRequestOptions = {
			...options,
			headers: { ...options.headers },
			returnFullResponse: true,
			// lemlist answers most errors in plain text, which n8n's own error would drop.
			ignoreHttpStatusErrors: true,
			// n8n would forward the key when it follows a redirect.
			disableFollowRedirect: withKey,
			timeout: streamed ? DOWNLOAD_IDLE_MS : CALL_TIMEOUT_MS,
			// n8n puts the execution's cancel signal in its place where it adds the key.
			abortSignal: limit.signal,
		};
		const pending: Promise<IN8nHttpFullResponse> = withKey
			? helpers.httpRequestWithAuthentication.call(this.context, CREDENTIAL, request)
			: helpers.httpRequest(request);
		try {
			const response = await untilAborted(pending, limit.signal);
			return { status: response.statusCode, headers: response.headers as IDataObject, body: response.body };
		} catch (error) {
			// An answer that comes all the same has nobody who reads it.
			pending.then(({ body }) => streamed && (body as BodyStream).destroy()).catch(() => {});
			signal?.throwIfAborted();
			throw this.notSent(error, limit.expired, new URL(options.url).host);
		} finally {
			limit.clear();
		}
	}

	/** What the credential refuses to sign never became a request. */
	private notSent(error: unknown, timedOut: boolean, host: string): LemlistError {
		const { cause } = error as { cause?: unknown };
		if (cause instanceof UserError) {
			return new LemlistError('input', { message: cause.message, description: 'Correct it in the credential.' });
		}
		return unreachable(timedOut ? { code: 'ETIMEDOUT' } : error, host);
	}

	private redirected({ status, headers }: IN8nHttpAnswer): LemlistError {
		const location = typeof headers.location === 'string' ? headers.location : '';
		const host =
			location && URL.canParse(location, this.baseUrl)
				? this.withoutKey(new URL(location, this.baseUrl).host)
				: 'an unknown address';
		return new LemlistError('redirected', {
			message: `lemlist's address redirects to ${host} (HTTP ${status})`,
			description: `The API key is never sent to another address. If ${host} is right, enter its address as the base URL of the credential.`,
			status,
		});
	}

	/** A text of an answer without the API key, should the answer repeat it. */
	withoutKey(text: string): string {
		return this.secrets.reduce((rest, secret) => rest.replaceAll(secret, '[API key]'), text);
	}

	/** The first part of a streamed body as text, for a message; the rest is thrown away. */
	async readText(body: BodyStream, maxBytes = 16_384): Promise<string> {
		const pieces: Buffer[] = [];
		let bytes = 0;
		try {
			for await (const piece of body as AsyncIterable<Buffer>) {
				pieces.push(piece);
				bytes += piece.length;
				if (bytes >= maxBytes) break;
			}
		} catch {
			// A body that breaks off still says what it said so far.
			body.destroy();
		}
		return this.withoutKey(Buffer.concat(pieces).toString('utf8'));
	}

	private endWith(body: BodyStream, signal?: AbortSignal): BodyStream {
		if (!signal) return body;
		const onAbort = () => body.destroy(signal.reason as Error);
		if (signal.aborted) onAbort();
		else signal.addEventListener('abort', onAbort, { once: true });
		body.once('close', () => signal.removeEventListener('abort', onAbort));
		return body;
	}
}

interface IN8nHttpAnswer {
	status: number;
	headers: IDataObject;
	body: unknown;
}
