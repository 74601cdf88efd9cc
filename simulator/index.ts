import { createClock, type Clock } from './engine/clock';
import type { Faults, RouteKind } from './engine/faults';
import { RateLimiter, type RateLimit } from './engine/rateLimit';
import { maxRequestsInWindow, type RecordedRequest } from './engine/requestLog';
import { createSimulation } from './engine/simulation';
import { World, type Resource } from './engine/world';
import { addEventRoute } from './events';
import { fileHost, LEMLIST_RATE_LIMIT, lemlistService } from './lemlist';
import { resources } from './resources';
import type { Activity } from './resources/activities';
import { addForeignFileRoute } from './resources/files';
import { describeExport } from './resources/statisticsExport';
import type { ExportDefaults } from './resources/statisticsFile';
import type { Delivery } from './resources/webhooks';
import { seedState } from './seed';
import { seedHistory } from './seedHistory';
import { createState, type State } from './state';

export { createClock, createManualClock, type Clock } from './engine/clock';
export { type FaultAction, type FaultRule, type Faults, type RouteKind } from './engine/faults';
export type { RateLimit } from './engine/rateLimit';
export type { RecordedRequest } from './engine/requestLog';
export { LEMLIST_RATE_LIMIT } from './lemlist';
export * from './qlara';
export type { Activity } from './resources/activities';
export type { ApiKey } from './resources/apiKeys';
export type { Campaign, CampaignStatus, NewCampaign } from './resources/campaigns';
export type { Lead } from './resources/leads';
export {
	SMALLEST_STATISTICS_FILE,
	STATISTICS_COLUMNS,
	STATISTICS_LAYOUTS,
	statisticsCsv,
} from './resources/statisticsCsv';
export { FILE_LIFETIME, STATUS_LIFETIME, type ExportRecord } from './resources/statisticsExport';
export {
	EXPORT_DEFAULTS,
	fileChunks,
	fileSizeOf,
	type ExportDefaults,
	type ExportSettings,
	type IdName,
} from './resources/statisticsFile';
export type { Team } from './resources/teams';
export type { Delivery, Webhook } from './resources/webhooks';
export type { State } from './state';

export interface SimulatorOptions {
	/** The key of the first team; `simulator-key` if not given. */
	apiKey?: string;
	/** 0, the default, takes a free one. */
	port?: number;
	/** Real milliseconds before every answer, or what gives them; changeable later as `state.latencyMs`. */
	latencyMs?: number | (() => number);
	/** lemlist's 20 per 2 s if not given; false = nothing is refused. */
	rateLimit?: RateLimit | false;
	/** The real time, movable, if not given. */
	clock?: Clock;
	/** Settings of every export, over `EXPORT_DEFAULTS`. */
	exports?: Partial<ExportDefaults>;
	/** Fill the state with a few realistic campaigns and leads; a number says how many campaigns. */
	seed?: boolean | number;
	/** Fill it with what such campaigns leave behind as well: steps, schedules, activities, unsubscribes, a webhook. */
	history?: boolean;
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
	/** The most requests in one of the fixed windows of the rate limit, by the simulator's clock, refused ones included. */
	maxRequestsInFixedWindow(): number;
	faults: Faults;
	/** Another origin, which serves the files of exports with `fileOrigin: 'foreign'` without credentials. */
	files: { url: string; requests: RecordedRequest[] };
	/** Ends both servers and every connection, also those that wait for an answer. */
	close(): Promise<void>;
}

/** Starts a local lemlist on loopback addresses. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const { apiKey = 'simulator-key', clock = createClock(), rateLimit = LEMLIST_RATE_LIMIT, onRequest } = options;
	const world = new World(clock);
	const state = createState(world);
	Object.assign(state.exports.defaults, options.exports);
	state.keys.add(apiKey, state.teams.add({ name: 'Brightforge Sales' })._id);
	state.latencyMs = options.latencyMs ?? 0;
	if (options.seed) seedState(state, options.seed === true ? undefined : options.seed);
	if (options.history) seedHistory(state, clock.now());

	const rateLimiter = new RateLimiter(rateLimit || LEMLIST_RATE_LIMIT, rateLimit !== false);
	const { api, files, faults, requestsOf, listen, close } = createSimulation({
		clock,
		latency: () => state.latencyMs,
		onRequest,
		api: lemlistService(world),
		files: fileHost(world),
		rateLimiter,
		describe: (requests) => summary(state, clock, requests),
	});
	await api.app.register(
		async (scope) => {
			for (const { routes } of Object.values<Resource>(resources)) routes?.(scope, world);
		},
		{ prefix: '/api' },
	);
	addForeignFileRoute(files.app, world);
	addEventRoute(api.app, state);

	const { requests } = api;
	const { url, filesUrl } = await listen(options.port);
	state.exports.foreignUrl = filesUrl;
	return {
		url,
		baseUrl: `${url}/api`,
		apiKey,
		clock,
		state,
		requests,
		requestsOf,
		maxRequestsInWindow: (windowMs = LEMLIST_RATE_LIMIT.windowMs) => maxRequestsInWindow(requests, windowMs),
		maxRequestsInFixedWindow: () => rateLimiter.mostInWindow,
		faults,
		files: { url: filesUrl, requests: files.requests },
		close,
	};
}

/** What another process is told of the state. */
function summary(state: State, clock: Clock, requests: readonly RecordedRequest[]): object {
	return {
		campaigns: [...state.campaigns.values()].map((campaign) => ({
			_id: campaign._id,
			name: campaign.name,
			status: campaign.status,
			leads: state.leads.count(campaign),
		})),
		exports: [...state.exports.values()].map((record) => ({
			...describeExport(record, clock.now(), undefined),
			fileName: record.fileName,
		})),
		requests: { total: requests.length, maxInTwoSeconds: maxRequestsInWindow(requests, 2_000) },
	};
}

/** Calls every webhook that wants to hear of an activity, and tells how each answered. */
export async function deliverEvent(state: Pick<State, 'webhooks'>, activity: Activity): Promise<Delivery[]> {
	return await state.webhooks.deliver(activity);
}
