import type { Counter, LimitWords } from './counter';

/** Covers what a way to the service varies by, as a share of the window. */
const MARGIN = 1 / 40;

/** At most so many requests in any span of a window's length: right for every limit, whatever its windows are. */
export class SlidingWindow implements Counter {
	/** When the latest requests left, the oldest first. */
	private sent: number[] = [];

	private pausedUntil = -Infinity;

	constructor(
		private readonly limit: number,
		private readonly windowMs: number,
	) {}

	waitMs(now: number): number {
		const oldest = this.sent.length < this.limit ? undefined : this.sent[this.sent.length - this.limit];
		const free = oldest === undefined ? -Infinity : oldest + this.windowMs * (1 + MARGIN);
		return Math.max(0, free - now, this.pausedUntil - now);
	}

	take(now: number): (words: LimitWords, at: number) => void {
		this.sent.push(now);
		if (this.sent.length > this.limit) this.sent.shift();
		return ({ retryAfterMs }, at) => {
			if (retryAfterMs !== undefined) this.pausedUntil = Math.max(this.pausedUntil, at + retryAfterMs);
		};
	}

	/** Nothing before now counts any more: the service has begun a new window. */
	clear(): void {
		this.sent = [];
	}
}
