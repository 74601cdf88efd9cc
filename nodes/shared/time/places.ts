import { untilAborted } from './cancellation';

/** Lets at most `places` tasks run at once; the others wait in the order they came. */
export class Places {
	private readonly waiting: Array<() => void> = [];

	constructor(private free: number) {}

	/**
	 * Runs a task as soon as a place is free.
	 *
	 * @throws what the task throws, or the signal's reason when it is aborted before the task began
	 */
	async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
		await this.enter(signal);
		try {
			return await task();
		} finally {
			this.leave();
		}
	}

	private async enter(signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		if (this.free > 0) {
			this.free -= 1;
			return;
		}
		const place = new Promise<void>((resolve) => this.waiting.push(resolve));
		await untilAborted(place, signal).catch((reason: unknown) => {
			// Whoever gave up hands on the place that it was given, or will be.
			void place.then(() => this.leave());
			throw reason;
		});
	}

	private leave(): void {
		const next = this.waiting.shift();
		if (next) next();
		else this.free += 1;
	}
}
