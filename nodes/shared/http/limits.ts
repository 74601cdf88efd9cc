import { createHash } from 'node:crypto';

import { FixedWindow } from './fixedWindow';
import { Limiter } from './limiter';
import type { RequestLimits } from './service';
import { SlidingWindow } from './slidingWindow';

interface KeyLimit {
	limiter: Limiter;
	setShare(share: number): void;
}

const limitsByKey = new Map<string, KeyLimit>();

function newLimit({ windows, told }: RequestLimits): KeyLimit {
	const counters = windows.map(({ requests, windowMs }) =>
		told ? new FixedWindow(requests, windowMs) : new SlidingWindow(requests, windowMs),
	);
	return {
		limiter: new Limiter(counters),
		setShare: (share) => {
			for (const counter of counters) if (counter instanceof FixedWindow) counter.setShare(share);
		},
	};
}

/**
 * The limiter that belongs to an API key at a base URL, shared by every node and execution of this process. Only a hash
 * of the two is kept.
 *
 * @param share what this process may use of the limit, in requests a window; undefined = all
 */
export function limiterFor(limits: RequestLimits, apiKey: string, baseUrl: string, share?: number): Limiter {
	const id = createHash('sha256').update(`${baseUrl}\n${apiKey}`).digest('hex');
	const limit = limitsByKey.get(id) ?? newLimit(limits);
	limitsByKey.set(id, limit);
	limit.setShare(share ?? limits.windows[0]!.requests);
	return limit.limiter;
}
