import { lemlistClient } from '../../nodes/shared/lemlist/service';
import { randomBytes } from 'node:crypto';
import nock from 'nock';

import { ServiceClient } from '../../nodes/shared/http/client';
import { type ContextOptions, executeContext, ORIGIN } from './nodeContext';

/**
 * nock takes its timers from this module, out of reach of the fake clock. These are those of the test, and an answer
 * without a delay takes no time.
 */
jest.mock('timers', () => ({
	...jest.requireActual<object>('timers'),
	setTimeout: (callback: () => void, ms: number) => (ms > 0 ? setTimeout(callback, ms) : setImmediate(callback)),
}));

/** What one request looked like when it left. */
export interface SentRequest {
	method: string;
	/** Scheme and host. */
	origin: string;
	/** Path with query. */
	path: string;
	headers: Record<string, unknown>;
	body: string;
}

/** An answer, or the error with which the connection ends. */
export type Reply =
	| { status: number; body?: nock.Body | NodeJS.ReadableStream; headers?: nock.ReplyHeaders; delayMs?: number }
	| NodeJS.ErrnoException;

/** A connection that ends without an answer. */
export function connectionError(code: string): NodeJS.ErrnoException {
	return Object.assign(new Error(`${code} from the test`), { code });
}

/**
 * Answers requests in the order of `replies`, the last one as often as asked for.
 *
 * @param url scheme, host and path, without query
 * @returns the requests that came, in their order
 */
export function answer(method: string, url: string, ...replies: Reply[]): SentRequest[] {
	const sent: SentRequest[] = [];
	const { origin, pathname } = new URL(url);
	replies.forEach((reply, index) => {
		const scope = nock(origin);
		if (index === replies.length - 1) scope.persist();
		scope.on(
			'request',
			(request: { headers: Record<string, unknown>; path: string }, _interceptor: unknown, body: string) => {
				sent.push({ method, origin, path: request.path, headers: request.headers, body });
			},
		);
		const interceptor = scope.intercept(pathname, method).query(true);
		if (reply instanceof Error) {
			interceptor.replyWithError(reply);
		} else {
			const { status, body = '', headers, delayMs = 0 } = reply;
			interceptor.delay(delayMs).reply(status, body as nock.Body, headers);
		}
	});
	return sent;
}

/** The same for a route of lemlist's API. */
export function lemlistAnswers(method: string, path: string, ...replies: Reply[]): SentRequest[] {
	return answer(method, `${ORIGIN}/api${path}`, ...replies);
}

/** Only intercepted requests, in every test of the file. */
export function useNock(): void {
	beforeAll(() => {
		if (!nock.isActive()) nock.activate();
		nock.disableNetConnect();
	});
	afterEach(() => {
		nock.abortPendingRequests();
		nock.cleanAll();
	});
	afterAll(() => {
		nock.enableNetConnect();
		nock.restore();
	});
}

/** A key of its own for each test, because a key keeps its rate limit for the life of the process. */
export function newApiKey(): string {
	return randomBytes(16).toString('hex');
}

/** A client with a key of its own unless `options` name one. */
export async function newClient(options: ContextOptions = {}): Promise<ServiceClient> {
	return await lemlistClient(executeContext({ apiKey: newApiKey(), ...options }));
}

/** The header that carries the key. */
export function basic(apiKey: string): string {
	return `Basic ${Buffer.from(`:${apiKey}`).toString('base64')}`;
}
