/** So many requests in so many milliseconds. */
export interface RateLimit {
	limit: number;
	windowMs: number;
}

/** Where a request stands in its window. */
export interface LimitWindow {
	allowed: boolean;
	limit: number;
	remaining: number;
	/** When it ends, in milliseconds since 1970. */
	endsAt: number;
	/** How long until then. */
	msLeft: number;
	/** All windows it stands in, where there are several. */
	windows?: readonly LimitWindow[];
}

/** What counts requests, and says which go through. */
export interface Limiter {
	/**
	 * Counts a request.
	 * @param payer whom it counts for; nothing is counted without one
	 * @param now milliseconds since 1970
	 */
	arrive(payer: string | undefined, now: number): LimitWindow;
}

/**
 * Fixed windows, one at a time per payer: one begins with the first request after the last one ended,
 * and takes `windowMs`, however many requests it refuses.
 */
export class RateLimiter implements Limiter {
	private readonly windows = new Map<string, { endsAt: number; arrived: number }>();
	private most = 0;

	/** @param refuses false = requests are counted, but let through as if each were the first */
	constructor(
		private readonly rate: RateLimit,
		private readonly refuses = true,
	) {}

	/** The most requests that arrived in one window, refused ones included. */
	get mostInWindow(): number {
		return this.most;
	}

	arrive(payer: string | undefined, now: number): LimitWindow {
		const { limit, windowMs } = this.rate;
		const fresh = { allowed: true, limit, remaining: limit, endsAt: now + windowMs, msLeft: windowMs };
		if (payer === undefined) return fresh;
		const known = this.windows.get(payer);
		const window = known && now < known.endsAt ? known : { endsAt: now + windowMs, arrived: 0 };
		this.windows.set(payer, window);
		this.most = Math.max(this.most, ++window.arrived);
		if (!this.refuses) return fresh;
		return {
			allowed: window.arrived <= limit,
			limit,
			remaining: Math.max(0, limit - window.arrived),
			endsAt: window.endsAt,
			msLeft: window.endsAt - now,
		};
	}
}

/** Several limits at once: a request counts for each, and every one has to let it through. */
export class RateLimiters implements Limiter {
	/** @param limiters at least one */
	constructor(private readonly limiters: readonly RateLimiter[]) {}

	/** The window that decides: of those that refuse the one that ends last, else the one with the fewest left. */
	arrive(payer: string | undefined, now: number): LimitWindow {
		const windows = this.limiters.map((limiter) => limiter.arrive(payer, now));
		const refusing = windows.filter(({ allowed }) => !allowed);
		const [deciding] =
			refusing.length > 0
				? refusing.sort((one, other) => other.endsAt - one.endsAt)
				: [...windows].sort((one, other) => one.remaining - other.remaining);
		return { ...(deciding as LimitWindow), windows };
	}
}
