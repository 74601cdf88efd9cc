import { Deadline, pause } from '../time/cancellation';
import { monotonicMs } from '../time/clock';
import type { Job, JobProvider, JobState, LookGaps } from './provider';

/** A gap varies by up to this share either way, so that many jobs do not look in step. */
const JITTER = 0.1;

/** The last look comes this long before the deadline (ms). */
const LAST_LOOK_MS = 500;

/** So many bad answers in a row are survived. */
const PATIENCE = 5;

export interface WaitOptions {
	/** Fixed gap between two looks (ms); 0 = the provider's. */
	pollIntervalMs: number;
	/** How long to wait (ms). */
	timeoutMs: number;
	/** The user's Stop. */
	signal?: AbortSignal;
	/** Called when `progress` changed. */
	onProgress?: (progress: string) => void;
}

/** How a wait ended. Texts for people are made in `messages.ts`. */
export type WaitEnd<Details> =
	| { ended: 'ready'; details: Details }
	| { ended: 'failed' | 'missing' | 'expired'; reason: string }
	| { ended: 'timeout'; waitedMs: number; progress?: string; details?: Details };

/** The gap before the next look (ms), without jitter. */
export function gapMs({ first, later }: LookGaps, look: number, ageMs: number, pollIntervalMs: number): number {
	if (pollIntervalMs > 0) return pollIntervalMs;
	const firstGap = first[look];
	if (firstGap !== undefined) return firstGap * 1000;
	return later.find(({ fromS }) => ageMs >= fromS * 1000)!.gapS * 1000;
}

function withJitter(ms: number): number {
	return ms * (1 + JITTER * (2 * Math.random() - 1));
}

/**
 * Looks at a job until it is ready, has ended otherwise, or the deadline is near. All times are on a clock that cannot
 * be set.
 *
 * @throws the signal's reason on Stop; what the provider threw, when that is not temporary or came six times in a row
 */
export async function waitForJob<Details>(
	provider: Pick<JobProvider<Details>, 'look' | 'isTemporary' | 'gaps' | 'lagMs'>,
	job: Job,
	{ pollIntervalMs, timeoutMs, signal, onProgress }: WaitOptions,
): Promise<WaitEnd<Details>> {
	const beganAt = monotonicMs();
	const deadlineAt = beganAt + timeoutMs;
	const deadline = new Deadline(timeoutMs, signal);
	let badAnswers = 0;
	let last: Extract<JobState<Details>, { phase: 'pending' }> | undefined;

	const look = async (): Promise<JobState<Details> | undefined> => {
		deadline.signal.throwIfAborted();
		const state = await provider.look(job.id, deadline.signal, job.own).catch((error: unknown) => {
			deadline.signal.throwIfAborted();
			badAnswers += 1;
			if (!provider.isTemporary(error) || badAnswers > PATIENCE) throw error;
		});
		if (!state) return undefined;
		const isLag = state.phase === 'missing' && job.own && monotonicMs() - job.startedAt < provider.lagMs;
		if (isLag && ++badAnswers <= PATIENCE) return undefined;
		badAnswers = 0;
		return state;
	};

	try {
		for (let looks = 0; ; looks++) {
			const now = monotonicMs();
			const ageMs = now - job.startedAt;
			const lastLookAt = Math.max(now, deadlineAt - LAST_LOOK_MS);
			const nextAt = now + withJitter(gapMs(provider.gaps, looks, ageMs, pollIntervalMs));
			// A job that was started earlier may long be done.
			const atOnce = looks === 0 && !(job.own && ageMs < (provider.gaps.first[0] ?? 0) * 1000);
			if (!atOnce) await pause(Math.min(nextAt, lastLookAt) - now, deadline.signal);

			const state = await look();
			switch (state?.phase) {
				case 'ready':
					return { ended: 'ready', details: state.details };
				case 'failed':
				case 'missing':
				case 'expired':
					return { ended: state.phase, reason: state.reason };
				case 'pending':
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
	return { ended: 'timeout', waitedMs: monotonicMs() - beganAt, progress: last?.progress, details: last?.details };
}
