import { createHash } from 'node:crypto';

import { pause, untilAborted } from '../time/cancellation';
import type { RequestLimits } from './service';

/** Covers jitter on the way to the service, as a share of the window. Twice as much would already cost 5 % of the limit. */
const MARGIN = 1 / 40;

/** After this long without an answer, new requests may have to open a connection first. */
const COLD_AFTER_MS = 4000;

/** Several bursts, so that the quickest answer of late is not one of a burst that was slow as a whole. */
const BURSTS_REMEMBERED = 5;

/** What an answer says about the limit. */
export interface RateLimitAnswer {
	/** `X-RateLimit-Remaining`: requests left in the service's own count. */
	remaining?: number;
	/** Set on a 429 only: milliseconds until the next request. */
	retryAfterMs?: number;
}

/** A place in the window, taken by one request. */
export interface Slot {
	/** To be called when the answer's headers are in. */
	answered(answer: RateLimitAnswer): void;
}

interface Taken {
	/** When the request stops counting (ms, `performance.now()`). */
	freeAt: number;
}

/**
 * Lets at most `limit` requests go in any window of `windowMs` milliseconds: as many as there are
 * places at once, then each further one as soon as the `limit`-th before it has left the window.
 * First come, first served.
 */
export class RateLimiter {
	private taken: Taken[] = [];

	private takenInAll = 0;

	private pausedUntil = -Infinity;

	private lastAnswerAt = -Infinity;

	/** How long the last answers took (ms). */
	private readonly answerTimes: number[] = [];

	private lastTurn: Promise<void> = Promise.resolve();

	constructor(
		private readonly limit: number,
		private readonly windowMs: number,
		private readonly marginMs: number,
		/** A limit above this one: no place is given here while there is none there. */
		private readonly within?: RateLimiter,
	) {}

	/**
	 * Waits for a place and takes it.
	 *
	 * @throws the signal's reason, when it is aborted while waiting; no place is taken then
	 */
	async acquire(signal?: AbortSignal): Promise<Slot> {
		const turn = this.lastTurn;
		let endTurn: () => void = () => {};
		this.lastTurn = new Promise((resolve) => (endTurn = resolve));
		try {
			await untilAborted(turn, signal);
			for (let wait = this.waitMs(); wait > 0; wait = this.waitMs()) await pause(wait, signal);
			return this.take();
		} finally {
			// One who gave up in the queue must not let the others overtake those before it.
			void turn.then(endTurn);
		}
	}

	private waitMs(): number {
		const now = performance.now();
		this.taken = this.taken.filter(({ freeAt }) => freeAt > now);
		const tooMany = this.taken.length - this.limit;
		const nextPlace = tooMany < 0 ? now : this.taken.map(({ freeAt }) => freeAt).sort((a, b) => a - b)[tooMany]!;
		return Math.max(nextPlace - now, this.pausedUntil - now, this.within?.waitMs() ?? 0);
	}

	private take(): Slot {
		const sentAt = performance.now();
		const entry = this.add(sentAt);
		const leftBefore = this.takenInAll - this.taken.length;
		const cold = sentAt - this.lastAnswerAt > COLD_AFTER_MS;
		return {
			answered: ({ remaining, retryAfterMs }) => {
				const now = performance.now();
				this.lastAnswerAt = now;
				const delayMs = cold ? now - sentAt : this.slowerThanUsual(now - sentAt);
				entry.freeAt = Math.max(entry.freeAt, sentAt + delayMs + this.windowMs + (cold ? this.marginMs : 0));
				if (retryAfterMs !== undefined) {
					this.pausedUntil = Math.max(this.pausedUntil, now + retryAfterMs);
				}
				if (remaining !== undefined) this.countOthers(remaining, this.takenInAll - leftBefore);
			},
		};
	}

	/**
	 * How much later than others a request can have reached the service (ms), so that the next ones came
	 * too close behind it: a busy machine or network holds some back. On a connection that may be new
	 * it can be all the time to its answer: DNS, TCP and TLS come first.
	 */
	private slowerThanUsual(tookMs: number): number {
		this.answerTimes.push(tookMs);
		if (this.answerTimes.length > BURSTS_REMEMBERED * this.limit) this.answerTimes.shift();
		return tookMs - Math.min(...this.answerTimes);
	}

	private add(at: number): Taken {
		const entry = { freeAt: at + this.windowMs + this.marginMs };
		this.taken.push(entry);
		this.takenInAll += 1;
		return entry;
	}

	/**
	 * Other workers and people share the key. What the service counts above all that can be ours was
	 * theirs, and takes places here too. Never frees a place.
	 *
	 * @param ours the most requests of ours that the service's window can have held
	 */
	private countOthers(remaining: number, ours: number): void {
		const others = Math.min(this.limit - remaining, this.limit) - ours;
		for (let i = 0; i < others; i++) this.add(performance.now());
	}
}

/** The limits of one API key, shared by every node and execution of this process. */
export interface KeyLimits {
	/** Every request takes a place here. */
	requests: RateLimiter;
	/** A status poll takes a place here first. */
	polls: RateLimiter;
}

const limitsByKey = new Map<string, KeyLimits>();

/**
 * The limits that belong to an API key at a base URL. Only a hash of the two is kept.
 *
 * All waiting jobs of the key together look with at most half of the limit. Half the window and a quarter of the
 * requests: smaller bursts find many jobs done sooner.
 */
export function limitsFor({ windows: [window] }: RequestLimits, apiKey: string, baseUrl: string): KeyLimits {
	const id = createHash('sha256').update(`${baseUrl}\n${apiKey}`).digest('hex');
	let limits = limitsByKey.get(id);
	if (!limits) {
		const { requests: most, windowMs } = window!;
		const requests = new RateLimiter(most, windowMs, windowMs * MARGIN);
		const polls = new RateLimiter(most / 4, windowMs / 2, (windowMs / 2) * MARGIN, requests);
		limits = { requests, polls };
		limitsByKey.set(id, limits);
	}
	return limits;
}
