import { sleep } from 'n8n-workflow';

/**
 * Settles like `promise`, or rejects with the signal's reason as soon as the signal is aborted.
 * The promise itself goes on in the background; its later rejection is swallowed.
 *
 * @param signal aborted when nobody waits for the result any more; none = wait for ever
 */
export async function untilAborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
	if (!signal) return await promise;
	promise.catch(() => {});
	signal.throwIfAborted();
	let onAbort: () => void = () => {};
	const aborted = new Promise<never>((_resolve, reject) => {
		onAbort = () => reject(signal.reason as Error);
		signal.addEventListener('abort', onAbort, { once: true });
	});
	try {
		return await Promise.race([promise, aborted]);
	} finally {
		signal.removeEventListener('abort', onAbort);
	}
}

/**
 * Resolves after `ms` milliseconds, or rejects with the signal's reason when it is aborted first.
 * n8n-workflow's `sleep` takes a signal only from 2.34 on; there the timer ends with the wait,
 * before that it runs out unheard.
 */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
	await untilAborted(sleep(Math.max(0, Math.ceil(ms)), signal), signal);
}

/** Aborted with `signal`, for another listener: Node warns when one signal has more than ten. */
export function follow(...signals: Array<AbortSignal | undefined>): AbortSignal {
	return AbortSignal.any(signals.filter((signal) => signal !== undefined));
}

/**
 * A point in time as a signal: aborted when `ms` milliseconds have passed or `parent` is aborted.
 * Built on `sleep` and not on `AbortSignal.timeout`, which fake clocks do not move.
 */
export class Deadline {
	/** Aborted at the deadline, or with `parent`. */
	readonly signal: AbortSignal;

	/** Whether the time is up. Stays false when `parent` ended the wait. */
	expired = false;

	private readonly timer = new AbortController();

	constructor(ms: number, parent?: AbortSignal) {
		const clock = new AbortController();
		this.signal = follow(parent, clock.signal);
		pause(ms, this.timer.signal).then(
			() => {
				this.expired = !parent?.aborted;
				clock.abort(new Error('The time limit has passed'));
			},
			() => {},
		);
	}

	/** Ends the timer. The signal is not aborted by it any more. */
	clear(): void {
		this.timer.abort(new Error('Deadline cleared'));
	}
}
