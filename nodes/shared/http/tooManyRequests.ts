import type { Slot } from './limiter';
import type { RawAnswer } from './send';
import type { RequestLimits } from './service';
import { type BodyStream, readStart } from './streams';
import { parseBody } from './text';

/** Wait after a 429 that says no time, and the longest that one is obeyed (ms). */
const DEFAULT_RETRY_AFTER_MS = 2000;
const LONGEST_RETRY_AFTER_MS = 60_000;

async function textOf({ body }: RawAnswer): Promise<string> {
	return typeof body === 'object' && body !== null ? await readStart(body as BodyStream) : String(body ?? '');
}

/**
 * Sends a request when the limit has a place for it, and again after each 429, which the service did nothing for.
 *
 * @param acquire waits for a place; after a 429 with the turn it had
 * @param once sends it, once
 * @param isFinal whether waiting does not help against this 429, given its body
 * @returns the first answer that is no 429, or the 429 (its body read) with which patience ends
 */
export async function withinLimit(
	{ retryAfterMs, told, patienceMs }: RequestLimits,
	acquire: (again: boolean) => Promise<Slot>,
	once: () => Promise<RawAnswer>,
	isFinal: (answer: RawAnswer) => boolean,
): Promise<RawAnswer> {
	// Used up by the waits that the service asks for, not by the time in the queue for a place.
	let leftMs = patienceMs;
	for (let again = false; ; again = true) {
		const slot = await acquire(again);
		const answer = await once();
		const words = told?.(answer.headers) ?? {};
		if (answer.status !== 429) {
			slot.answered(words);
			return answer;
		}
		const text = await textOf(answer);
		const waitMs = Math.min(
			retryAfterMs(answer.headers, parseBody(text)) ?? DEFAULT_RETRY_AFTER_MS,
			LONGEST_RETRY_AFTER_MS,
		);
		const refused = { ...answer, body: text };
		const final = isFinal(refused);
		slot.answered(final ? words : { ...words, retryAfterMs: waitMs });
		leftMs -= waitMs;
		if (final || leftMs < 0) return refused;
	}
}
