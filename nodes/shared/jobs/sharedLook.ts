import { follow, pause, untilAborted } from '../time/cancellation';
import { monotonicMs } from '../time/clock';

/** One request, and who waits for it. */
interface Shared<Answer> {
	answer: Promise<Answer>;
	watchers: number;
	end: AbortController;
	/** When it is to be sent; somebody may want it sooner. */
	dueAt: number;
	sooner?: AbortController;
}

/**
 * One request that tells of many jobs: all who look within a gap share it, so that ten waiting jobs cost one request
 * for each gap and not ten.
 */
export class SharedLook<Answer> {
	private current?: Shared<Answer>;

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
	 * @param gapMs for one who may look more often than the others, or less
	 * @throws what `fetch` throws, or the signal's reason
	 */
	async look(signal?: AbortSignal, gapMs = this.gapMs): Promise<Answer> {
		signal?.throwIfAborted();
		const dueAt = this.lastAt + gapMs;
		const shared = (this.current ??= this.begin(dueAt));
		if (dueAt < shared.dueAt) {
			shared.dueAt = dueAt;
			shared.sooner?.abort();
		}
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

	private begin(dueAt: number): Shared<Answer> {
		const shared = { dueAt, watchers: 0, end: new AbortController() } as Shared<Answer>;
		shared.answer = this.next(shared);
		// Who looks after the answer wants a newer one.
		const over = () => {
			if (this.current === shared) this.current = undefined;
		};
		shared.answer.then(over, over);
		return shared;
	}

	private async next(shared: Shared<Answer>): Promise<Answer> {
		const { signal } = shared.end;
		for (let waitMs; (waitMs = shared.dueAt - monotonicMs()) > 0;) {
			shared.sooner = new AbortController();
			await pause(waitMs, follow(signal, shared.sooner.signal)).catch(() => signal.throwIfAborted());
		}
		this.lastAt = monotonicMs();
		return await this.fetch(signal);
	}
}
