import type { Job, JobProvider, JobState, LookGaps } from '../../../../../nodes/shared/jobs/provider';
import { gapMs, waitForJob, type WaitEnd, type WaitOptions } from '../../../../../nodes/shared/jobs/wait';
import { monotonicMs } from '../../../../../nodes/shared/time/clock';
import { pause } from '../../../../../nodes/shared/time/cancellation';
import { isTemporary, ServiceError } from '../../../../../nodes/shared/n8n/serviceError';
import { refusal } from '../../../../support/refusal';
import { outcomeOf, useFakeTime } from '../../../../support/fakeTime';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Those of lemlist's exports. */
const GAPS: LookGaps = {
	first: [1, 1, 2, 3],
	later: [
		{ fromS: 300, gapS: 15 },
		{ fromS: 60, gapS: 10 },
		{ fromS: 0, gapS: 5 },
	],
};

/** What a service says at one look: a state, or an error that is thrown. */
type Look = JobState<string> | Error;

const pending = (progress = 'processing'): Look => ({ phase: 'pending', progress, details: progress });
const ready: Look = { phase: 'ready', details: 'the file' };
const unknown: Look = { phase: 'missing', reason: 'Export with id axp_1 not found' };

const badGateway = refusal(502, 'Bad gateway');
const reset = new ServiceError('unreachable', { message: 'No answer from api.lemlist.com' });
const webPage = new ServiceError('unreadable', {
	message: 'lemlist sent a web page instead of data (HTTP 200)',
	status: 200,
});
const empty = new ServiceError('unreadable', {
	message: 'lemlist sent an empty answer instead of data (HTTP 200)',
	status: 200,
});

interface Wait {
	/** When the service was asked (ms since the start of the wait). */
	looks: number[];
	progress: string[];
	end: Promise<WaitEnd<string>>;
}

/** Waits for an export that was started just now. `answer` gets the number of the look, from 1 on. */
function startWait(
	answer: (look: number, signal?: AbortSignal) => Look | Promise<Look>,
	{ job, ...options }: Partial<WaitOptions> & { job?: Partial<Job> } = {},
): Wait {
	const beganAt = monotonicMs();
	const looks: number[] = [];
	const progress: string[] = [];
	const provider: Pick<JobProvider<string>, 'look' | 'isTemporary' | 'gaps' | 'lagMs'> = {
		async look(_id, signal) {
			looks.push(monotonicMs() - beganAt);
			const look = await answer(looks.length, signal);
			if (look instanceof Error) throw look;
			return look;
		},
		isTemporary,
		gaps: GAPS,
		lagMs: 10 * SECOND,
	};
	const end = waitForJob(
		provider,
		{ id: 'axp_1', startedAt: beganAt, own: true, ...job },
		{ pollIntervalMs: 0, timeoutMs: 30 * MINUTE, onProgress: (text) => progress.push(text), ...options },
	);
	return { looks, progress, end };
}

/** The answers in turn; the last one stays. */
function inTurn(...answers: Look[]): (look: number) => Look {
	return (look) => answers[Math.min(look, answers.length) - 1]!;
}

/** Everything that waits for promises only happens; no time passes. */
async function sameTick(): Promise<void> {
	for (let i = 0; i < 20; i++) await Promise.resolve();
}

function withoutJitter(): void {
	jest.spyOn(Math, 'random').mockReturnValue(0.5);
}

afterEach(() => {
	jest.restoreAllMocks();
});

describe('The looks at an export', () => {
	useFakeTime();

	it('come after 1, 1, 2 and 3 s, then every 5 s, every 10 s after a minute and every 15 s after five', async () => {
		withoutJitter();
		const wait = startWait(() => pending(), { timeoutMs: 6 * MINUTE });
		await outcomeOf(wait.end, 10 * MINUTE, SECOND);
		const every = (gap: number, from: number, to: number) => {
			const times = [];
			for (let at = from; at <= to; at += gap) times.push(at);
			return times;
		};
		expect(wait.looks.map((at) => at / SECOND)).toEqual([
			1,
			2,
			4,
			7,
			...every(5, 12, 62),
			...every(10, 72, 302),
			...every(15, 317, 347),
			359.5,
		]);
	});

	it.each([
		[0, 0.9],
		[0.999_999_999, 1.1],
	])('vary by at most a tenth (random %p)', async (random, factor) => {
		jest.spyOn(Math, 'random').mockReturnValue(random);
		const wait = startWait(() => pending(), { timeoutMs: MINUTE });
		await outcomeOf(wait.end, 2 * MINUTE, SECOND);
		const gaps = wait.looks.map((at, index) => at - (wait.looks[index - 1] ?? 0)).slice(0, 8);
		const exact = [1, 1, 2, 3, 5, 5, 5, 5].map((gap) => gap * SECOND * factor);
		for (const [index, gap] of gaps.entries()) {
			// A wait is a whole number of milliseconds.
			expect(gap).toBeGreaterThanOrEqual(Math.floor(exact[index]!));
			expect(gap).toBeLessThanOrEqual(Math.ceil(exact[index]!));
		}
		expect(gaps).toHaveLength(8);
	});

	it('come at a fixed interval when one is given', async () => {
		withoutJitter();
		const wait = startWait(inTurn(pending(), pending(), pending(), ready), { pollIntervalMs: 7 * SECOND });
		expect((await outcomeOf(wait.end)).value).toEqual({ ended: 'ready', details: 'the file' });
		expect(wait.looks).toEqual([7 * SECOND, 14 * SECOND, 21 * SECOND, 28 * SECOND]);
	});

	it('begin at once for an export that was started earlier, and then go on as usual', async () => {
		withoutJitter();
		const wait = startWait(inTurn(pending(), pending(), ready), { job: { own: false } });
		await sameTick();
		expect(wait.looks).toEqual([0]);
		expect((await outcomeOf(wait.end)).value).toMatchObject({ ended: 'ready' });
		expect(wait.looks).toEqual([0, SECOND, 3 * SECOND]);
	});

	it('are spaced by the age of the export, not by that of the wait', () => {
		expect(gapMs(GAPS, 4, 0, 0)).toBe(5 * SECOND);
		expect(gapMs(GAPS, 4, MINUTE - 1, 0)).toBe(5 * SECOND);
		expect(gapMs(GAPS, 4, MINUTE, 0)).toBe(10 * SECOND);
		expect(gapMs(GAPS, 4, 5 * MINUTE, 0)).toBe(15 * SECOND);
		expect(gapMs(GAPS, 4, 5 * MINUTE, 2 * SECOND)).toBe(2 * SECOND);
	});

	it('tell progress only when it changed', async () => {
		const wait = startWait(
			inTurn(
				pending('starting'),
				pending('processing 1 of 2'),
				pending('processing 1 of 2'),
				badGateway,
				pending('processing 1 of 2'),
				pending('processing 2 of 2'),
				ready,
			),
		);
		await outcomeOf(wait.end);
		expect(wait.looks).toHaveLength(7);
		expect(wait.progress).toEqual(['starting', 'processing 1 of 2', 'processing 2 of 2']);
	});
});

describe('The deadline of a wait', () => {
	useFakeTime();

	it('has one last look half a second before it, which still finds the export done', async () => {
		withoutJitter();
		const wait = startWait((look) => (look === 5 ? ready : pending()), { timeoutMs: 10 * SECOND });
		expect((await outcomeOf(wait.end)).value).toEqual({ ended: 'ready', details: 'the file' });
		expect(wait.looks).toEqual([SECOND, 2 * SECOND, 4 * SECOND, 7 * SECOND, 9.5 * SECOND]);
	});

	it('ends the wait after that look, with the time waited and the last that was known', async () => {
		withoutJitter();
		const wait = startWait(inTurn(pending('starting'), pending('processing 50 of 100'), badGateway), {
			timeoutMs: 10 * SECOND,
		});
		const { value, tookMs } = await outcomeOf(wait.end, MINUTE, 100);
		expect(value).toEqual({
			ended: 'timeout',
			waitedMs: 9.5 * SECOND,
			progress: 'processing 50 of 100',
			details: 'processing 50 of 100',
		});
		expect(tookMs).toBeLessThanOrEqual(10 * SECOND);
		expect(jest.getTimerCount()).toBe(0);
	});

	it('clips a fixed interval that is longer than it', async () => {
		const wait = startWait(() => pending(), { pollIntervalMs: 120 * MINUTE, timeoutMs: MINUTE });
		expect((await outcomeOf(wait.end, 2 * MINUTE, SECOND)).value).toMatchObject({ ended: 'timeout' });
		expect(wait.looks).toEqual([MINUTE - 500]);
	});

	it('lets a resumed export be looked at twice at least: at once and at last', async () => {
		const wait = startWait(() => pending(), {
			job: { own: false },
			pollIntervalMs: 120 * MINUTE,
			timeoutMs: MINUTE,
		});
		await outcomeOf(wait.end, 2 * MINUTE, SECOND);
		expect(wait.looks).toEqual([0, MINUTE - 500]);
	});

	it('ends a look that gets no answer', async () => {
		const wait = startWait(
			async (look, signal) => (look < 3 ? pending() : await pause(10 * MINUTE, signal).then(() => ready)),
			{
				timeoutMs: 10 * SECOND,
			},
		);
		const { value } = await outcomeOf(wait.end, MINUTE, 100);
		expect(value).toEqual({ ended: 'timeout', waitedMs: 10 * SECOND, progress: 'processing', details: 'processing' });
		expect(wait.looks).toHaveLength(3);
		expect(jest.getTimerCount()).toBe(0);
	});

	it.each([0, -5 * MINUTE])('is a timeout and no crash when it has passed already (%p ms)', async (ms) => {
		const wait = startWait(() => pending(), { timeoutMs: ms });
		expect((await outcomeOf(wait.end)).value).toMatchObject({ ended: 'timeout' });
		expect(wait.looks.length).toBeLessThanOrEqual(1);
		expect(jest.getTimerCount()).toBe(0);
	});
});

describe('Patience with bad answers', () => {
	useFakeTime();

	it.each<[string, Look]>([
		['408', refusal(408, 'Request timeout')],
		['429 that did not end', refusal(429, 'Too many requests')],
		['500', refusal(500, 'Internal server error')],
		['502', badGateway],
		['503', refusal(503, '')],
		['504', refusal(504, '<html><title>Gateway time-out</title></html>')],
		['a broken connection', reset],
		['a web page under 200', webPage],
		['an empty answer under 200', empty],
	])('survives five in a row and ends at the sixth: %s', async (_name, bad) => {
		const survived = startWait(inTurn(bad, bad, bad, bad, bad, ready));
		expect((await outcomeOf(survived.end)).value).toMatchObject({ ended: 'ready' });

		const ended = startWait(() => bad);
		expect((await outcomeOf(ended.end)).error).toBe(bad);
		expect(ended.looks).toHaveLength(6);
		expect(jest.getTimerCount()).toBe(0);
	});

	it('counts different bad answers together, a first 404 among them', async () => {
		const survived = startWait(inTurn(unknown, badGateway, reset, webPage, empty, ready));
		expect((await outcomeOf(survived.end)).value).toMatchObject({ ended: 'ready' });
		const ended = startWait(inTurn(unknown, badGateway, reset, webPage, empty, badGateway));
		expect((await outcomeOf(ended.end)).error).toBe(badGateway);
		expect(ended.looks).toHaveLength(6);
	});

	it('begins to count anew after any good answer', async () => {
		const five = [badGateway, reset, webPage, empty, badGateway];
		const wait = startWait(inTurn(...five, pending(), ...five, pending(), ...five, ready));
		expect((await outcomeOf(wait.end)).value).toMatchObject({ ended: 'ready' });
		expect(wait.looks).toHaveLength(18);
	});

	it.each([
		['400 Bad team', refusal(400, 'Bad team')],
		['401', refusal(401, 'The authentication you supplied is incorrect')],
		['402', refusal(402, { error: 'Not enough credits' })],
		['403', refusal(403, 'User linked to this API key is blocked')],
		['404 for the campaign', refusal(404, 'Campaign not found')],
		['ok: false', refusal(200, { ok: false, message: 'An error occurred' })],
		['a redirect', new ServiceError('redirected', { message: "lemlist's address redirects", status: 302 })],
		[
			'an answer in an unknown form',
			new ServiceError('unexpected', { message: 'in a form that this node does not know' }),
		],
		['a mistake of our own', new TypeError('undefined is not a function')],
	])('has none for %s', async (_name, error) => {
		const wait = startWait(inTurn(error, ready));
		expect((await outcomeOf(wait.end)).error).toBe(error);
		expect(wait.looks).toHaveLength(1);
		expect(jest.getTimerCount()).toBe(0);
	});

	it('has none for an export that failed', async () => {
		const wait = startWait(inTurn(pending(), { phase: 'failed', reason: 'the service gave up', details: '' }));
		expect((await outcomeOf(wait.end)).value).toEqual({ ended: 'failed', reason: 'the service gave up' });
		expect(wait.looks).toHaveLength(2);
		expect(jest.getTimerCount()).toBe(0);
	});
});

describe('An export that the service does not know', () => {
	useFakeTime();
	const missing = { ended: 'missing', reason: 'Export with id axp_1 not found' };

	it('may not have reached a replica yet in the first 10 s after its own start', async () => {
		withoutJitter();
		const wait = startWait(inTurn(unknown, unknown, unknown, unknown, ready));
		expect((await outcomeOf(wait.end)).value).toMatchObject({ ended: 'ready' });
		expect(wait.looks).toEqual([SECOND, 2 * SECOND, 4 * SECOND, 7 * SECOND, 12 * SECOND]);
	});

	it('is gone when it stays unknown after 10 s', async () => {
		withoutJitter();
		const wait = startWait(() => unknown);
		expect((await outcomeOf(wait.end)).value).toEqual(missing);
		expect(wait.looks.at(-1)).toBe(12 * SECOND);
		expect(jest.getTimerCount()).toBe(0);
	});

	it.each([
		[9_999, 2],
		[10_000, 1],
	])('counts as known from 10 s on (unknown after %p ms)', async (age, looks) => {
		withoutJitter();
		const wait = startWait(inTurn(unknown, ready), { pollIntervalMs: age });
		await outcomeOf(wait.end);
		expect(wait.looks).toHaveLength(looks);
	});

	it('is gone at the sixth look that does not know it, were it within the 10 s', async () => {
		withoutJitter();
		const wait = startWait(() => unknown, { pollIntervalMs: SECOND });
		expect((await outcomeOf(wait.end)).value).toEqual(missing);
		expect(wait.looks).toHaveLength(6);
	});

	it('is gone at once when it was known before and the 10 s are over', async () => {
		const wait = startWait(inTurn(...Array<Look>(6).fill(pending()), unknown));
		expect((await outcomeOf(wait.end)).value).toEqual(missing);
		expect(wait.looks).toHaveLength(7);
	});

	it('is gone at once when somebody else started it, however young it seems', async () => {
		const wait = startWait(() => unknown, { job: { own: false } });
		expect((await outcomeOf(wait.end)).value).toEqual(missing);
		expect(wait.looks).toEqual([0]);
	});
});

describe('The Stop of a user', () => {
	useFakeTime();
	const reason = new Error('The execution was cancelled');

	it('ends a sleeping wait in the same tick, and nothing is asked any more', async () => {
		const stop = new AbortController();
		const wait = startWait(() => pending(), { signal: stop.signal });
		const ended = jest.fn();
		wait.end.catch(ended);
		await jest.advanceTimersByTimeAsync(20 * SECOND);
		const looks = wait.looks.length;
		expect(looks).toBeGreaterThan(3);

		stop.abort(reason);
		await sameTick();
		expect(ended).toHaveBeenCalledWith(reason);
		expect(jest.getTimerCount()).toBe(0);
		await jest.advanceTimersByTimeAsync(5 * MINUTE);
		expect(wait.looks).toHaveLength(looks);
	});

	it('is told apart from the deadline, were it a millisecond before it', async () => {
		const stop = new AbortController();
		const wait = startWait(async (_look, signal) => await pause(MINUTE, signal).then(() => ready), {
			signal: stop.signal,
			timeoutMs: 10 * SECOND,
		});
		const outcome = outcomeOf(wait.end, MINUTE, 100);
		void pause(9_999).then(() => stop.abort(reason));
		expect((await outcome).error).toBe(reason);
	});

	it('ends a look on its way, and its failure is no bad answer', async () => {
		const stop = new AbortController();
		const wait = startWait(async (_look, signal) => await pause(MINUTE, signal).then(() => ready), {
			signal: stop.signal,
		});
		const outcome = outcomeOf(wait.end, MINUTE, 100);
		await jest.advanceTimersByTimeAsync(5 * SECOND);
		stop.abort(reason);
		expect((await outcome).error).toBe(reason);
		expect(wait.looks).toHaveLength(1);
		expect(jest.getTimerCount()).toBe(0);
	});

	it.each([true, false])('before the wait lets nothing begin (own export: %p)', async (own) => {
		const wait = startWait(() => ready, { signal: AbortSignal.abort(reason), job: { own } });
		await expect(wait.end).rejects.toBe(reason);
		expect(wait.looks).toEqual([]);
		expect(jest.getTimerCount()).toBe(0);
	});
});
