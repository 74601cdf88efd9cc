import type { RequestKind } from '../nodes/shared/http/counter';
import { FixedWindow } from '../nodes/shared/http/fixedWindow';
import { Limiter } from '../nodes/shared/http/limiter';

/**
 * An exact model of lemlist's limit, and of processes that share a key: for tests and benchmarks of the limiter. Times
 * are those of `performance.now()` and `setTimeout`, so it runs on a fake clock.
 */
export class WindowModel {
	/** When each request arrived that was let in, and each that was refused. */
	readonly arrivals: number[] = [];

	readonly refusals: number[] = [];

	private beganAt = -Infinity;

	private count = 0;

	constructor(
		readonly limit = 20,
		readonly windowMs = 2000,
	) {}

	/** The window begins with its first request; refused ones do not count. */
	arrive(): { refused: boolean; remaining: number; endsInMs: number } {
		const now = performance.now();
		if (now >= this.beganAt + this.windowMs) {
			this.beganAt = now;
			this.count = 0;
		}
		const refused = this.count >= this.limit;
		(refused ? this.refusals : this.arrivals).push(now);
		if (!refused) this.count += 1;
		return { refused, remaining: this.limit - this.count, endsInMs: Math.round(this.beganAt + this.windowMs - now) };
	}

	/** The share of requests that were refused. */
	get refusedShare(): number {
		return this.refusals.length / (this.refusals.length + this.arrivals.length || 1);
	}
}

/** How long a request is on its way, at work, and on its way back (ms). */
export interface Route {
	there(): number;
	work(): number;
	back(): number;
}

/** Random numbers that are the same in every run. */
export function repeatableRandom(seed = 1): () => number {
	let state = seed;
	return () => (state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff) / 0x7fffffff;
}

/** Ways to lemlist, as measured or as bad as may be. */
export function routes(random = repeatableRandom()): Record<string, Route> {
	const near = () => 5 + random() * 3;
	return {
		'40 ms': { there: near, work: () => 28, back: () => 5 },
		'150 ms': { there: near, work: () => 138, back: () => 5 },
		'250 ms of work': { there: near, work: () => 238, back: () => 5 },
		'250 ms of way': { there: () => 120 + random() * 20, work: () => 5, back: () => 120 },
		'200 to 1,500 ms': { there: near, work: () => 190 + random() * 1300, back: () => 5 },
		'a restless way': {
			there: () => 5 + (random() < 0.2 ? random() * 80 : random() * 3),
			work: () => 100,
			back: () => 5 + random() * 40,
		},
	};
}

async function sleep(ms: number): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, ms));
}

/** What the answers of a service tell its clients: lemlist's headers, or less. */
export type Telling = (answer: ReturnType<WindowModel['arrive']>) => { remaining?: number; endsInMs?: number };

const everything: Telling = ({ remaining, endsInMs }) => ({ remaining, endsInMs });

/** One n8n process with a limiter of its own. */
export class ProcessModel {
	readonly limiter: Limiter;

	constructor(
		private readonly service: WindowModel,
		private readonly route: Route,
		{ share, tell = everything }: { share?: number; tell?: Telling } = {},
	) {
		this.limiter = new Limiter([new FixedWindow(service.limit, service.windowMs, share)]);
		this.tell = tell;
	}

	private readonly tell: Telling;

	/** One request, until it is let in. @returns how long it took (ms) */
	async request(owner: object, kind: RequestKind = 'run'): Promise<number> {
		const beganAt = performance.now();
		for (let again = false; ; again = true) {
			const slot = await this.limiter.acquire({ kind, owner, again });
			await sleep(this.route.there());
			const answer = this.service.arrive();
			await sleep((answer.refused ? 0 : this.route.work()) + this.route.back());
			slot.answered({ ...this.tell(answer), ...(answer.refused && { retryAfterMs: answer.endsInMs }) });
			if (!answer.refused) return performance.now() - beganAt;
		}
	}

	/** An execution with so many requests, all at once. @returns how long it took (ms) */
	async execution(requests: number): Promise<number> {
		const owner = {};
		const beganAt = performance.now();
		await Promise.all(Array.from({ length: requests }, async () => await this.request(owner)));
		return performance.now() - beganAt;
	}
}

/** The share of a service's limit that was used: so many requests in so much time (ms). */
export function limitUsed({ limit, windowMs }: WindowModel, requests: number, tookMs: number): number {
	return ((requests / limit) * windowMs) / tookMs;
}
