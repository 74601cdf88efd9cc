import type { RecordedRequest } from '../../../simulator';
import { throughTime } from './fakeClock';
import type { FaultClass, Result, Situation } from './classes';
import type { Event, Fault } from './faults';
import { API_KEY, type FaultWorld } from './world';

const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** Longest time that anything may take: the timeout of a job, and as long again for its file. */
const MOST_MS = 61 * 60 * SECOND;

/** The workflow's timeout where one is set (s), and within what the node ends after it and after Stop. */
const WORKFLOW_TIMEOUT_S = 15;
const END_MS = SECOND;

/** How the clock is set. */
const CLOCK_MS: Partial<Record<Event, number>> = { clockBack: -7 * HOUR, clockForth: 7 * HOUR };

/** A key as it may travel. */
const SECRETS = [API_KEY, Buffer.from(`:${API_KEY}`).toString('base64'), encodeURIComponent(API_KEY)];

/** What happened in a cell. */
export interface Outcome extends Result {
	/** Requests of the kind that met the fault. */
	requests: number;
	/** Starts of Qlara to make a file again. */
	madeAgain: number;
	/** What is not as it must be. */
	problems: string[];
}

/** Requests that will be answered. Those that hang or were cut wait for nobody. */
function isUnderWay({ endedAt, fault }: RecordedRequest): boolean {
	return endedAt === undefined && fault !== 'timeout' && fault !== 'stallAfter';
}

/** Lets time pass until work has ended. */
export async function passTime<T>(world: FaultWorld, work: Promise<T>, onMoment?: () => void) {
	return await throughTime(work, {
		isBusy: () => world.requests().some(isUnderWay),
		pulse: () => world.requests().reduce((sum, { endedAt }) => sum + (endedAt === undefined ? 1 : 2), 0),
		mostMs: MOST_MS,
		onMoment,
	});
}

/** The real time, which passes as the fake clock does. */
const epoch = Date.now();

/** Runs a class against a fault that it meets so often, and checks what holds in every cell. */
export async function runCell(
	world: FaultWorld,
	target: FaultClass,
	fault: Fault | undefined,
	times: number | 'always',
): Promise<Outcome> {
	world.reset();
	jest.setSystemTime(epoch + performance.now());
	const service = world[target.service];
	const ofKind = () => service.requestsOf(target.kind);
	const through = async <T>(work: Promise<T>, onMoment?: () => void) => await passTime(world, work, onMoment);

	const { value: situation } = await through(target.prepare());
	const before = ofKind().length;
	if (fault) service.faults.add({ on: target.kind, after: target.after ?? 0, times, do: fault.answer!(target) });
	const isTimed = fault?.event === 'timeout';
	const execution = situation.execute(isTimed ? { executionTimeout: WORKFLOW_TIMEOUT_S } : {});
	let metAt: number | undefined;
	const { value: result, tookMs } = await through(execution.finished, () => {
		if (metAt !== undefined || !ofKind().some((request) => request.fault !== undefined)) return;
		metAt = performance.now();
		const moved = CLOCK_MS[fault!.event!];
		if (moved !== undefined) jest.setSystemTime(Date.now() + moved);
		if (fault!.event === 'stop') execution.stop!();
	});
	const endedAt = performance.now();
	const requests = ofKind().length - before;
	const problems = problemsOf(result, situation);
	if (fault && times !== 'always' && service.faults.pending.length > 0) problems.push('The fault was not met');
	if (fault?.event === 'stop' && endedAt - metAt! > END_MS) problems.push('Stop did not end it at once');
	if (isTimed && tookMs > WORKFLOW_TIMEOUT_S * SECOND + END_MS) problems.push('The timeout did not end it at once');
	if (
		(fault?.event === 'stop' || isTimed) !== (result.status === 'canceled' || /was canceled/.test(result.message ?? ''))
	)
		problems.push(`It ended with the status ${result.status}`);

	service.faults.clear();
	const sentUntilEnd = world.requests().length;
	await through(new Promise((resolve) => setTimeout(resolve, HOUR / 10)));
	if (world.requests().length > sentUntilEnd) problems.push('It sent requests after its end');
	if (situation.later) problems.push(...(await through(situation.later())).value);
	if (situation.done() > 1) problems.push(`It was done ${situation.done()} times`);
	if (SECRETS.some((secret) => result.text.includes(secret))) problems.push('The API key is shown');
	for (const { headers, path, query } of [...world.lemlist.files.requests, ...world.qlara.files.requests]) {
		const sent = JSON.stringify([headers, path, query]);
		if (headers.authorization ?? headers['x-api-key'] ?? SECRETS.find((secret) => sent.includes(secret)))
			problems.push('The API key went to another origin');
	}
	return { ...result, requests, madeAgain: world.qlara.requestsOf('regenerate').length, problems };
}

/** A result that is whole, or an error that says what happened, what was done, and what to do. */
function problemsOf({ status, isWhole, message, description, text }: Result, situation: Situation): string[] {
	if (status === 'success') return isWhole ? [] : ['Its result is not whole'];
	if (status === 'later') return message ? [] : ['Nothing says why nothing came'];
	const isDone = situation.done() > 0;
	const ids = [...text.matchAll(/\b(axp|exp|enr)_\w+/g)];
	if (status === 'canceled') {
		const { mustSay } = situation;
		return isDone && mustSay && !mustSay.test(text) && ids.length === 0 ? ['Nothing says that it may be done'] : [];
	}
	const problems = [];
	if (!message || !description) problems.push(`The error says too little: ${message} / ${description}`);
	if (isDone && situation.mustSay && !situation.mustSay.test(description ?? '') && ids.length === 0)
		problems.push(`The error does not say that it may be done: ${message} / ${description}`);
	if (isDone && !situation.mustSay && situation.later === undefined && ids.length === 0)
		problems.push(`Nothing names the export: ${message} / ${description}`);
	return problems;
}
