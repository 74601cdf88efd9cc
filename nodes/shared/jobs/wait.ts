import { Deadline, pause } from '../time/cancellation';
import { isTemporary } from '../n8n/errors';
import type { ExportJob, ExportProvider, ExportState } from './provider';

/**
 * Gaps between two looks (s): small exports are done in under a second; for the rest lemlist
 * advises 5 s, growing to 10 and 15 s (Get Campaign Export Status, "Polling strategy").
 */
const FIRST_GAPS_S = [1, 1, 2, 3];
const LATER_GAPS_S = [
	{ fromS: 300, gapS: 15 },
	{ fromS: 60, gapS: 10 },
	{ fromS: 0, gapS: 5 },
];

/** A gap varies by up to this share either way, so that many exports do not poll in step. */
const JITTER = 0.1;

/** The last look comes this long before the deadline (ms). */
const LAST_LOOK_MS = 500;

/** So many bad answers in a row are survived. */
const PATIENCE = 5;

/** So long after its start an export may still be unknown to a replica of the service (ms). */
const REPLICA_LAG_MS = 10_000;

export interface WaitOptions {
	/** Fixed gap between two looks (ms); 0 = adaptive. */
	pollIntervalMs: number;
	/** When to give up (ms since 1970). */
	deadlineAt: number;
	/** The user's Stop. */
	signal?: AbortSignal;
	/** Waits until the service may be asked once more; many exports share one budget. */
	pollTurn: (signal: AbortSignal) => Promise<unknown>;
	/** Called when `progress` changed. */
	onProgress?: (progress: string) => void;
}

/** Why no file came of an export. Texts for people are made where the service is known. */
export type WaitEnd<Details> =
	| { ended: 'ready'; details: Details }
	| { ended: 'failed' | 'missing'; reason: string }
	| { ended: 'timeout'; waitedMs: number; progress?: string; details?: Details };

/** The gap before the next look (ms), without jitter. */
export function gapMs(look: number, waitedMs: number, pollIntervalMs: number): number {
	if (pollIntervalMs > 0) return pollIntervalMs;
	const firstGap = FIRST_GAPS_S[look];
	if (firstGap !== undefined) return firstGap * 1000;
	return LATER_GAPS_S.find(({ fromS }) => waitedMs >= fromS * 1000)!.gapS * 1000;
}

function withJitter(ms: number): number {
	return ms * (1 + JITTER * (2 * Math.random() - 1));
}

/**
 * Looks at an export until it is ready, has ended otherwise, or the deadline is near.
 *
 * @throws the signal's reason on Stop; what the provider threw, when that is not temporary or came
 * six times in a row
 */
export async function waitForExport<Details>(
	provider: Pick<ExportProvider<Details>, 'getState' | 'regenerate'>,
	job: ExportJob,
	{ pollIntervalMs, deadlineAt, signal, pollTurn, onProgress }: WaitOptions,
): Promise<WaitEnd<Details>> {
	const beganAt = Date.now();
	const deadline = new Deadline(deadlineAt - beganAt, signal);
	let badAnswers = 0;
	let regenerated = false;
	let last: Extract<ExportState<Details>, { phase: 'pending' }> | undefined;

	const look = async (): Promise<ExportState<Details> | undefined> => {
		await pollTurn(deadline.signal);
		deadline.signal.throwIfAborted();
		const state = await provider.getState(job.exportId, deadline.signal).catch((error: unknown) => {
			deadline.signal.throwIfAborted();
			badAnswers += 1;
			if (!isTemporary(error) || badAnswers > PATIENCE) throw error;
		});
		if (!state) return undefined;
		if (
			state.phase === 'missing' &&
			job.own &&
			Date.now() - job.startedAt < REPLICA_LAG_MS &&
			++badAnswers <= PATIENCE
		) {
			return undefined;
		}
		badAnswers = 0;
		return state;
	};

	try {
		for (let looks = 0; ; looks++) {
			const now = Date.now();
			const lastLookAt = Math.max(now, deadlineAt - LAST_LOOK_MS);
			const nextAt = now + withJitter(gapMs(looks, now - job.startedAt, pollIntervalMs));
			// An export that was started earlier may long be done.
			const atOnce = looks === 0 && !(job.own && now - job.startedAt < FIRST_GAPS_S[0]! * 1000);
			if (!atOnce) await pause(Math.min(nextAt, lastLookAt) - now, deadline.signal);

			const state = await look();
			if (state?.phase === 'ready') return { ended: 'ready', details: state.details };
			if (state?.phase === 'failed') return { ended: 'failed', reason: state.reason };
			if (state?.phase === 'missing') {
				if (!provider.regenerate || regenerated) return { ended: 'missing', reason: state.reason };
				regenerated = true;
				await provider.regenerate(job.exportId, deadline.signal);
			}
			if (state?.phase === 'pending') {
				if (state.progress !== last?.progress) onProgress?.(state.progress);
				last = state;
			}
			if (nextAt >= lastLookAt && !atOnce) break;
		}
	} catch (error) {
		if (!deadline.expired) return await Promise.reject(error);
	} finally {
		deadline.clear();
	}
	return { ended: 'timeout', waitedMs: Date.now() - beganAt, progress: last?.progress, details: last?.details };
}
