import { pause, untilAborted } from '../time/cancellation';
import { monotonicMs } from '../time/clock';

/**
 * One request that tells of many jobs: all who look within a gap share it, so that ten waiting jobs cost one request
 * for each gap and not ten.
 */
export class SharedLook<Answer> {
	private current?: { answer: Promise<Answer>; watchers: number; end: AbortController };

	private lastAt = -Infinity;

	/**
	 * @param fetch sends the request; its signal is aborted when nobody waits for it any more
	 * @param gapMs the least time between two requests (ms)
	 */
	constructor(
		private readonly fetch: (signal: AbortSignal) => Promise<Answer>,
		private readonly gapMs: number,
	) {}

	/**
	 * The next answer, or the one on its way.
	 *
	 * @throws what `fetch` throws, or the signal's reason
	 */
	async look(signal?: AbortSignal): Promise<Answer> {
		signal?.throwIfAborted();
		const shared = (this.current ??= this.begin());
		shared.watchers += 1;
		try {
			return await untilAborted(shared.answer, signal);
		} finally {
			shared.watchers -= 1;
			if (shared.watchers === 0) {
				shared.end.abort(new Error('Nobody waits for the answer any more'));
				if (this.current === shared) this.current = undefined;
			}
		}
	}

	private begin() {
		const end = new AbortController();
		const shared = { answer: this.next(end.signal), watchers: 0, end };
		// Who looks after the answer wants a newer one.
		const over = () => {
			if (this.current === shared) this.current = undefined;
		};
		shared.answer.then(over, over);
		return shared;
	}

	private async next(signal: AbortSignal): Promise<Answer> {
		const waitMs = this.lastAt + this.gapMs - monotonicMs();
		if (waitMs > 0) await pause(waitMs, signal);
		this.lastAt = monotonicMs();
		return await this.fetch(signal);
	}
}
