import { SharedLook } from '../../../../../nodes/shared/jobs/sharedLook';
import { advance, useFakeTime } from '../../../../support/fakeTime';

const SECOND = 1000;

describe('A look that is shared', () => {
	useFakeTime();

	const { signal } = new AbortController();

	/** Looks at its own gap again and again, for so long. */
	async function watch(shared: SharedLook<void>, gapMs: number | undefined, forMs: number): Promise<void> {
		const until = performance.now() + forMs;
		while (performance.now() < until) await shared.look(signal, gapMs);
	}

	it('comes sooner for one who may look more often than those who wait for it', async () => {
		const times: number[] = [];
		const beganAt = performance.now();
		const shared = new SharedLook(async () => void times.push(performance.now() - beganAt), 5 * SECOND);
		void watch(shared, undefined, 60 * SECOND);
		await advance(6 * SECOND);
		expect(times).toEqual([0, 5 * SECOND]);
		void shared.look(signal, 2 * SECOND);
		await advance(2 * SECOND);
		expect(times).toEqual([0, 5 * SECOND, 7 * SECOND]);
	});

	it('comes at once for one whose gap is over', async () => {
		const fetch = jest.fn(async () => {});
		const shared = new SharedLook(fetch, 60 * SECOND);
		await shared.look();
		void shared.look();
		await advance(SECOND);
		expect(fetch).toHaveBeenCalledTimes(1);
		await shared.look(signal, SECOND);
		expect(fetch).toHaveBeenCalledTimes(2);
	});
});
