import type { IncomingHttpHeaders } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RouteKind } from './faults';

/** A request as it arrived and as it was answered. */
export interface RecordedRequest {
	/** When its headers had arrived, by `performance.now()`. */
	at: number;
	/** When its connection was done with it, by `performance.now()`; not set while it is open. */
	endedAt?: number;
	method: string;
	/** Without the query, still percent-encoded. */
	path: string;
	query: Record<string, unknown>;
	/** All headers, `authorization` included, for tests that look for leaks. */
	headers: IncomingHttpHeaders;
	/** Whether an Authorization header came with it, right or wrong. */
	authorized: boolean;
	body?: unknown;
	kind: RouteKind;
	/** The campaign it is about, where it is about one; for a file, that of its export. */
	campaignId?: string;
	/** The HTTP status of the answer; not set if there was none. */
	status?: number;
	/** The fault it met, see `faultName`. */
	fault?: string;
	/** Bytes written so far to its connection for it, headers included. */
	readonly bytesSent: number;
	/** Whether the client hung up before the answer was complete. */
	closedEarly: boolean;
}

/** Every request one origin received, in order of arrival. */
export class RequestLog {
	readonly requests: RecordedRequest[] = [];
	private readonly cutByUs = new WeakSet<RecordedRequest>();
	private closing = false;

	/** @param onEnd called when a request is done with */
	constructor(private readonly onEnd: (request: RecordedRequest) => void = () => {}) {}

	/** Records a request, and goes on to fill in the record until its connection is done with it. */
	open(request: FastifyRequest, reply: FastifyReply, kind: RouteKind, campaignId: string | undefined): RecordedRequest {
		const { socket } = request.raw;
		const sentBefore = socket.bytesWritten;
		let sent: number | undefined;
		const record: RecordedRequest = {
			at: performance.now(),
			method: request.method,
			path: request.url.replace(/\?.*$/, ''),
			query: request.query as Record<string, unknown>,
			headers: { ...request.headers },
			authorized: request.headers.authorization !== undefined,
			kind,
			campaignId,
			closedEarly: false,
			get bytesSent() {
				return sent ?? socket.bytesWritten - sentBefore;
			},
		};
		this.requests.push(record);
		reply.raw.once('close', () => {
			sent = socket.bytesWritten - sentBefore;
			record.endedAt = performance.now();
			if (reply.raw.headersSent) record.status = reply.raw.statusCode;
			record.closedEarly = !reply.raw.writableFinished && !this.cutByUs.has(record) && !this.closing;
			this.onEnd(record);
		});
		return record;
	}

	/** Notes that the simulator itself drops this request's connection. */
	cut(record: RecordedRequest): void {
		this.cutByUs.add(record);
	}

	/** Notes that the simulator is closing: connections that end now were not ended by the client. */
	close(): void {
		this.closing = true;
	}
}

/**
 * The most requests that arrived within any span of `windowMs`, refused ones included.
 * @param requests in order of arrival
 */
export function maxRequestsInWindow(requests: readonly RecordedRequest[], windowMs: number): number {
	let most = 0;
	let first = 0;
	requests.forEach(({ at }, last) => {
		while ((requests[first] as RecordedRequest).at <= at - windowMs) first++;
		most = Math.max(most, last - first + 1);
	});
	return most;
}
