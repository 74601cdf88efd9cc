import fc from 'fast-check';

import { lemlist as lemlistService } from '../../../../../nodes/shared/lemlist/service';
import { limitsFor, RateLimiter, type Slot } from '../../../../../nodes/shared/http/rateLimit';
import { lemlist } from '../../../../fixtures';
import { idle, useFakeTime } from '../../../../support/fakeTime';

const LIMIT = 20;
const WINDOW_MS = 2000;
const MARGIN_MS = 50;
const PERIOD_MS = WINDOW_MS + MARGIN_MS;

function newLimiter() {
	return new RateLimiter(LIMIT, WINDOW_MS, MARGIN_MS);
}

/** Milliseconds of the fake clock, from the start of the test on. */
const now = () => performance.now();

/** Asks for `count` places at once and notes when each is given. */
function request(limiter: RateLimiter, count: number, signal?: AbortSignal) {
	const departures: number[] = [];
	const slots: Slot[] = [];
	for (let i = 0; i < count; i++) {
		void limiter.acquire(signal).then((slot) => {
			departures.push(now());
			slots.push(slot);
		});
	}
	return { departures, slots };
}

/** One request that was answered just now: the connection is open. */
async function warmUp(limiter: RateLimiter) {
	(await limiter.acquire()).answered({});
	await jest.advanceTimersByTimeAsync(PERIOD_MS);
}

/** The most points in time that lie in any half-open span of `span` milliseconds. */
function mostWithin(times: number[], span: number): number {
	const sorted = [...times].sort((a, b) => a - b);
	return Math.max(0, ...sorted.map((from) => sorted.filter((at) => at >= from && at < from + span).length));
}

describe('the rate limiter', () => {
	useFakeTime();

	describe('on an open connection', () => {
		it('lets twenty requests go at once, and the next ones 2.05 s after the first', async () => {
			const limiter = newLimiter();
			await warmUp(limiter);
			const startedAt = now();
			const { departures } = request(limiter, 41);
			await jest.advanceTimersByTimeAsync(0);
			expect(departures).toEqual(Array(20).fill(startedAt));
			await jest.advanceTimersByTimeAsync(PERIOD_MS - 1);
			expect(departures).toHaveLength(20);
			await jest.advanceTimersByTimeAsync(1);
			expect(departures).toHaveLength(40);
			await jest.advanceTimersByTimeAsync(PERIOD_MS);
			expect(departures[40]).toBe(startedAt + 2 * PERIOD_MS);
		});

		it('lets each further request go as soon as the twentieth before it has left the window', async () => {
			const limiter = newLimiter();
			await warmUp(limiter);
			const departures: number[] = [];
			for (let i = 0; i < 20; i++) {
				await limiter.acquire();
				departures.push(now());
				await jest.advanceTimersByTimeAsync(37);
			}
			const late = request(limiter, 20);
			await jest.advanceTimersByTimeAsync(2 * PERIOD_MS);
			expect(late.departures).toEqual(departures.map((at) => at + PERIOD_MS));
		});

		it('serves in the order of the calls', async () => {
			const limiter = newLimiter();
			const order: number[] = [];
			for (let i = 0; i < 50; i++) void limiter.acquire().then(() => order.push(i));
			await jest.advanceTimersByTimeAsync(3 * PERIOD_MS);
			expect(order).toEqual(Array.from({ length: 50 }, (_, i) => i));
		});
	});

	describe('on a new connection, where a request may reach lemlist late', () => {
		it('counts a request from its answer', async () => {
			const limiter = newLimiter();
			const { departures, slots } = request(limiter, 21);
			await jest.advanceTimersByTimeAsync(300);
			for (const slot of slots) slot.answered({});
			await jest.advanceTimersByTimeAsync(PERIOD_MS - 1);
			expect(departures).toHaveLength(20);
			await jest.advanceTimersByTimeAsync(1);
			expect(departures[20]).toBe(300 + PERIOD_MS);
		});

		it('counts it from its departure when the answer is late', async () => {
			const limiter = newLimiter();
			const { departures } = request(limiter, 21);
			await jest.advanceTimersByTimeAsync(PERIOD_MS);
			expect(departures[20]).toBe(PERIOD_MS);
		});

		it('takes a connection for new again after four seconds without an answer', async () => {
			const limiter = newLimiter();
			await warmUp(limiter);
			await jest.advanceTimersByTimeAsync(4001 - PERIOD_MS);
			const startedAt = now();
			const { departures, slots } = request(limiter, 21);
			await jest.advanceTimersByTimeAsync(100);
			for (const slot of slots) slot.answered({});
			await jest.advanceTimersByTimeAsync(PERIOD_MS);
			expect(departures[20]).toBe(startedAt + 100 + PERIOD_MS);
		});
	});

	describe('when a busy machine or network holds a request back', () => {
		it('counts it as much later as its answer was later than those of late', async () => {
			const limiter = newLimiter();
			await warmUp(limiter);
			const startedAt = now();
			const { departures, slots } = request(limiter, 21);
			await jest.advanceTimersByTimeAsync(40);
			slots[0]!.answered({});
			await jest.advanceTimersByTimeAsync(300);
			for (const slot of slots.slice(1)) slot.answered({});
			// The quickest answer took 40 ms, so the others can have come 300 ms later than it.
			await jest.advanceTimersByTimeAsync(PERIOD_MS - 340);
			expect(departures[20]).toBe(startedAt + PERIOD_MS);
			const next = request(limiter, 1).departures;
			await jest.advanceTimersByTimeAsync(300 - MARGIN_MS - 1);
			expect(next).toEqual([]);
			await jest.advanceTimersByTimeAsync(1);
			expect(next).toEqual([startedAt + WINDOW_MS + 300]);
		});

		it('does not let slow answers that are all alike cost anything', async () => {
			const limiter = newLimiter();
			await warmUp(limiter);
			for (let burst = 0; burst < 6; burst++) {
				const { slots } = request(limiter, 20);
				await jest.advanceTimersByTimeAsync(700);
				for (const slot of slots) slot.answered({});
				await jest.advanceTimersByTimeAsync(PERIOD_MS - 700);
			}
			const startedAt = now();
			const { departures } = request(limiter, 1);
			await jest.advanceTimersByTimeAsync(0);
			expect(departures).toEqual([startedAt]);
		});
	});

	describe('when a waiting request is aborted', () => {
		it('ends the wait at once with the reason, and takes no place', async () => {
			const limiter = newLimiter();
			request(limiter, 20);
			const stop = new AbortController();
			const aborted = limiter.acquire(stop.signal).catch((reason: unknown) => reason);
			await jest.advanceTimersByTimeAsync(1000);
			const reason = new Error('Stopped by the user');
			stop.abort(reason);
			expect(await aborted).toBe(reason);
			const { departures } = request(limiter, 20);
			await jest.advanceTimersByTimeAsync(PERIOD_MS - 1000);
			expect(departures).toEqual(Array(20).fill(PERIOD_MS));
		});

		it('keeps the order of the others, whoever gives up', async () => {
			const limiter = newLimiter();
			request(limiter, 20);
			const order: string[] = [];
			const stops = ['head', 'middle', 'tail'].map((name) => {
				const stop = new AbortController();
				limiter.acquire(stop.signal).then(
					() => order.push(name),
					() => order.push(`${name} aborted`),
				);
				void limiter.acquire().then(() => order.push(`after ${name}`));
				return stop;
			});
			stops[1]!.abort(new Error('stop'));
			await jest.advanceTimersByTimeAsync(100);
			stops[0]!.abort(new Error('stop'));
			await jest.advanceTimersByTimeAsync(100);
			stops[2]!.abort(new Error('stop'));
			await jest.advanceTimersByTimeAsync(PERIOD_MS);
			expect(order).toEqual([
				'middle aborted',
				'head aborted',
				'tail aborted',
				'after head',
				'after middle',
				'after tail',
			]);
		});

		it('lets nobody overtake through the gap of one who gave up', async () => {
			const limiter = newLimiter();
			request(limiter, 20);
			const before = request(limiter, 20);
			const stop = new AbortController();
			limiter.acquire(stop.signal).catch(() => {});
			const after = request(limiter, 1);
			stop.abort(new Error('stop'));
			await jest.advanceTimersByTimeAsync(PERIOD_MS);
			expect(before.departures).toHaveLength(20);
			expect(after.departures).toHaveLength(0);
			await jest.advanceTimersByTimeAsync(PERIOD_MS);
			expect(after.departures).toEqual([2 * PERIOD_MS]);
		});

		it('refuses a signal that is aborted already', async () => {
			const reason = new Error('Stopped before');
			await expect(newLimiter().acquire(AbortSignal.abort(reason))).rejects.toBe(reason);
		});
	});

	describe('after a 429', () => {
		it('lets nobody go before Retry-After has passed, however many places are free', async () => {
			const limiter = newLimiter();
			const slot = await limiter.acquire();
			slot.answered({ retryAfterMs: 3000 });
			const { departures } = request(limiter, 3);
			await jest.advanceTimersByTimeAsync(2999);
			expect(departures).toHaveLength(0);
			await jest.advanceTimersByTimeAsync(1);
			expect(departures).toEqual([3000, 3000, 3000]);
		});

		it('holds back also who is waiting for a place already', async () => {
			const limiter = newLimiter();
			const { departures, slots } = request(limiter, 21);
			await jest.advanceTimersByTimeAsync(500);
			slots[0]!.answered({ retryAfterMs: 5000 });
			await jest.advanceTimersByTimeAsync(4999);
			expect(departures).toHaveLength(20);
			await jest.advanceTimersByTimeAsync(1);
			expect(departures[20]).toBe(5500);
		});

		it('keeps to the longer of two pauses', async () => {
			const limiter = newLimiter();
			const [first, second] = [await limiter.acquire(), await limiter.acquire()];
			first.answered({ retryAfterMs: 4000 });
			second.answered({ retryAfterMs: 1000 });
			const { departures } = request(limiter, 1);
			await jest.advanceTimersByTimeAsync(4000);
			expect(departures).toEqual([4000]);
		});

		it('can be aborted while it waits', async () => {
			const limiter = newLimiter();
			(await limiter.acquire()).answered({ retryAfterMs: 60_000 });
			const stop = new AbortController();
			const aborted = limiter.acquire(stop.signal).catch((reason: unknown) => reason);
			await jest.advanceTimersByTimeAsync(1000);
			stop.abort(new Error('stop'));
			expect(await aborted).toEqual(new Error('stop'));
			expect(now()).toBe(1000);
		});
	});

	describe('with X-RateLimit-Remaining', () => {
		/** How many requests can go at once now. */
		async function freePlaces(limiter: RateLimiter): Promise<number> {
			const { departures } = request(limiter, 30);
			await jest.advanceTimersByTimeAsync(0);
			return departures.length;
		}

		it("takes places for what others use the key for: lemlist's documented example", async () => {
			const limiter = newLimiter();
			await warmUp(limiter);
			const slot = await limiter.acquire();
			slot.answered({ remaining: lemlist.rateLimitHeaders['X-RateLimit-Remaining'] });
			expect(await freePlaces(limiter)).toBe(7);
		});

		it('frees the places of others again after the window', async () => {
			const limiter = newLimiter();
			await warmUp(limiter);
			(await limiter.acquire()).answered({ remaining: 0 });
			const { departures } = request(limiter, 20);
			await jest.advanceTimersByTimeAsync(PERIOD_MS - 1);
			expect(departures).toHaveLength(0);
			await jest.advanceTimersByTimeAsync(1);
			expect(departures).toHaveLength(20);
		});

		it('never gains a place by it', async () => {
			const limiter = newLimiter();
			await warmUp(limiter);
			const { slots } = request(limiter, 20);
			await jest.advanceTimersByTimeAsync(0);
			for (const slot of slots) slot.answered({ remaining: 20 });
			expect(await freePlaces(limiter)).toBe(0);
		});

		it('does not count our own requests twice, in whatever order the answers come', async () => {
			for (const order of ['forwards', 'backwards']) {
				const limiter = newLimiter();
				await warmUp(limiter);
				const { slots } = request(limiter, 12);
				await jest.advanceTimersByTimeAsync(100);
				const answers = slots.map((slot, index) => ({ slot, remaining: 19 - index }));
				if (order === 'backwards') answers.reverse();
				for (const { slot, remaining } of answers) slot.answered({ remaining });
				expect(await freePlaces(limiter)).toBe(8);
			}
		});

		it('does not count the same requests of others with every answer', async () => {
			const limiter = newLimiter();
			await warmUp(limiter);
			for (const remaining of [14, 13, 12, 11]) (await limiter.acquire()).answered({ remaining });
			expect(await freePlaces(limiter)).toBe(11);
		});

		it('does not take requests of others out of an answer that comes very late', async () => {
			const limiter = newLimiter();
			await warmUp(limiter);
			const { slots } = request(limiter, 20);
			await jest.advanceTimersByTimeAsync(30_000);
			await limiter.acquire();
			slots[19]!.answered({ remaining: 0 });
			expect(await freePlaces(limiter)).toBe(19);
		});

		it('bears nonsense: more than the limit, or less than none', async () => {
			for (const [remaining, free] of [
				[1000, 19],
				[-1000, 0],
			] as const) {
				const limiter = newLimiter();
				await warmUp(limiter);
				(await limiter.acquire()).answered({ remaining });
				expect(await freePlaces(limiter)).toBe(free);
			}
		});
	});

	it.each([40, 250])(
		'takes 1000 requests through with at least 95 % of the limit when lemlist answers after %d ms',
		async (latency) => {
			const limiter = newLimiter();
			const wait = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));
			const arrivals: number[] = [];
			let lastAnswerAt = 0;
			const done = Promise.all(
				Array.from({ length: 1000 }, async () => {
					const slot = await limiter.acquire();
					await wait(latency / 2);
					arrivals.push(now());
					// lemlist counts what has come in the last 2 s.
					const remaining = LIMIT - arrivals.filter((at) => at > now() - WINDOW_MS).length;
					await wait(latency / 2);
					lastAnswerAt = now();
					slot.answered({ remaining });
					return remaining;
				}),
			);
			await jest.advanceTimersByTimeAsync(110_000);
			expect(Math.min(...(await done))).toBe(0);
			const share = (1000 - LIMIT) / 10 / (lastAnswerAt / 1000);
			expect(share).toBeGreaterThanOrEqual(0.95);
			expect(share).toBeLessThanOrEqual(1);
		},
	);

	describe('whatever comes when', () => {
		/** Gap to the request before it, time until lemlist gets it, time from there to the answer (ms). */
		const traffic = fc.array(
			fc.record({
				gap: fc.oneof(
					{ weight: 5, arbitrary: fc.constant(0) },
					fc.integer({ min: 0, max: 400 }),
					fc.integer({ min: 0, max: 6000 }),
				),
				onTheWay: fc.integer({ min: 0, max: 1900 }),
				answerTime: fc.integer({ min: 0, max: 3000 }),
				remaining: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined, freq: 2 }),
				givesUpAfter: fc.option(fc.integer({ min: 0, max: 3000 }), { nil: undefined, freq: 8 }),
			}),
			{ minLength: 1, maxLength: 120, size: 'max' },
		);

		/** Departures, and arrivals at lemlist: late on a connection that is new, else within the margin. */
		async function run(
			requests: Array<{ gap: number; onTheWay: number; answerTime: number; remaining?: number; givesUpAfter?: number }>,
		) {
			const limiter = newLimiter();
			const departures: number[] = [];
			const arrivals: number[] = [];
			let lastAnswerAt = -Infinity;
			let settled = 0;
			let at = 0;
			for (const { gap, onTheWay, answerTime, remaining, givesUpAfter } of requests) {
				at += gap;
				setTimeout(() => {
					const stop = new AbortController();
					if (givesUpAfter !== undefined) setTimeout(() => stop.abort(new Error('stop')), givesUpAfter);
					limiter.acquire(stop.signal).then(
						(slot) => {
							settled += 1;
							const travel = now() - lastAnswerAt > 4000 ? onTheWay : onTheWay % MARGIN_MS;
							departures.push(now());
							arrivals.push(now() + travel);
							setTimeout(
								() => {
									lastAnswerAt = now();
									slot.answered({ remaining });
								},
								travel + Math.min(answerTime, 1999 - travel),
							);
						},
						() => (settled += 1),
					);
				}, at);
			}
			// Each answer can claim a full window for others, so that the worst case is one request a window.
			for (let i = 0; i < 400 && settled < requests.length; i++) await jest.advanceTimersByTimeAsync(PERIOD_MS);
			return { departures, arrivals, settled };
		}

		it('no span of 2 s holds more than twenty requests, as they leave and as lemlist sees them', async () => {
			await fc.assert(
				fc.asyncProperty(traffic, async (requests) => {
					const { departures, arrivals, settled } = await run(requests);
					expect(settled).toBe(requests.length);
					expect(mostWithin(departures, WINDOW_MS)).toBeLessThanOrEqual(LIMIT);
					expect(mostWithin(arrivals, WINDOW_MS)).toBeLessThanOrEqual(LIMIT);
				}),
				{ numRuns: 60 },
			);
		}, 60_000);
	});
});

describe('the limits of an API key', () => {
	useFakeTime();

	it('are the same for the same key and base URL, and others for another', () => {
		const limits = limitsFor(lemlistService.limits, 'key', 'https://api.lemlist.com/api');
		expect(limitsFor(lemlistService.limits, 'key', 'https://api.lemlist.com/api')).toBe(limits);
		expect(limitsFor(lemlistService.limits, 'other key', 'https://api.lemlist.com/api')).not.toBe(limits);
		expect(limitsFor(lemlistService.limits, 'key', 'https://lemlist.example/api')).not.toBe(limits);
	});

	it('keep no key: what identifies them is a hash', () => {
		const set = jest.spyOn(Map.prototype, 'set');
		const key = 'a-secret-api-key';
		limitsFor(lemlistService.limits, key, 'https://hash.example/api');
		const ids = set.mock.calls.map(([id]) => String(id));
		set.mockRestore();
		expect(ids).toContainEqual(expect.stringMatching(/^[0-9a-f]{64}$/));
		expect(JSON.stringify(ids)).not.toContain(key);
	});

	it('leave half of the limit to others than status polls, which go in small bursts', async () => {
		const { polls } = limitsFor(lemlistService.limits, 'key of the polls', 'https://api.lemlist.com/api');
		const { departures } = request(polls, 40);
		await jest.advanceTimersByTimeAsync(8000);
		expect(departures.slice(0, 16)).toEqual(
			[0, 1025, 2050, 3075].flatMap((at) => Array<number>(5).fill(at)).slice(0, 16),
		);
		expect(mostWithin(departures, WINDOW_MS)).toBe(10);
	});

	it('give a status poll no turn while no request may go', async () => {
		const { polls, requests } = limitsFor(lemlistService.limits, 'key of all', 'https://api.lemlist.com/api');
		for (let i = 0; i < 20; i++) await requests.acquire();
		const { departures } = request(polls, 1);
		await jest.advanceTimersByTimeAsync(PERIOD_MS);
		expect(departures).toEqual([PERIOD_MS]);
		(await requests.acquire()).answered({ retryAfterMs: 10_000 });
		const late = request(polls, 1);
		await jest.advanceTimersByTimeAsync(10_000);
		expect(late.departures).toEqual([PERIOD_MS + 10_000]);
	});

	it('are 20 requests in 2 s', async () => {
		const { requests } = limitsFor(lemlistService.limits, 'key of the requests', 'https://api.lemlist.com/api');
		const { departures } = request(requests, 25);
		await idle();
		expect(departures).toHaveLength(20);
		await jest.advanceTimersByTimeAsync(WINDOW_MS);
		expect(departures).toHaveLength(20);
		await jest.advanceTimersByTimeAsync(MARGIN_MS);
		expect(departures).toHaveLength(25);
	});
});
