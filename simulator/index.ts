import { setMaxListeners } from 'node:events';
import type { FastifyInstance } from 'fastify';
import { createClock, type Clock } from './engine/clock';
import type { SimulatorContext } from './engine/context';
import type { ExportDefaults } from './resources/exports';
import { Faults, type RouteKind } from './engine/faults';
import { LEMLIST_RATE_LIMIT, RateLimiter, type RateLimit } from './engine/rateLimit';
import { maxRequestsInWindow, RequestLog, type RecordedRequest } from './engine/requestLog';
import { routeGroups } from './resources';
import { addControlRoutes } from './engine/control';
import { addForeignFileRoute } from './resources/filesRoutes';
import { seedState } from './seed';
import { createServer } from './engine/server';
import { State } from './state';

export type { Activity } from './resources/activities';
export { createClock, createManualClock, type Clock } from './engine/clock';
export {
	EXPORT_DEFAULTS,
	FILE_LIFETIME,
	fileChunks,
	fileSizeOf,
	STATUS_LIFETIME,
	type ExportDefaults,
	type ExportRecord,
	type ExportSettings,
	type IdName,
} from './resources/exports';
export { type FaultAction, type FaultRule, type Faults, type RouteKind } from './engine/faults';
export type { Lead } from './resources/leads';
export { LEMLIST_RATE_LIMIT, type RateLimit } from './engine/rateLimit';
export type { RecordedRequest } from './engine/requestLog';
export type { ApiKey, Campaign, CampaignStatus, NewCampaign, State, Team } from './state';
export { deliverEvent, type Delivery, type Webhook } from './resources/webhooks';
export { SMALLEST_STATISTICS_FILE, STATISTICS_COLUMNS, statisticsCsv } from './resources/statisticsCsv';

export interface SimulatorOptions {
	/** The key of the first team; `simulator-key` if not given. */
	apiKey?: string;
	/** 0, the default, takes a free one. */
	port?: number;
	/** Real milliseconds before every answer; changeable later as `state.latencyMs`. */
	latencyMs?: number;
	/** lemlist's 20 per 2 s if not given; false = nothing is refused. */
	rateLimit?: RateLimit | false;
	/** The real time, movable, if not given. */
	clock?: Clock;
	/** Settings of every export, over `EXPORT_DEFAULTS`. */
	exports?: Partial<ExportDefaults>;
	/** Fill the state with a few realistic campaigns and leads; a number says how many campaigns. */
	seed?: boolean | number;
	/** Called after each request to either origin. */
	onRequest?: (request: RecordedRequest) => void;
}

/** A running local lemlist. */
export interface Simulator {
	/** Such as http://127.0.0.1:4010. */
	url: string;
	/** What goes into the credential: `url` and `/api`. */
	baseUrl: string;
	apiKey: string;
	clock: Clock;
	state: State;
	/** Requests to the API's own origin, in order of arrival; control routes are not recorded. */
	requests: RecordedRequest[];
	/** The recorded requests of one kind, perhaps of one campaign. */
	requestsOf(kind: RouteKind, campaignId?: string): RecordedRequest[];
	/** The most requests in any span of `windowMs` (2 000 if not given), by real arrival, refused ones included. */
	maxRequestsInWindow(windowMs?: number): number;
	faults: Faults;
	/** Another origin, which serves the files of exports with `fileOrigin: 'foreign'` without credentials. */
	files: { url: string; requests: RecordedRequest[] };
	/** Ends both servers and every connection, also those that wait for an answer. */
	close(): Promise<void>;
}

/** Starts a local lemlist on loopback addresses. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const { apiKey = 'simulator-key', clock = createClock(), rateLimit = LEMLIST_RATE_LIMIT, onRequest } = options;
	const state = new State(clock, apiKey, options.exports);
	state.latencyMs = options.latencyMs ?? 0;
	if (options.seed) seedState(state, options.seed === true ? undefined : options.seed);

	const faults = new Faults();
	const apiLog = new RequestLog(onRequest);
	const filesLog = new RequestLog(onRequest);
	const closing = new AbortController();
	// Every request that waits listens to it; Node warns above ten.
	setMaxListeners(0, closing.signal);
	let filesUrl = '';
	const context: SimulatorContext = { state, clock, faults, requests: apiLog.requests, filesUrl: () => filesUrl };

	const api = createServer({ context, log: apiLog, rateLimiter: new RateLimiter(rateLimit), signal: closing.signal });
	addControlRoutes(api, context);
	await api.register(
		async (scope) => {
			for (const addRoutes of routeGroups) addRoutes(scope, context);
		},
		{ prefix: '/api' },
	);
	const files = createServer({ context, log: filesLog, signal: closing.signal });
	addForeignFileRoute(files, context);

	const close = async () => {
		apiLog.close();
		filesLog.close();
		closing.abort();
		await Promise.all([api.close(), files.close()]);
	};

	try {
		filesUrl = await listen(files, 0);
		const url = await listen(api, options.port ?? 0);
		return {
			url,
			baseUrl: `${url}/api`,
			apiKey,
			clock,
			state,
			requests: apiLog.requests,
			requestsOf: (kind, campaignId) =>
				apiLog.requests.filter(
					(request) => request.kind === kind && (campaignId === undefined || request.campaignId === campaignId),
				),
			maxRequestsInWindow: (windowMs = LEMLIST_RATE_LIMIT.windowMs) => maxRequestsInWindow(apiLog.requests, windowMs),
			faults,
			files: { url: filesUrl, requests: filesLog.requests },
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

async function listen(app: FastifyInstance, port: number): Promise<string> {
	return await app.listen({ host: '127.0.0.1', port });
}
