/** So many requests in so many milliseconds. */
export interface RateLimit {
	limit: number;
	windowMs: number;
}

/** lemlist's documented limit: 20 requests per 2 seconds and API key. */
export const LEMLIST_RATE_LIMIT: RateLimit = { limit: 20, windowMs: 2_000 };

/** What a request is told about its limit. */
export interface RateLimitVerdict {
	allowed: boolean;
	headers: Record<string, string>;
}

/**
 * A sliding window over arrival times, one per API key: the strictest reading of lemlist's rule,
 * under which no span of 2 s holds more than 20 requests. Refused requests do not count.
 */
export class RateLimiter {
	private readonly arrivals = new Map<string, number[]>();

	/** @param rateLimit false = nothing is refused; the headers are sent all the same */
	constructor(private readonly rateLimit: RateLimit | false) {}

	/**
	 * Counts a request.
	 * @param key the API key; without one nothing is counted
	 * @param now milliseconds since 1970
	 */
	arrive(key: string | undefined, now: number): RateLimitVerdict {
		const { limit, windowMs } = this.rateLimit || LEMLIST_RATE_LIMIT;
		const window = (key !== undefined && this.rateLimit && this.arrivals.get(key)) || [];
		const recent = window.filter((arrival) => arrival > now - windowMs);
		const allowed = recent.length < limit;
		if (key !== undefined && this.rateLimit) {
			if (allowed) recent.push(now);
			this.arrivals.set(key, recent);
		}
		return {
			allowed,
			headers: {
				'retry-after': String(Math.ceil(windowMs / 1_000)),
				'x-ratelimit-limit': String(limit),
				'x-ratelimit-remaining': String(limit - recent.length),
				// lemlist sends JavaScript's date text, with the zone's name, not a number.
				'x-ratelimit-reset': new Date((recent[0] ?? now) + windowMs).toString(),
			},
		};
	}
}
