import { pause, untilAborted } from '../time/cancellation';
import { monotonicMs } from '../time/clock';
import type { Counter, LimitWords, RequestKind } from './counter';

/** A place, taken by one request. */
export interface Slot {
	/** To be called when the answer's headers are in. */
	answered(words: LimitWords): void;
}

/** Who asks for a place. */
export interface Asker {
	kind: RequestKind;
	/** An execution, or whatever else takes turns with others. */
	owner: object;
	/** Whether this request had a place before, and met a 429: it keeps its turn. */
	again?: boolean;
}

interface Waiting {
	kind: RequestKind;
	owner: object;
	give(slot: Slot): void;
	/** Nobody waits for it any more. */
	gone: boolean;
}

/**
 * Gives places to requests as the counters allow. First go requests that met a 429, then editors, then looks at jobs,
 * then executions in turns: one with 10,000 requests delays another by a turn, not by its queue.
 */
export class Limiter {
	private readonly again: Waiting[] = [];

	private readonly editors: Waiting[] = [];

	private readonly looks: Waiting[] = [];

	/** The queue of each owner; whose turn it is comes first. */
	private readonly runs = new Map<object, Waiting[]>();

	private waiting = 0;

	private timer = new AbortController();

	/** @param counters all of which have to allow a request */
	constructor(private readonly counters: readonly Counter[]) {}

	/**
	 * Waits for a place and takes it.
	 *
	 * @throws the signal's reason, when it is aborted while waiting; no place is taken then
	 */
	async acquire({ kind, owner, again = false }: Asker, signal?: AbortSignal): Promise<Slot> {
		signal?.throwIfAborted();
		let give: (slot: Slot) => void = () => {};
		const place = new Promise<Slot>((resolve) => (give = resolve));
		const waiting: Waiting = { kind, owner, give, gone: false };
		const queue = this.queueOf(waiting, again);
		queue.push(waiting);
		this.waiting += 1;
		// Behind others of its own, it changes nothing.
		if (kind !== 'run' || queue.length === 1) this.serve();
		try {
			return await untilAborted(place, signal);
		} catch (reason) {
			if (!waiting.gone) {
				waiting.gone = true;
				this.waiting -= 1;
			}
			return await Promise.reject(reason);
		}
	}

	private queueOf({ kind, owner }: Waiting, again: boolean): Waiting[] {
		if (again) return this.again;
		if (kind !== 'run') return kind === 'editor' ? this.editors : this.looks;
		const queue = this.runs.get(owner) ?? [];
		this.runs.set(owner, queue);
		return queue;
	}

	/** Gives places to all who may go now, and comes back when the next one may. */
	private serve(): void {
		this.timer.abort(new Error('Another one looks after the queue'));
		let nextMs = this.serveOne();
		while (nextMs === 0) nextMs = this.serveOne();
		if (nextMs === Infinity) return;
		this.timer = new AbortController();
		pause(nextMs, this.timer.signal).then(
			() => this.serve(),
			() => {},
		);
	}

	/** Gives a place to the first who may go. @returns 0 if there was one, else the time until one may go (ms) */
	private serveOne(): number {
		let nextMs = Infinity;
		for (const queue of [this.again, this.editors, this.looks, this.turn()]) {
			const first = firstOf(queue);
			if (!first) continue;
			const now = monotonicMs();
			const waitMs = Math.max(...this.counters.map((counter) => counter.waitMs(now, first.kind, this.waiting)));
			if (waitMs <= 0) {
				queue.shift();
				this.endTurn(first.owner, queue);
				this.give(first, now);
				return 0;
			}
			nextMs = Math.min(nextMs, waitMs);
		}
		return nextMs;
	}

	/** The queue of the owner whose turn it is. */
	private turn(): Waiting[] {
		for (const [owner, queue] of this.runs) {
			if (firstOf(queue)) return queue;
			this.runs.delete(owner);
		}
		return [];
	}

	/** The owner goes behind the others. */
	private endTurn(owner: object, queue: Waiting[]): void {
		if (this.runs.get(owner) !== queue) return;
		this.runs.delete(owner);
		if (queue.length > 0) this.runs.set(owner, queue);
	}

	private give(waiting: Waiting, now: number): void {
		waiting.gone = true;
		this.waiting -= 1;
		const heard = this.counters.map((counter) => counter.take(now, waiting.kind));
		waiting.give({
			answered: (words) => {
				for (const hear of heard) hear(words, monotonicMs());
				this.serve();
			},
		});
	}
}

/** The first of a queue who still waits; those who gave up before it are dropped. */
function firstOf(queue: Waiting[]): Waiting | undefined {
	while (queue[0]?.gone) queue.shift();
	return queue[0];
}
