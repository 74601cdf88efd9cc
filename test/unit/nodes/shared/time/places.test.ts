import fc from '../../../../properties';

import { Places } from '../../../../../nodes/shared/time/places';
import { idle } from '../../../../support/fakeTime';

/** A task that ends when it is told to. */
function openTask() {
	let end: () => void = () => {};
	const ended = new Promise<void>((resolve) => (end = resolve));
	const state = { begun: false };
	const task = async () => {
		state.begun = true;
		await ended;
		return 'done';
	};
	return { state, task, end };
}

describe('a number of places', () => {
	it('lets so many tasks run at once, and the next one when one has ended', async () => {
		const places = new Places(2);
		const tasks = [openTask(), openTask(), openTask(), openTask()];
		const results = tasks.map(async ({ task }) => await places.run(task));
		const begun = () => tasks.map(({ state }) => state.begun);
		await idle();
		expect(begun()).toEqual([true, true, false, false]);
		tasks[1]!.end();
		await idle();
		expect(begun()).toEqual([true, true, true, false]);
		for (const { end } of tasks) end();
		expect(await Promise.all(results)).toEqual(Array(4).fill('done'));
	});

	it('is free again after a task that failed', async () => {
		const places = new Places(1);
		const failing = places.run(async () => await Promise.reject(new Error('failed')));
		const next = places.run(async () => 'next');
		await expect(failing).rejects.toThrow('failed');
		expect(await next).toBe('next');
	});

	it('never begins a task whose signal is aborted', async () => {
		const places = new Places(1);
		const task = jest.fn(async () => 'done');
		const reason = new Error('stop');
		await expect(places.run(task, AbortSignal.abort(reason))).rejects.toBe(reason);
		expect(task).not.toHaveBeenCalled();
	});

	it('loses no place to one who gave up waiting', async () => {
		const places = new Places(1);
		const first = openTask();
		const running = places.run(first.task);
		const stop = new AbortController();
		const task = jest.fn(async () => 'done');
		const gaveUp = places.run(task, stop.signal);
		const waiting = places.run(async () => 'waited');
		const reason = new Error('stop');
		stop.abort(reason);
		await expect(gaveUp).rejects.toBe(reason);
		first.end();
		await running;
		expect(await waiting).toBe('waited');
		expect(task).not.toHaveBeenCalled();
	});

	it('loses no place when the signal is aborted in the moment the place is given', async () => {
		const places = new Places(1);
		const first = openTask();
		const running = places.run(first.task);
		const stop = new AbortController();
		const second = places.run(async () => 'second', stop.signal).catch(() => 'gave up');
		first.end();
		void running.then(() => stop.abort(new Error('stop')));
		await second;
		expect(await places.run(async () => 'third')).toBe('third');
	});

	it('is never exceeded and always used up, whoever fails or gives up', async () => {
		const plan = fc.array(
			fc.record({ turns: fc.nat(5), fails: fc.boolean(), givesUpAfter: fc.option(fc.nat(8), { nil: undefined }) }),
			{ maxLength: 25 },
		);
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 1, max: 4 }), plan, async (count, tasks) => {
				const places = new Places(count);
				let running = 0;
				let most = 0;
				await Promise.allSettled(
					tasks.map(async ({ turns, fails, givesUpAfter }) => {
						const stop = new AbortController();
						if (givesUpAfter !== undefined) void idle(givesUpAfter).then(() => stop.abort(new Error('stop')));
						await places.run(async () => {
							most = Math.max(most, ++running);
							await idle(turns);
							running -= 1;
							if (fails) throw new Error('failed');
						}, stop.signal);
					}),
				);
				expect(most).toBeLessThanOrEqual(count);
				await idle(2);
				const all = Array.from({ length: count }, () => openTask());
				const last = all.map(async ({ task }) => await places.run(task));
				await idle(2);
				expect(all.every(({ state }) => state.begun)).toBe(true);
				for (const { end } of all) end();
				await Promise.all(last);
			}),
			{ numRuns: 40 },
		);
	});
});
