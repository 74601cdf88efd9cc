import { createClock, type Clock } from '../engine/clock';
import type { Faults, RouteKind } from '../engine/faults';
import { maxRequestsInWindow, type RecordedRequest } from '../engine/requestLog';
import { createSimulation } from '../engine/simulation';
import { World } from '../engine/world';
import type { Answers } from './answers';
import { type QlaraExportSettings, fileNameOf } from './exports';
import { addFileRoute, FileHost } from './files';
import { addRoutes } from './routes';
import { seedQlara } from './seed';
import { createQlaraLimiter, QLARA_RATE_LIMITS, qlaraFileHost, type QlaraRateLimit, qlaraService } from './service';
import { createQlaraState, type QlaraState } from './state';

export type { Answers as QlaraAnswers, StatusWords } from './answers';
export { checkQlaraSize, type Dataset, QLARA_COLUMNS, qlaraCsv, SMALLEST_QLARA_FILE } from './csv';
export { qlaraError } from './errors';
export {
	QLARA_EXPORT_DEFAULTS,
	qlaraFileChunks,
	qlaraFileSize,
	type NewQlaraExport,
	type QlaraExport,
	type QlaraExportSettings,
} from './exports';
export type { QlaraKey } from './keys';
export { QLARA_RATE_LIMITS, type QlaraRateLimit } from './service';
export type { QlaraState } from './state';

/** What stands before all paths of the API. */
const PREFIX = '/api/partner-gateway/v1';

export interface QlaraSimulatorOptions {
	/** The key of the first account; `simulator-key` if not given. */
	apiKey?: string;
	/** 0, the default, takes a free one. */
	port?: number;
	/** Real milliseconds before every answer, or what gives them; changeable later as `state.latencyMs`. */
	latencyMs?: number | (() => number);
	/** That of production if not given; false = nothing is refused. */
	rateLimit?: QlaraRateLimit | keyof typeof QLARA_RATE_LIMITS | false;
	/** The real time, movable, if not given. */
	clock?: Clock;
	/** Settings of every export, over `QLARA_EXPORT_DEFAULTS`. */
	exports?: Partial<QlaraExportSettings>;
	/** In which form it answers; changeable later as `state.answers`. */
	answers?: Partial<Answers>;
	/** Have a few exports that others started. */
	seed?: boolean;
	/** Called after each request to either origin. */
	onRequest?: (request: RecordedRequest) => void;
}

/** A running local Qlara. */
export interface QlaraSimulator {
	/** Such as http://127.0.0.1:4010. */
	url: string;
	/** What goes into the credential. */
	baseUrl: string;
	apiKey: string;
	clock: Clock;
	state: QlaraState;
	/** Requests to the API's own origin, in order of arrival; `campaignId` is the export's. */
	requests: RecordedRequest[];
	/** The recorded requests of one kind, perhaps about one export. */
	requestsOf(kind: RouteKind, exportId?: string): RecordedRequest[];
	/** The most requests in any span of `windowMs`, by real arrival, refused ones included. */
	maxRequestsInWindow(windowMs: number): number;
	faults: Faults;
	/** The other origin, which serves the files. */
	files: {
		url: string;
		requests: RecordedRequest[];
		/** Whether any request to it had a key of the API anywhere: in a header or in the address. It must never. */
		gotKey(): boolean;
	};
	/** Ends both servers and every connection, also those that wait for an answer. */
	close(): Promise<void>;
}

/** Starts a local Qlara on loopback addresses: the export part of its API. */
export async function startQlaraSimulator(options: QlaraSimulatorOptions = {}): Promise<QlaraSimulator> {
	const { apiKey = 'simulator-key', clock = createClock(), rateLimit = 'production', onRequest } = options;
	const world = new World(clock);
	const state = createQlaraState(world, options.latencyMs ?? 0);
	Object.assign(state.exports.defaults, options.exports);
	Object.assign(state.answers, options.answers);
	state.keys.add(apiKey);
	if (options.seed) seedQlara(state, clock.now());

	const { api, files, faults, requestsOf, listen, close } = createSimulation({
		clock,
		latency: () => state.latencyMs,
		onRequest,
		api: qlaraService(world),
		files: qlaraFileHost(world),
		rateLimiter: createQlaraLimiter(limitOf(rateLimit || 'production'), rateLimit !== false),
		describe: (requests) => summary(state, requests),
	});
	await api.app.register(async (scope) => addRoutes(scope, world), { prefix: PREFIX });
	addFileRoute(files.app, world);

	const { url, filesUrl } = await listen(options.port);
	world.store(FileHost).url = filesUrl;
	return {
		url,
		baseUrl: `${url}${PREFIX}`,
		apiKey,
		clock,
		state,
		requests: api.requests,
		requestsOf,
		maxRequestsInWindow: (windowMs) => maxRequestsInWindow(api.requests, windowMs),
		faults,
		files: {
			url: filesUrl,
			requests: files.requests,
			gotKey: () => files.requests.some((request) => hasKey(request, [...state.keys.keys()])),
		},
		close,
	};
}

function limitOf(rateLimit: QlaraRateLimit | keyof typeof QLARA_RATE_LIMITS): QlaraRateLimit {
	return typeof rateLimit === 'string' ? QLARA_RATE_LIMITS[rateLimit] : rateLimit;
}

function hasKey({ headers, query, path }: RecordedRequest, keys: readonly string[]): boolean {
	if (headers['x-api-key'] !== undefined || headers.authorization !== undefined) return true;
	const text = JSON.stringify([headers, query, decodeURIComponent(path)]);
	return keys.some((key) => text.includes(JSON.stringify(key).slice(1, -1)));
}

/** What another process is told of the state. */
function summary({ exports }: QlaraState, requests: readonly RecordedRequest[]): object {
	return {
		exports: [...exports.values()].map((each) => ({
			...exports.describe(each),
			filters: each.filters,
			fileName: fileNameOf(each),
		})),
		requests: { total: requests.length, maxInOneSecond: maxRequestsInWindow(requests, 1_000) },
	};
}
