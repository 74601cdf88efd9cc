/**
 * Milliseconds on a clock that only ever goes forward: for waits and ages. The wall clock (`Date.now()`) can be set,
 * and is for dates that people see.
 */
export function monotonicMs(): number {
	return performance.now();
}
