import { isTemporary, type ServiceError } from '../n8n/serviceError';
import { pause } from '../time/cancellation';
import { monotonicMs } from '../time/clock';
import type { RetryRules } from './service';

/** Full jitter: a random part of a gap that doubles, so that clients do not come back together (ms). */
export function backoffMs(
	attempt: number,
	{ firstGapMs, longestGapMs }: Pick<RetryRules, 'firstGapMs' | 'longestGapMs'>,
) {
	return Math.random() * Math.min(longestGapMs, firstGapMs * 2 ** attempt);
}

/** Whether a failed call may be sent again at once: nothing or nonsense came back, or a server's moment of trouble. */
function isWorthRetrying(error: unknown, { statuses }: RetryRules): error is ServiceError {
	if (!isTemporary(error)) return false;
	return error.kind === 'unreachable' || error.kind === 'unreadable' || statuses.has(error.status ?? 0);
}

/**
 * Makes a call that is safe to repeat, again where it failed for the moment.
 *
 * @param lateMs a try that took so long is the last one: the call is heavy, and would take as long again
 * @throws what the last try threw, or the signal's reason while waiting
 */
export async function withRetries<T>(
	call: () => Promise<T>,
	rules: RetryRules,
	{ signal, lateMs = Infinity }: { signal?: AbortSignal; lateMs?: number } = {},
): Promise<T> {
	for (let attempt = 0; ; attempt++) {
		const beganAt = monotonicMs();
		try {
			return await call();
		} catch (error) {
			const isLate = monotonicMs() - beganAt >= lateMs;
			if (attempt >= rules.times || isLate || !isWorthRetrying(error, rules)) return await Promise.reject(error);
		}
		await pause(backoffMs(attempt, rules), signal);
	}
}
