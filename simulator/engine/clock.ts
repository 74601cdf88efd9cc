import { performance } from 'node:perf_hooks';

/** Tells the simulator what time it is: everything that expires or takes time is read from it. */
export interface Clock {
	/** Milliseconds since 1970, with fractions; never goes back. */
	now(): number;
	/** Moves the clock forward by so many milliseconds. */
	advance(milliseconds: number): void;
}

// Kept from load time, so that a test's fake timers do not stop a simulator in the same process.
const realSetTimeout = setTimeout;
const realClearTimeout = clearTimeout;

/** The real time plus what `advance` added. */
export function createClock(): Clock {
	let offset = 0;
	return {
		now: () => performance.timeOrigin + performance.now() + offset,
		advance: (milliseconds) => {
			offset += milliseconds;
		},
	};
}

/**
 * A clock that only moves when told to.
 * @param start milliseconds since 1970
 */
export function createManualClock(start = Date.UTC(2026, 0, 5, 9)): Clock {
	let now = start;
	return {
		now: () => now,
		advance: (milliseconds) => {
			now += milliseconds;
		},
	};
}

/**
 * Waits in real time; ends early, without an error, when the signal is aborted.
 * @param milliseconds how long to wait; 0 or less does not wait at all
 */
export async function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
	if (milliseconds <= 0 || signal.aborted) return;
	await new Promise<void>((resolve) => {
		const finish = () => {
			realClearTimeout(timer);
			signal.removeEventListener('abort', finish);
			resolve();
		};
		const timer = realSetTimeout(finish, milliseconds);
		signal.addEventListener('abort', finish);
	});
}
