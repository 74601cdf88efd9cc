import { Deadline, pause, untilAborted } from '../../../../../nodes/shared/time/cancellation';
import { idle, useFakeTime } from '../../../../support/fakeTime';

const reason = new Error('Stopped by the user');

describe('waiting for something until a signal is aborted', () => {
	it('gives what it gives', async () => {
		await expect(untilAborted(Promise.resolve(1))).resolves.toBe(1);
		await expect(untilAborted(Promise.resolve(1), new AbortController().signal)).resolves.toBe(1);
		await expect(untilAborted(Promise.reject(new Error('failed')), new AbortController().signal)).rejects.toThrow(
			'failed',
		);
	});

	it('ends with the reason of the signal, also when it was aborted before', async () => {
		const stop = new AbortController();
		const waiting = untilAborted(new Promise(() => {}), stop.signal);
		stop.abort(reason);
		await expect(waiting).rejects.toBe(reason);
		await expect(untilAborted(Promise.resolve(1), stop.signal)).rejects.toBe(reason);
	});

	it('swallows what fails after nobody waits any more', async () => {
		const unhandled = jest.fn();
		process.on('unhandledRejection', unhandled);
		for (const signal of [AbortSignal.abort(reason), undefined]) {
			const stop = new AbortController();
			const waiting = untilAborted(
				idle(2).then(() => Promise.reject(new Error('late'))),
				signal ?? stop.signal,
			).catch(() => {});
			stop.abort(reason);
			await waiting;
		}
		await idle();
		process.off('unhandledRejection', unhandled);
		expect(unhandled).not.toHaveBeenCalled();
	});

	it('leaves no listener behind', async () => {
		const { signal } = new AbortController();
		const added = jest.spyOn(signal, 'addEventListener');
		const removed = jest.spyOn(signal, 'removeEventListener');
		for (let i = 0; i < 20; i++) await untilAborted(Promise.resolve(i), signal);
		expect(added).toHaveBeenCalledTimes(20);
		expect(removed).toHaveBeenCalledTimes(20);
	});
});

describe('a pause', () => {
	useFakeTime();

	it('lasts as long as it should, rounded up to milliseconds', async () => {
		let over = false;
		void pause(99.2).then(() => (over = true));
		await jest.advanceTimersByTimeAsync(99);
		expect(over).toBe(false);
		await jest.advanceTimersByTimeAsync(1);
		expect(over).toBe(true);
	});

	it('of less than nothing ends at once', async () => {
		const over = pause(-5);
		await jest.advanceTimersByTimeAsync(0);
		await expect(over).resolves.toBeUndefined();
	});

	it('ends with the signal, and leaves no timer', async () => {
		const stop = new AbortController();
		const paused = pause(60_000, stop.signal);
		stop.abort(reason);
		await expect(paused).rejects.toBe(reason);
		await expect(pause(60_000, stop.signal)).rejects.toBe(reason);
		expect(jest.getTimerCount()).toBe(0);
	});
});

describe('a deadline', () => {
	useFakeTime();

	it('aborts its signal when the time has passed, and says so', async () => {
		const deadline = new Deadline(1000);
		await jest.advanceTimersByTimeAsync(999);
		expect([deadline.signal.aborted, deadline.expired]).toEqual([false, false]);
		await jest.advanceTimersByTimeAsync(1);
		expect([deadline.signal.aborted, deadline.expired]).toEqual([true, true]);
		expect(deadline.signal.reason).toEqual(new Error('The time limit has passed'));
	});

	it('is aborted with its parent, and has not expired then', async () => {
		const stop = new AbortController();
		const deadline = new Deadline(1000, stop.signal);
		stop.abort(reason);
		expect([deadline.signal.aborted, deadline.expired]).toEqual([true, false]);
		expect(deadline.signal.reason).toBe(reason);
		await jest.advanceTimersByTimeAsync(2000);
		expect(deadline.expired).toBe(false);
	});

	it('stays quiet once it is cleared, and leaves no timer', async () => {
		const deadline = new Deadline(1000, new AbortController().signal);
		deadline.clear();
		expect(jest.getTimerCount()).toBe(0);
		await jest.advanceTimersByTimeAsync(5000);
		expect([deadline.signal.aborted, deadline.expired]).toEqual([false, false]);
	});

	it('that was cleared is still aborted with its parent', () => {
		const stop = new AbortController();
		const deadline = new Deadline(1000, stop.signal);
		deadline.clear();
		stop.abort(reason);
		expect(deadline.signal.aborted).toBe(true);
	});
});
