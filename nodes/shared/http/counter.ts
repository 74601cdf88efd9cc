/** What an answer says about the limit of requests. */
export interface LimitWords {
	/** Requests left in the service's own count. */
	remaining?: number;
	/** Until its window ends (ms). */
	endsInMs?: number;
	/** Set on a 429 only: until the next request (ms). */
	retryAfterMs?: number;
}

/**
 * What a request is for, which decides who goes first: somebody waits in the editor; a job is looked at, which must
 * not wait long under any load; or an execution goes on.
 */
export type RequestKind = 'editor' | 'look' | 'run';

/** Counts the requests of one limit. All times are on the clock of `monotonicMs`. */
export interface Counter {
	/**
	 * How long until a request may go (ms); 0 = now.
	 *
	 * @param demand how many requests wait, this one included
	 */
	waitMs(now: number, kind: RequestKind, demand: number): number;
	/** Takes a place for a request that goes now. Gives what its answer is told to. */
	take(now: number, kind: RequestKind): (words: LimitWords, now: number) => void;
}
