import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiError } from './apiError';
import type { FaultAnswer } from './faults';
import type { LimitWindow } from './rateLimit';
import type { RecordedRequest } from './requestLog';

/** What one simulated service does in its own way; the server does the rest for all of them alike. */
export interface Service {
	/** The campaign a request is about, for the log and for fault rules. */
	campaignOf(request: FastifyRequest): string | undefined;
	/** How it limits requests. Without it nothing is limited, and no header tells of a limit. */
	limit?: ServiceLimit;
	/** Lets a request in before its route runs. Throws the answer to one that is not. */
	admit?(request: FastifyRequest): void;
	/** Answers a path that no route has. */
	answerUnknown(reply: FastifyReply): FastifyReply;
	/** Puts the last touch on an answer, faults' included; returns its body. */
	finish?(reply: FastifyReply, body: unknown): unknown;
}

export interface ServiceLimit {
	/** Whom a request counts for; undefined = nobody. */
	payerOf(request: FastifyRequest): string | undefined;
	/** The headers that every answer has. */
	headers(window: LimitWindow): Record<string, string>;
	/** The answer to a request beyond the limit. */
	refuse(window: LimitWindow): ApiError;
}

declare module 'fastify' {
	interface FastifyContextConfig {
		/** What a request to this route counts as in the log and in fault rules. */
		kind?: string;
		/** `own`: the route checks the key itself, if at all. */
		auth?: 'own';
	}
	interface FastifyRequest {
		record: RecordedRequest;
		/** Where the request stands in its rate limit; not set where there is none. */
		limitWindow?: LimitWindow;
		/** What is answered in place of what the route says, see `FaultAction`. */
		instead?: FaultAnswer;
	}
}
