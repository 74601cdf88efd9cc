import fc from '../../../../properties';

import type { RequestKind } from '../../../../../nodes/shared/http/counter';
import { FixedWindow } from '../../../../../nodes/shared/http/fixedWindow';
import { Limiter, type Slot } from '../../../../../nodes/shared/http/limiter';
import { limiterFor } from '../../../../../nodes/shared/http/limits';
import { SlidingWindow } from '../../../../../nodes/shared/http/slidingWindow';
import { lemlist } from '../../../../../nodes/shared/lemlist/service';
import {
	limitUsed,
	ProcessModel,
	repeatableRandom,
	type Route,
	routes,
	WindowModel,
} from '../../../../../tools/limitModel';
import { useFakeTime } from '../../../../support/fakeTime';

const SECOND = 1000;
const LIMIT = 20;
const WINDOW_MS = 2000;

/** Lets time pass until everything has come to rest. */
async function run<T>(...work: Array<Promise<T>>): Promise<T[]> {
	await jest.runAllTimersAsync();
	return await Promise.all(work);
}

async function later<T>(ms: number, work: () => Promise<T>): Promise<T> {
	await new Promise((resolve) => setTimeout(resolve, ms));
	return await work();
}

const quick: Route = { there: () => 5, work: () => 30, back: () => 5 };
const everyRoute = Object.keys(routes());
const routeOf = (name: string) => routes(repeatableRandom(7))[name]!;

describe('One process with a key of its own', () => {
	useFakeTime();

	it.each(everyRoute)('uses at least 97 %% of the limit and meets no 429: %s', async (name) => {
		const service = new WindowModel();
		const [tookMs] = await run(new ProcessModel(service, routeOf(name)).execution(1000));
		expect(service.refusals).toEqual([]);
		expect(limitUsed(service, 1000, tookMs!)).toBeGreaterThanOrEqual(0.97);
	});

	it('sends a few requests at once when they are all that there is', async () => {
		const service = new WindowModel();
		const [tookMs] = await run(new ProcessModel(service, quick).execution(LIMIT));
		expect(tookMs).toBeLessThan(200);
	});

	it('meets no refusal however restless the way is, and no window has more than the limit', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer(),
				fc.integer({ min: 0, max: 60 }),
				fc.integer({ min: 1, max: 1500 }),
				async (seed, jitter, work) => {
					const random = repeatableRandom(seed & 0x7fffffff);
					const service = new WindowModel();
					const route = {
						there: () => 3 + random() * jitter,
						work: () => random() * work,
						back: () => 3 + random() * jitter,
					};
					await run(new ProcessModel(service, route).execution(150));
					expect(service.refusals.length).toBeLessThanOrEqual(3);
				},
			),
			{ numRuns: 25, seed: 42 },
		);
	});

	it('begins anew after a pause, however long', async () => {
		const service = new WindowModel();
		const process = new ProcessModel(service, quick);
		const first = process.execution(45);
		const second = later(60 * SECOND, async () => await process.execution(45));
		await run(first, second);
		expect(service.arrivals).toHaveLength(90);
		expect(service.refusals).toEqual([]);
	});

	it('uses the share that its credential gives it, and no more', async () => {
		const service = new WindowModel();
		const process = new ProcessModel(service, quick, { share: 5 });
		const [tookMs] = await run(process.execution(100));
		expect(tookMs).toBeGreaterThanOrEqual(19 * WINDOW_MS);
		expect(tookMs).toBeLessThanOrEqual(21 * WINDOW_MS);
	});
});

describe('Executions of one process', () => {
	useFakeTime();

	it('take turns: three of equal size are done together, at 95 %% of the limit', async () => {
		for (const name of everyRoute) {
			const service = new WindowModel();
			const process = new ProcessModel(service, routeOf(name));
			const times = await run(process.execution(300), process.execution(300), process.execution(300));
			expect(limitUsed(service, 900, Math.max(...times))).toBeGreaterThanOrEqual(0.95);
			for (const time of times) expect(time).toBeGreaterThanOrEqual(Math.max(...times) * 0.95);
			expect(service.refusals).toEqual([]);
		}
	});

	it('with 10,000 requests delay one with 20 by a turn each, not by their queue', async () => {
		const process = new ProcessModel(new WindowModel(), quick);
		void process.execution(10_000);
		let tookMs = Infinity;
		void later(10_300, async () => (tookMs = await process.execution(20)));
		await jest.advanceTimersByTimeAsync(20 * SECOND);
		// Half of the limit is its own: 20 requests are two windows' worth.
		expect(tookMs).toBeLessThanOrEqual(3 * WINDOW_MS);
	});

	it('delay a look at a job and an editor by less than a second, however many requests wait', async () => {
		const process = new ProcessModel(new WindowModel(), quick);
		void process.execution(10_000);
		const waits: number[] = [];
		void later(SECOND, async () => {
			for (let turn = 0; turn < 20; turn++) {
				await later(731, async () => waits.push(await process.request({}, turn % 2 ? 'look' : 'editor')));
			}
		});
		await jest.advanceTimersByTimeAsync(60 * SECOND);
		expect(waits).toHaveLength(20);
		expect(Math.max(...waits)).toBeLessThanOrEqual(SECOND);
	});

	it('leave half of the limit to others than looks', async () => {
		const service = new WindowModel();
		const process = new ProcessModel(service, quick);
		const looks = Array.from({ length: 400 }, async () => await process.request({}, 'look'));
		void Promise.all(looks);
		const [tookMs] = await Promise.all([process.execution(100), jest.advanceTimersByTimeAsync(60 * SECOND)]);
		expect(tookMs).toBeLessThanOrEqual(12 * WINDOW_MS);
	});
});

describe('Processes that share a key', () => {
	useFakeTime();

	it.each(everyRoute)(
		'use at least 90 %% of the limit together, and one request in twenty is refused at most: %s',
		async (name) => {
			const service = new WindowModel();
			const [one, two] = [new ProcessModel(service, routeOf(name)), new ProcessModel(service, routeOf(name))];
			const times = await run(
				one.execution(700),
				later(70, async () => await two.execution(700)),
			);
			expect(limitUsed(service, 1400, Math.max(...times))).toBeGreaterThanOrEqual(0.9);
			expect(service.refusedShare).toBeLessThanOrEqual(0.05);
			expect(Math.min(...times)).toBeGreaterThanOrEqual(Math.max(...times) * 0.8);
		},
	);

	it.each(everyRoute)('let a small run end in 10 s beside one of 1,400: %s', async (name) => {
		for (const beganAt of [10_000, 10_700, 11_300, 11_900]) {
			const service = new WindowModel();
			const [large, small] = [new ProcessModel(service, routeOf(name)), new ProcessModel(service, routeOf(name))];
			const [, tookMs] = await run(
				large.execution(1400),
				later(beganAt, async () => await small.execution(20)),
			);
			expect(tookMs).toBeLessThanOrEqual(10 * SECOND);
			expect(service.refusedShare).toBeLessThanOrEqual(0.05);
		}
	});

	it('meet no refusal where each has a share of its own', async () => {
		const service = new WindowModel();
		const processes = [0, 1].map(() => new ProcessModel(service, quick, { share: 10 }));
		const times = await run(...processes.map(async (process) => await process.execution(300)));
		expect(service.refusals.length).toBeLessThanOrEqual(5);
		expect(limitUsed(service, 600, Math.max(...times))).toBeGreaterThanOrEqual(0.9);
	});

	it('use the whole limit again when they are alone again', async () => {
		const service = new WindowModel();
		const [one, two] = [new ProcessModel(service, quick), new ProcessModel(service, quick)];
		const [tookMs] = await run(one.execution(1000), two.execution(20));
		expect(limitUsed(service, 1020, tookMs!)).toBeGreaterThanOrEqual(0.95);
	});
});

describe('Anything that may happen', () => {
	useFakeTime();

	/** When a request comes, of which execution, and what it is for. */
	const request = fc.record({
		after: fc.oneof(fc.constant(0), fc.nat(300), fc.nat(6000)),
		owner: fc.nat(3),
		kind: fc.constantFrom<RequestKind>('run', 'run', 'run', 'look', 'editor'),
	});
	const way = fc.record({ there: fc.integer({ min: 1, max: 200 }), work: fc.nat(800), back: fc.nat(100) });

	it('has all requests answered, and never more than 20 in a window of the service', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(request, { minLength: 1, maxLength: 120 }),
				way,
				async (requests, { there, work, back }) => {
					const service = new WindowModel();
					const route = { there: () => there, work: () => work, back: () => back };
					const process = new ProcessModel(service, route);
					const owners = [{}, {}, {}, {}];
					let at = 0;
					const all = requests.map(async ({ after, owner, kind }) => {
						at += after;
						return await later(at, async () => await process.request(owners[owner]!, kind));
					});
					await run(...all);
					expect(service.arrivals).toHaveLength(requests.length);
					expect(service.refusals).toEqual([]);
				},
			),
			{ numRuns: 60, seed: 7 },
		);
	});

	it('leaves no place unused while somebody waits: no request waits longer than the limit makes it', async () => {
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 1, max: 150 }), way, async (count, { there, work, back }) => {
				const service = new WindowModel();
				const route = { there: () => there, work: () => work, back: () => back };
				const [tookMs] = await run(new ProcessModel(service, route).execution(count));
				// So many windows have to pass before the last request, each 3 % longer than the service's; the first ones are scouts.
				const windows = Math.ceil(count / LIMIT) - 1;
				const learning = 2 * (there + work + back) + SECOND;
				expect(tookMs).toBeLessThanOrEqual(windows * WINDOW_MS * 1.03 + WINDOW_MS + learning);
			}),
			{ numRuns: 60, seed: 7 },
		);
	});

	it('is fair within a turn: of executions that wait, none is ahead of another by more than one request', async () => {
		const sizes = fc.array(fc.integer({ min: 5, max: 60 }), { minLength: 2, maxLength: 6 });
		await fc.assert(
			fc.asyncProperty(sizes, async (counts) => {
				const limiter = new Limiter([new FixedWindow(LIMIT, WINDOW_MS)]);
				// The places that go at once, so that from here on everybody waits.
				for (let first = 0; first < 5; first++) void limiter.acquire({ kind: 'run', owner: limiter });
				const given = counts.map(() => 0);
				const unfair: string[] = [];
				const all = counts.flatMap((count, index) => {
					const owner = {};
					return Array.from({ length: count }, async () => {
						const slot = await limiter.acquire({ kind: 'run', owner });
						given[index]! += 1;
						slot.answered({});
						const open = given.filter((had, other) => had < counts[other]!);
						if (open.length > 1 && Math.max(...open) - Math.min(...open) > 1) unfair.push(given.join());
					});
				});
				await run(...all);
				expect(unfair).toEqual([]);
			}),
			{ numRuns: 40, seed: 7 },
		);
	});
});

describe('A service that says less than lemlist', () => {
	useFakeTime();

	/** The most requests in any span of 2 s. */
	const crowded = (arrivals: number[]) =>
		arrivals.filter((at, index) => (arrivals[index + LIMIT] ?? Infinity) - at < WINDOW_MS);

	it.each([
		['nothing', () => ({})],
		['what is left, but not when the window ends', ({ remaining }: { remaining: number }) => ({ remaining })],
		['the same time in every answer', ({ remaining }: { remaining: number }) => ({ remaining, endsInMs: WINDOW_MS })],
		['nonsense', () => ({ remaining: -7, endsInMs: 3_600_000 })],
		['more than the limit', () => ({ remaining: 1000 })],
	])('is used to its limit, and no span of 2 s has more: %s', async (_what, tell) => {
		const service = new WindowModel();
		const [tookMs] = await run(new ProcessModel(service, quick, { tell }).execution(200));
		expect(service.refusals).toEqual([]);
		expect(crowded(service.arrivals)).toEqual([]);
		expect(limitUsed(service, 200, tookMs!)).toBeGreaterThanOrEqual(0.95);
	});
});

describe('A request that was refused', () => {
	useFakeTime();

	it('keeps its turn: it goes before all who wait', async () => {
		const limiter = new Limiter([new FixedWindow(LIMIT, WINDOW_MS)]);
		const order: string[] = [];
		const go = async (name: string, again = false) => {
			const slot = await limiter.acquire({ kind: 'run', owner: limiter, again });
			order.push(name);
			return slot;
		};
		const slots = await Promise.all(Array.from({ length: 5 }, async (_one, index) => await go(`first ${index}`)));
		for (let index = 0; index < 30; index++) void go(`waits ${index}`);
		slots[0]!.answered({ remaining: 0, retryAfterMs: 1500 });
		void go('again', true);
		await jest.runAllTimersAsync();
		expect(order.indexOf('again')).toBe(5);
	});

	it('lets nobody go before the time that the service names, and the longer of two counts', async () => {
		const limiter = new Limiter([new FixedWindow(LIMIT, WINDOW_MS)]);
		const slots = [
			await limiter.acquire({ kind: 'run', owner: {} }),
			await limiter.acquire({ kind: 'run', owner: {} }),
		];
		slots[0]!.answered({ retryAfterMs: 30 * SECOND });
		slots[1]!.answered({ retryAfterMs: 10 * SECOND });
		const begunAt = performance.now();
		const next = limiter.acquire({ kind: 'editor', owner: {} }).then(() => performance.now() - begunAt);
		const [waited] = await run(next);
		expect(waited).toBeGreaterThanOrEqual(30 * SECOND);
		expect(waited).toBeLessThanOrEqual(31 * SECOND);
	});

	it('lets nobody go before that time though its window has ended meanwhile', async () => {
		const limiter = new Limiter([new FixedWindow(LIMIT, WINDOW_MS)]);
		const slot = await limiter.acquire({ kind: 'run', owner: {} });
		await jest.advanceTimersByTimeAsync(5 * SECOND);
		slot.answered({ retryAfterMs: 20 * SECOND });
		const begunAt = performance.now();
		const [waited] = await run(limiter.acquire({ kind: 'run', owner: {} }).then(() => performance.now() - begunAt));
		expect(waited).toBeGreaterThanOrEqual(15 * SECOND);
	});
});

describe('Whoever stops waiting', () => {
	useFakeTime();
	const reason = new Error('Stop');

	it('takes no place, at once, and holds nobody up', async () => {
		const limiter = new Limiter([new SlidingWindow(1, SECOND)]);
		const owner = {};
		await limiter.acquire({ kind: 'run', owner });
		const stop = new AbortController();
		const stopped = limiter.acquire({ kind: 'run', owner }, stop.signal);
		const goesOn = limiter.acquire({ kind: 'run', owner });
		stopped.catch(() => {});
		stop.abort(reason);
		await expect(stopped).rejects.toBe(reason);
		const begunAt = performance.now();
		const [waited] = await run(goesOn.then(() => performance.now() - begunAt));
		expect(waited).toBeLessThanOrEqual(1.1 * SECOND);
	});

	it('can be one of ten thousand', async () => {
		const limiter = new Limiter([new SlidingWindow(1, SECOND)]);
		const stop = new AbortController();
		const all = Array.from(
			{ length: 10_000 },
			async () => await limiter.acquire({ kind: 'run', owner: stop }, stop.signal).catch(() => 'stopped'),
		);
		stop.abort(reason);
		expect((await Promise.all(all)).filter((one) => one === 'stopped').length).toBeGreaterThanOrEqual(9_999);
		await jest.runAllTimersAsync();
		expect(jest.getTimerCount()).toBe(0);
	});

	it('is refused when the signal is aborted already', async () => {
		const limiter = new Limiter([new SlidingWindow(1, SECOND)]);
		await expect(limiter.acquire({ kind: 'run', owner: {} }, AbortSignal.abort(reason))).rejects.toBe(reason);
		await expect(limiter.acquire({ kind: 'run', owner: {} })).resolves.toMatchObject({} as Slot);
	});
});

describe('The limits of an API key', () => {
	const { limits } = lemlist;

	it('are the same for the same key and base URL, and others for another', () => {
		const limiter = limiterFor(limits, 'key', 'https://api.lemlist.com/api');
		expect(limiterFor(limits, 'key', 'https://api.lemlist.com/api')).toBe(limiter);
		expect(limiterFor(limits, 'other key', 'https://api.lemlist.com/api')).not.toBe(limiter);
		expect(limiterFor(limits, 'key', 'https://lemlist.example/api')).not.toBe(limiter);
	});

	it('keep no key: what identifies them is a hash', () => {
		const set = jest.spyOn(Map.prototype, 'set');
		limiterFor(limits, 'a-secret-api-key', 'https://hash.example/api');
		const ids = set.mock.calls.map(([id]) => String(id));
		set.mockRestore();
		expect(ids).toContainEqual(expect.stringMatching(/^[0-9a-f]{64}$/));
		expect(JSON.stringify(ids)).not.toContain('a-secret-api-key');
	});

	it.each([
		[undefined, 20],
		[5, 5],
		['7', 7],
		['', 20],
		[2.9, 2],
	])('take the share %p of the credential as %d', (requestsPer2Seconds, share) => {
		expect(lemlist.shareOf?.({ requestsPer2Seconds })).toBe(share);
	});

	it.each([0, -1, 21, 'many'])('do not take %p for a share', (requestsPer2Seconds) => {
		expect(() => lemlist.shareOf?.({ requestsPer2Seconds })).toThrow('must be a number from 1 to 20');
	});
});
