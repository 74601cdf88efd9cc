/** Timers, `Date` and `performance` stand still; what Node's streams and promises run on stays real. */
export function useFakeTime(): void {
	beforeEach(() => {
		jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'clearImmediate', 'queueMicrotask'] });
	});
	afterEach(() => {
		jest.useRealTimers();
	});
}

/** Lets everything happen that takes no time: promises, streams, intercepted requests and their answers. */
export async function idle(turns = 40): Promise<void> {
	for (let turn = 0; turn < turns; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** Moves the fake clock by `ms`, in steps small enough for requests to be answered in between. */
export async function advance(ms: number, step = Math.max(1, Math.min(ms, 250))): Promise<void> {
	await idle();
	for (let passed = 0; passed < ms; passed += step) {
		await jest.advanceTimersByTimeAsync(Math.min(step, ms - passed));
		await idle();
	}
}

/** What became of a promise while the fake clock moved on. */
export interface Outcome<Value> {
	value?: Value;
	error?: unknown;
	/** Fake milliseconds until it settled. */
	tookMs: number;
}

/** Moves the fake clock until `promise` settles. Fails when it takes longer than `withinMs` fake milliseconds. */
export async function outcomeOf<Value>(
	promise: Promise<Value>,
	withinMs = 300_000,
	step = 250,
): Promise<Outcome<Value>> {
	const startedAt = Date.now();
	let outcome: Outcome<Value> | undefined;
	promise.then(
		(value) => (outcome = { value, tookMs: Date.now() - startedAt }),
		(error: unknown) => (outcome = { error, tookMs: Date.now() - startedAt }),
	);
	await idle();
	while (!outcome) {
		if (Date.now() - startedAt > withinMs) throw new Error(`Not settled after ${withinMs} ms`);
		await advance(step, step);
	}
	return outcome;
}
