import type { FastifyInstance } from 'fastify';
import type { Clock } from './clock';
import type { Faults, RouteKind } from './faults';
import type { RecordedRequest } from './requestLog';
import type { State, Team } from '../state';

/** What every route may use. */
export interface SimulatorContext {
	state: State;
	clock: Clock;
	faults: Faults;
	/** Requests to the API's own origin. */
	requests: RecordedRequest[];
	/** The other origin that serves files, such as http://127.0.0.1:5001. */
	filesUrl(): string;
}

/**
 * Adds the routes of one part of the API; paths are below `/api`.
 * To add a part: write `routes/<part>.ts` and put it into the list in `routes/index.ts`.
 */
export type RouteGroup = (api: FastifyInstance, context: SimulatorContext) => void;

/** An answer that is not a success: text is sent as text/plain, anything else as JSON. */
export class ApiError extends Error {
	constructor(
		readonly status: number,
		readonly body: string | object,
		readonly contentType?: string,
	) {
		super(typeof body === 'string' ? body : JSON.stringify(body));
	}
}

declare module 'fastify' {
	interface FastifyContextConfig {
		/** What a request to this route counts as in the log and in fault rules. */
		kind?: RouteKind;
		/** `own`: the route checks the API key itself, if at all. */
		auth?: 'own';
	}
	interface FastifyRequest {
		/** The team of the request's API key; set before a route with authentication runs. */
		team: Team;
		record: RecordedRequest;
		/** Whether the rate limit refuses the request. */
		refused: boolean;
	}
}
