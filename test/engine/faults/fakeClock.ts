/** Kept from load time: what the simulators do over real connections needs real moments. */
const realSetTimeout = setTimeout;

/** So many moments without any sign of life, and only then does the fake clock move. */
const QUIET_MOMENTS = 3;
const STUCK_MOMENTS = 5000;

export interface Passing {
	/** Whether a request is under way that will be answered. */
	isBusy(): boolean;
	/** Counts everything that happens; a change means life. */
	pulse(): number;
	/** Called in every moment. */
	onMoment?(): void;
	/** No work may take longer (fake ms). */
	mostMs: number;
}

/** A moment for what happens over real connections. */
export async function moment(): Promise<void> {
	await new Promise((resolve) => realSetTimeout(resolve, 1));
	for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/**
 * Lets fake time jump from timer to timer while `work` waits, and stand still while requests are under way: what happens
 * does not depend on how busy the machine is.
 *
 * @throws Error when it takes longer than it may, or waits for nothing
 */
export async function throughTime<T>(
	work: Promise<T>,
	{ isBusy, pulse, onMoment, mostMs }: Passing,
): Promise<{ value: T; tookMs: number }> {
	const beganAt = performance.now();
	let settled = false;
	const result = work.finally(() => (settled = true));
	result.catch(() => {});
	let stuck = 0;
	for (let quiet = 0, before = pulse(); !settled;) {
		await moment();
		onMoment?.();
		const now = pulse();
		quiet = isBusy() || now !== before ? 0 : quiet + 1;
		before = now;
		if (quiet < QUIET_MOMENTS) continue;
		if (jest.getTimerCount() > 0) await jest.advanceTimersToNextTimerAsync();
		else if (++stuck > STUCK_MOMENTS) throw new Error('It waits for nothing');
		quiet = 0;
		if (performance.now() - beganAt > mostMs) throw new Error(`It has not ended after ${mostMs} ms`);
	}
	return { value: await result, tookMs: performance.now() - beganAt };
}
