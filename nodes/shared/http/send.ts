import type {
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { ServiceError } from '../n8n/serviceError';
import { Deadline, untilAborted } from '../time/cancellation';
import { type BodyStream, endConnectionWith, endWhenIdle, endWith } from './streams';

/** Every n8n context that can send requests for a node. */
export type RequestContext =
	IExecuteFunctions | ILoadOptionsFunctions | IHookFunctions | IPollFunctions | IWebhookFunctions;

/** Longest silence in a streamed body (ms). */
const STREAM_IDLE_MS = 60_000;

/** An answer of any status: its body as text, or as a stream where that was asked for. */
export interface RawAnswer {
	status: number;
	headers: IDataObject;
	body: unknown;
}

export interface SendOptions {
	/** Whose API key n8n adds; without one the request goes without. */
	credentialType?: string;
	/** Until the answer's headers (streamed) or its end (text) must be there (ms). */
	timeoutMs: number;
	signal?: AbortSignal;
}

/** The URL of a failed request stays out: a download link is a secret of its own. */
function unreachable(error: unknown, host: string): ServiceError {
	const codes = [error, (error as { cause?: unknown })?.cause].map(
		(one) => (one as { code?: unknown } | undefined)?.code,
	);
	const code = codes.find((one): one is string => typeof one === 'string');
	return new ServiceError('unreachable', {
		message: `No answer from ${host}`,
		description: `The connection ended without an answer${code ? ` (${code})` : ''}. Check that this n8n can reach ${host}, or run the node again later.`,
		cause: error,
	});
}

/** What the credential refuses to sign never became a request. */
function notSent(error: unknown, timedOut: boolean, host: string): ServiceError {
	const { cause } = error as { cause?: unknown };
	if (cause instanceof UserError) {
		return new ServiceError('input', { message: cause.message, description: 'Correct it in the credential.', cause });
	}
	return unreachable(
		timedOut ? Object.assign(new Error('Time limit'), { code: 'ETIMEDOUT', cause: error }) : error,
		host,
	);
}

/** The context for a request with the key: n8n takes the signal that ends it from the execution, not from the request. */
function endingWith<Context extends RequestContext>(connection: AbortController, context: Context): Context {
	return Object.create(context, { getExecutionCancelSignal: { value: () => connection.signal } }) as Context;
}

function watched(body: BodyStream, connection: AbortController, signal?: AbortSignal): BodyStream {
	return endWhenIdle(endWith(endConnectionWith(body, connection), signal), STREAM_IDLE_MS);
}

/**
 * Sends one request through n8n's helpers, once. The one place where requests leave.
 *
 * A streamed body ends with the signal, and when it stalls for a minute.
 *
 * @returns the answer of any status; redirects are followed only without the key
 * @throws ServiceError of kind `unreachable` or `input`, or the signal's reason
 */
export async function send(
	context: RequestContext,
	options: IHttpRequestOptions,
	{ credentialType, timeoutMs, signal }: SendOptions,
): Promise<RawAnswer> {
	const { helpers } = context;
	const streamed = options.encoding === 'stream';
	const limit = new Deadline(timeoutMs, signal);
	// Lives as long as the connection, which a body keeps open behind the time limit.
	const connection = new AbortController();
	// A copy for every try: n8n writes the Authorization header into the object it is given.
	const request: IHttpRequestOptions = {
		...options,
		headers: { ...options.headers },
		returnFullResponse: true,
		// Services answer errors in plain text, which n8n's own error would drop.
		ignoreHttpStatusErrors: true,
		// n8n would forward the key when it follows a redirect.
		disableFollowRedirect: credentialType !== undefined,
		timeout: timeoutMs,
		abortSignal: connection.signal,
	};
	const pending: Promise<IN8nHttpFullResponse> =
		credentialType === undefined
			? helpers.httpRequest(request)
			: helpers.httpRequestWithAuthentication.call(endingWith(connection, context), credentialType, request);
	try {
		const response = await untilAborted(pending, limit.signal);
		const { body } = response;
		return {
			status: response.statusCode,
			headers: response.headers as IDataObject,
			body: streamed ? watched(body as BodyStream, connection, signal) : body,
		};
	} catch (error) {
		// An answer that comes all the same has nobody who reads it.
		connection.abort(error);
		pending.then(({ body }) => streamed && (body as BodyStream).destroy()).catch(() => {});
		signal?.throwIfAborted();
		throw notSent(error, limit.expired, new URL(options.url).host);
	} finally {
		limit.clear();
	}
}
