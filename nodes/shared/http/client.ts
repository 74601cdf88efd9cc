import type { IDataObject, IHttpRequestMethods, IHttpRequestOptions } from 'n8n-workflow';

import { ServiceError } from '../n8n/serviceError';
import { untilAborted } from '../time/cancellation';
import type { RequestKind } from './counter';
import { isLoopback } from './keyOrigin';
import { limiterFor } from './limits';
import type { Limiter } from './limiter';
import { perhapsDone, refusal, refusalUnder2xx, unreadable } from './refusals';
import { withRetries } from './retries';
import { withoutSecrets } from './secrets';
import { type RawAnswer, type RequestContext, send } from './send';
import type { Service, ServiceAnswer } from './service';
import { type BodyStream, readStart } from './streams';
import { isHtml, pageTitle, parseBody } from './text';
import { withinLimit } from './tooManyRequests';

/** Time limit of a call, and of a streamed answer's first byte, unless the caller has one of its own (ms). */
const CALL_TIMEOUT_MS = 30_000;
const FIRST_BYTE_TIMEOUT_MS = 60_000;

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
	 * Whether to try again after 502, 503, 504, nonsense and broken connections. Default: for the methods that the
	 * service calls safe. A 429 is always waited out, since the service did nothing then. With `false`, the caller says
	 * what an error may have left done.
	 */
	retry?: boolean;
	/**
	 * Until the answer (streamed: its headers) must be there; default 30 s, streamed 60 s (ms). A call with a limit of its
	 * own is heavy for the service: what failed late is not sent again.
	 */
	timeoutMs?: number;
	/** Default: that of the client. `look` for a look at a job, which goes before what executions do. */
	kind?: RequestKind;
	/** Ends only the wait for a place in the limit: once the request is on its way, its answer must not get lost. */
	untilSent?: AbortSignal;
	/** Ends waiting; the request itself ends with the execution or by its time limit. */
	signal?: AbortSignal;
}

/** A body that is not JSON of an object, such as `multipart/form-data`. */
export class RawBody {
	constructor(
		readonly contentType: string,
		readonly content: Buffer,
	) {}
}

/** A good answer: JSON parsed, else the text, `''` where there was nothing. */
export type Answer = ServiceAnswer;

/** A streamed answer of any status. Read `body`, or destroy it. */
export interface FileAnswer {
	status: number;
	headers: IDataObject;
	body: BodyStream;
}

function isGood({ status }: { status: number }): boolean {
	return status >= 200 && status < 300;
}

/** Whether a request does something once more each time it comes; its error then says that it may be done. */
export function doesEachTime({ method, retry }: Pick<RequestOptions, 'method' | 'retry'>): boolean {
	return method === 'POST' && retry === undefined;
}

function withoutEmptyValues(query: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(query).filter(([, value]) => value !== undefined && value !== '' && value !== null),
	);
}

function contentOf(body: RequestOptions['body']): Partial<IHttpRequestOptions> {
	if (body === undefined) return {};
	if (body instanceof RawBody) return { body: body.content, headers: { 'Content-Type': body.contentType } };
	return { body, headers: { 'Content-Type': 'application/json' } };
}

/**
 * A service, as one credential sees it. The only place from which requests leave: it keeps to the rate limit, waits
 * out a 429, repeats what is safe to repeat, and turns everything else that is not a good answer into a `ServiceError`.
 */
export class ServiceClient {
	private constructor(
		private readonly context: RequestContext,
		readonly service: Service,
		private readonly baseUrl: string,
		/** The API key in every form that an answer may repeat. */
		private readonly secrets: string[],
		/** Shared by all clients of the same API key in this process; each client takes turns with the others. */
		private readonly limiter: Limiter,
		private readonly kind: RequestKind,
	) {}

	/**
	 * Reads the node's credential. Sends nothing.
	 *
	 * @param kind `editor` where somebody waits for the answer in n8n's editor
	 * @throws ServiceError of kind `input` where the credential has no key, or an address that is none
	 */
	static async create(context: RequestContext, service: Service, kind: RequestKind = 'run'): Promise<ServiceClient> {
		const credential = await context.getCredentials(service.credentialType);
		const apiKey = String(credential.apiKey ?? '').trim();
		const baseUrl = String(credential.baseUrl ?? '')
			.trim()
			.replace(/\/+$/, '');
		if (apiKey === '') {
			throw new ServiceError('input', {
				message: 'The credential holds no API key',
				description: `Open the credential and enter the key. ${service.keyAdvice}`,
			});
		}
		if (!URL.canParse(baseUrl)) {
			throw new ServiceError('input', {
				message: 'The base URL of the credential is not a URL',
				description: `It is ${service.defaultBaseUrl} unless ${service.name} gave you another one.`,
			});
		}
		const secrets = [...service.keyForms(apiKey), encodeURIComponent(apiKey), apiKey];
		const limiter = limiterFor(service.limits, apiKey, baseUrl, service.shareOf?.(credential as IDataObject));
		return new ServiceClient(context, service, baseUrl, secrets, limiter, kind);
	}

	/**
	 * Sends one request and gives the answer. An empty one is an answer, but not a 200 to a GET.
	 *
	 * @throws ServiceError, or the signal's reason when it is aborted
	 */
	async request(options: RequestOptions): Promise<Answer> {
		return await this.repeated(options, async () => {
			const answer = await this.once(options, 'text');
			const body = parseBody(this.withoutKey(String(answer.body ?? '')));
			const read = { ...answer, body };
			const problem = isGood(read) ? refusalUnder2xx(this.service, read) : this.refusal(read);
			if (problem) throw problem;
			// Half of an answer: parsed, it would be no text.
			if (typeof body === 'string' && /^\s*[[{]/.test(body)) {
				throw unreadable(this.service, 'an answer that breaks off', answer.status);
			}
			const isEmpty = typeof body === 'string' && body.trim() === '' && answer.status === 200;
			if (isEmpty && (options.method ?? 'GET') === 'GET') {
				throw unreadable(this.service, 'an empty answer', answer.status);
			}
			return read;
		});
	}

	/**
	 * Like `request`, but the answer's body comes as a stream, and HTML is not looked for. The signal also ends the
	 * stream.
	 */
	async requestStream(options: RequestOptions): Promise<FileAnswer> {
		return await this.repeated(options, async () => {
			const { signal } = options;
			const answer = await this.once(options, 'stream');
			if (isGood(answer)) return { ...answer, body: answer.body as BodyStream };
			const text =
				typeof answer.body === 'string'
					? answer.body
					: await untilAborted(readStart(answer.body as BodyStream), signal);
			throw this.refusal({ ...answer, body: parseBody(this.withoutKey(text)) });
		});
	}

	/**
	 * Opens a download link. Redirects are followed, never with the API key.
	 *
	 * @param url absolute, or relative to the base URL
	 * @param withKey sends the API key; for links of the credential's own origin only
	 * @returns the answer of any status; the caller judges it
	 * @throws ServiceError of kind `unreachable`, `unexpected` or `input`; of kind `refused` for a 429 of the own origin
	 *   that outlasts patience
	 */
	async openFile(url: string, { withKey, signal }: { withKey: boolean; signal?: AbortSignal }): Promise<FileAnswer> {
		const target = this.resolve(url);
		const isOwn = this.isOwn(target.href);
		const answer = await this.withinLimit(
			{ method: 'GET', url: target.href, encoding: 'stream' },
			{ counts: isOwn, withKey, timeoutMs: FIRST_BYTE_TIMEOUT_MS, signal },
		);
		// The 429 with which patience ended: its body was read for it.
		if (typeof answer.body === 'string') {
			throw this.refusal({ ...answer, body: parseBody(this.withoutKey(answer.body)) });
		}
		const { location } = answer.headers;
		const redirected = withKey && answer.status >= 300 && answer.status < 400 && typeof location === 'string';
		if (!redirected) return answer as FileAnswer;
		(answer.body as BodyStream).destroy();
		return await this.openFile(this.resolve(location, target.href).href, { withKey: false, signal });
	}

	/** Whether a link leads to the credential's own origin, the only one that may get the API key. */
	isOwn(url: string): boolean {
		return this.resolve(url).origin === new URL(this.baseUrl).origin;
	}

	/** The same object for all clients of an API key in this process: what they share can be kept by it. */
	get account(): object {
		return this.limiter;
	}

	/** Whether a link is encrypted, or leads to this computer where the service is on it. */
	isSafeLink(url: string): boolean {
		if (!URL.canParse(url)) return false;
		const { protocol, hostname } = new URL(url);
		const isLocal = isLoopback(hostname) && isLoopback(new URL(this.baseUrl).hostname);
		return protocol === 'https:' || (protocol === 'http:' && isLocal);
	}

	/** A text of an answer without the API key, should the answer repeat it. */
	withoutKey(text: string): string {
		return withoutSecrets(text, this.secrets);
	}

	/** The first part of a streamed body for a message, as the service's words; the rest is thrown away. */
	async wordsOf({ status, headers, body }: FileAnswer): Promise<string | undefined> {
		const parsed = parseBody(this.withoutKey(await readStart(body)));
		if (typeof parsed === 'string' && isHtml(parsed)) return `a web page "${pageTitle(parsed)}"`;
		return this.service.readRefusal({ status, headers, body: parsed })?.words;
	}

	private resolve(url: string, base = this.baseUrl): URL {
		if (URL.canParse(url, base)) {
			const resolved = new URL(url, base);
			if (resolved.protocol === 'https:' || resolved.protocol === 'http:') return resolved;
		}
		throw new ServiceError('unexpected', {
			message: `${this.service.name} sent a download link that is not a web address`,
			description: 'Start the export again. If it stays so, please report it.',
		});
	}

	private async repeated<T>(
		{ method = 'GET', retry, timeoutMs, signal }: RequestOptions,
		call: () => Promise<T>,
	): Promise<T> {
		const { retries } = this.service;
		if (!(retry ?? retries.methods.has(method))) {
			return await call().catch((error: unknown) => {
				throw doesEachTime({ method, retry }) ? perhapsDone(this.service, error) : error;
			});
		}
		return await withRetries(call, retries, { signal, lateMs: timeoutMs === undefined ? Infinity : CALL_TIMEOUT_MS });
	}

	private async once(options: RequestOptions, encoding: 'text' | 'stream'): Promise<RawAnswer> {
		const { method = 'GET', path, query, body, signal, kind, untilSent } = options;
		const { timeoutMs = encoding === 'text' ? CALL_TIMEOUT_MS : FIRST_BYTE_TIMEOUT_MS } = options;
		const request: IHttpRequestOptions = {
			method,
			url: `${this.baseUrl}${path}`,
			encoding,
			...(query && { qs: withoutEmptyValues(query) }),
			...contentOf(body),
		};
		return await this.withinLimit(request, { counts: true, withKey: true, timeoutMs, signal, kind, untilSent });
	}

	private async withinLimit(
		request: IHttpRequestOptions,
		{
			counts,
			withKey,
			timeoutMs,
			signal,
			kind = this.kind,
			untilSent = signal,
		}: { counts: boolean; withKey: boolean; timeoutMs: number } & Pick<RequestOptions, 'signal' | 'kind' | 'untilSent'>,
	): Promise<RawAnswer> {
		const { credentialType, limits } = this.service;
		const once = async () => {
			signal?.throwIfAborted();
			return await send(this.context, request, { ...(withKey && { credentialType }), timeoutMs, signal });
		};
		// Another origin has limits of its own; its 429 is for the caller to judge.
		if (!counts) return await once();
		return await withinLimit(
			limits,
			async (again) => await this.limiter.acquire({ kind, owner: this, again }, untilSent),
			once,
			({ status, headers, body }) =>
				this.service.readRefusal({ status, headers, body: parseBody(String(body)) })?.final === true,
		);
	}

	private refusal(answer: ServiceAnswer): ServiceError {
		return answer.status >= 300 && answer.status < 400 ? this.redirected(answer) : refusal(this.service, answer);
	}

	private redirected({ status, headers }: ServiceAnswer): ServiceError {
		const { location } = headers;
		const host =
			typeof location === 'string' && URL.canParse(location, this.baseUrl)
				? this.withoutKey(new URL(location, this.baseUrl).host)
				: 'an unknown address';
		return new ServiceError('redirected', {
			message: `${this.service.name}'s address redirects to ${host} (HTTP ${status})`,
			description: `The API key is never sent to another address. If ${host} is right, enter its address as the base URL of the credential.`,
			status,
		});
	}
}
