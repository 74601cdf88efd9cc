import type { Clock } from './clock';
import { addControlRoutes } from './control';
import { Faults, type RouteKind } from './faults';
import { createHost, type Host, type HostParts } from './host';
import type { Limiter } from './rateLimit';
import type { RecordedRequest } from './requestLog';
import type { Service } from './service';

export interface SimulationParts {
	clock: Clock;
	/** Real milliseconds before every answer, or what gives them; asked for before each, so that a change counts at once. */
	latency(): number | (() => number);
	onRequest?: HostParts['onRequest'];
	/** How the service's own origin answers, and how the one that serves files does. */
	api: Service;
	files: Service;
	/** Limits the service's own origin. */
	rateLimiter?: Limiter;
	/** What GET /_simulator/state tells besides the time and the faults. */
	describe(requests: readonly RecordedRequest[]): object;
}

/** A service's own origin and one for files, which break on demand by one list of faults. */
export interface Simulation {
	api: Host;
	files: Host;
	faults: Faults;
	/** The requests to the API of one kind, perhaps about one thing, see `Service.campaignOf`. */
	requestsOf(kind: RouteKind, campaignId?: string): RecordedRequest[];
	/** Has both begin to listen, and ends both where one cannot. Gives their origins. */
	listen(port?: number): Promise<{ url: string; filesUrl: string }>;
	/** Ends both servers and every connection, also those that wait for an answer. */
	close(): Promise<void>;
}

/** A simulation whose origins have no routes yet but the control routes. */
export function createSimulation(parts: SimulationParts): Simulation {
	const { clock, onRequest, rateLimiter, describe } = parts;
	const faults = new Faults();
	const latencyMs = () => {
		const latency = parts.latency();
		return typeof latency === 'function' ? latency() : latency;
	};
	const common = { clock, faults, latencyMs, onRequest };
	const api = createHost({ ...common, service: parts.api, rateLimiter });
	const files = createHost({ ...common, service: parts.files });
	const close = async () => void (await Promise.all([api.close(), files.close()]));
	addControlRoutes(api.app, { clock, faults, describe: () => describe(api.requests) });
	return {
		api,
		files,
		faults,
		requestsOf: (kind, campaignId) =>
			api.requests.filter(
				(request) => request.kind === kind && (campaignId === undefined || request.campaignId === campaignId),
			),
		listen: async (port) => {
			try {
				const filesUrl = await files.listen();
				return { filesUrl, url: await api.listen(port) };
			} catch (error) {
				await close();
				throw error;
			}
		},
		close,
	};
}
