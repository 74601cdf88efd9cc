import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import type { RequestOptions, ServiceClient } from '../../../shared/http/client';
import { idField } from '../../../shared/http/fields';
import { path } from '../../../shared/http/path';
import { endedWithout, mayRun } from '../../../shared/jobs/messages';
import type { JobProvider, JobState, JobWords, StartSignals } from '../../../shared/jobs/provider';
import { type JobRequest, JobRunner } from '../../../shared/jobs/runJob';
import { waitForJob, type WaitEnd } from '../../../shared/jobs/wait';
import { parseAnswer } from '../../../shared/lemlist/answers';
import { GAPS, LAG_MS, MEMORY_MS } from '../../../shared/lemlist/pace';
import type { ItemParameters } from '../../../shared/n8n/parameters';
import { isTemporary, mayBeDone, ServiceError } from '../../../shared/n8n/serviceError';
import { pause } from '../../../shared/time/cancellation';
import { monotonicMs } from '../../../shared/time/clock';
import type { Call } from '../../table/operation';

const DEFAULT_TIMEOUT_MIN = 10;

/** An enrichment as the operations give it. lemlist adds `input` and `data` when it is done. */
export interface Enrichment extends IDataObject {
	enrichmentId: string;
	/** lemlist's `done`, or `inProgress` for its answer 202. */
	enrichmentStatus: string;
}

/** So long after it first said `done`, lemlist may not have filled in the data (recorded 2026-08); then there is none (ms). */
const DATA_LAG_MS = 10_000;

/** Gaps between looks at one that is done and has no data at all (s). */
const DATA_GAPS_S = [1, 2, 3];

const doneAnswer = z.object({ enrichmentStatus: z.string().nullish() }).passthrough();

/** What lemlist is to look up, as flags of the query. */
export function flags(parameters: ItemParameters): IDataObject {
	const chosen = parameters.list('enrichments');
	if (chosen.length === 0) throw parameters.refuse('enrichments', 'is empty', 'Choose at least one.');
	return Object.fromEntries(chosen.map((name) => [name, true]));
}

const WORDS: JobWords = {
	noun: 'enrichment',
	result: 'a result',
	mayRun: 'The enrichment may run at lemlist all the same, and trying again may spend credits twice.',
	resume: (id) =>
		`Its credits are spent. Allow more time in the option 'Timeout', or get the result later: with the operation Get and the ID ${id}.`,
	later: 'the operation Get gives its result',
	missing: { advice: 'Check the ID, and what was known of the person.' },
	failed: (id) => `It is ${id}. Check what was known of the person.`,
};

/** One enrichment, started by `request`. */
class EnrichmentJob implements JobProvider<Enrichment> {
	readonly service;

	readonly words = WORDS;

	readonly gaps = GAPS;

	readonly memoryMs = MEMORY_MS;

	readonly lagMs = LAG_MS;

	readonly ids = {};

	readonly idName = 'enrichmentId';

	readonly isTemporary = isTemporary;

	/** When each enrichment first said `done` without data. */
	private readonly doneWithoutData = new Map<string, number>();

	constructor(
		private readonly client: ServiceClient,
		private readonly request?: RequestOptions,
	) {
		this.service = client.service;
	}

	/** It spends credits, so it is sent again only after a 429. */
	async start({ signal, untilSent }: StartSignals): Promise<{ id: string }> {
		const { body } = await this.client.request({ ...this.request!, method: 'POST', retry: false, signal, untilSent });
		return parseAnswer(z.object({ id: idField.pipe(z.string()) }), body, 'the start of the enrichment');
	}

	/** Whether a later look may have data that this one does not: for a while after the first `done`. */
	private mayGetData({ enrichmentId, enrichmentStatus, data }: Enrichment): boolean {
		if (enrichmentStatus !== 'done' || hasResult(data)) return false;
		const since = this.doneWithoutData.get(enrichmentId) ?? monotonicMs();
		this.doneWithoutData.set(enrichmentId, since);
		return monotonicMs() - since < DATA_LAG_MS;
	}

	async look(id: string, signal?: AbortSignal): Promise<JobState<Enrichment>> {
		try {
			const found = await look(this.client, id, { retry: false, kind: 'look', signal });
			return this.mayGetData(found)
				? { phase: 'pending', progress: 'done, without data yet', details: found }
				: stateOf(found);
		} catch (error) {
			if (isUnknown(error)) return { phase: 'missing', reason: error.message };
			return await Promise.reject(error);
		}
	}
}

/**
 * Whether data holds a result. Where nothing was found, it may hold `notFound: false` all the same, as it may before it
 * is filled; only `notFound: true` is to be believed.
 */
function hasResult(data: unknown): boolean {
	const kinds = typeof data === 'object' && data !== null ? Object.values(data) : [];
	return kinds.some((kind) => {
		if (typeof kind !== 'object' || kind === null) return !isNothing(kind);
		const { notFound, ...result } = kind as IDataObject;
		return notFound === true || Object.values(result).some((value) => !isNothing(value));
	});
}

function isNothing(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

/** Text until 2025, since then JSON with the status `not-found`. */
function isUnknown(error: unknown): error is ServiceError {
	return error instanceof ServiceError && error.status === 404 && /enrichment not.found/i.test(error.serviceSays ?? '');
}

function stateOf(found: Enrichment): JobState<Enrichment> {
	const { enrichmentStatus } = found;
	switch (enrichmentStatus) {
		case 'inProgress':
		case 'pending':
			return { phase: 'pending', progress: enrichmentStatus, details: found };
		case 'not-found':
			return { phase: 'missing', reason: `its status is "${enrichmentStatus}"` };
		case 'failed':
		case 'error':
			return { phase: 'failed', reason: `its status is "${enrichmentStatus}"`, details: found };
		default:
			return { phase: 'ready', details: found };
	}
}

/**
 * Sends a request that starts many enrichments. It spends credits, so it is sent again only after a 429.
 *
 * @param read reads the answer
 * @throws ServiceError that says so where lemlist may have begun all the same
 */
export async function sendStart<Answer>(
	client: ServiceClient,
	request: RequestOptions,
	read: (body: unknown) => Answer,
): Promise<Answer> {
	try {
		const { body } = await client.request({ ...request, method: 'POST', retry: false });
		return read(body);
	} catch (error) {
		throw mayBeDone(error) ? mayRun(error, new EnrichmentJob(client)) : error;
	}
}

/** GET /enrich/{enrichId}: 202 while it runs, 200 with the result. */
export async function look(
	client: ServiceClient,
	enrichId: string,
	options: Pick<RequestOptions, 'retry' | 'kind' | 'signal'>,
): Promise<Enrichment> {
	const { status, body } = await client.request({ ...options, path: path`/enrich/${enrichId}` });
	if (status === 202) return { enrichmentId: enrichId, enrichmentStatus: 'inProgress' };
	const { enrichmentStatus, ...result } = parseAnswer(doneAnswer, body, 'the enrichment');
	return { enrichmentId: enrichId, enrichmentStatus: enrichmentStatus ?? 'done', ...(result as IDataObject) };
}

/** Looks once at an enrichment, and again a few times while it is done and its data is still to come. */
export async function lookOnce(client: ServiceClient, enrichId: string, signal?: AbortSignal): Promise<Enrichment> {
	let found = await look(client, enrichId, { signal });
	for (const gapS of DATA_GAPS_S) {
		const { enrichmentStatus, data } = found;
		const isUnfilled = enrichmentStatus === 'done' && Object.keys(data ?? {}).length === 0;
		if (!isUnfilled) break;
		await pause(gapS * 1000, signal);
		found = await look(client, enrichId, { signal });
	}
	return found;
}

/** How long and how often to look, in ms. */
function waitTimes(parameters: ItemParameters): { pollIntervalMs: number; timeoutMs: number } {
	const { pollInterval = 0, timeout = DEFAULT_TIMEOUT_MIN } = parameters.collection('options');
	const [pollSeconds, minutes] = [Number(pollInterval), Number(timeout)];
	if (!(minutes > 0))
		throw parameters.refuse('options', 'has a Timeout that is no time', 'Enter minutes, such as 10 or 0.5.');
	if (!(pollSeconds >= 0))
		throw parameters.refuse('options', 'has a Poll Interval that is no time', 'Enter seconds, or 0.');
	return { pollIntervalMs: pollSeconds * 1000, timeoutMs: minutes * 60_000 };
}

/** The time was up while data was still to come: what is done is done. */
function doneAtLast(end: WaitEnd<Enrichment>): WaitEnd<Enrichment> {
	const isDone = end.ended === 'timeout' && end.details?.enrichmentStatus === 'done';
	return isDone ? { ended: 'ready', details: end.details! } : end;
}

/** Looks at one of many enrichments, which this run started, until it has ended. */
export async function waitForEnd({ client, parameters, signal }: Call, id: string): Promise<WaitEnd<Enrichment>> {
	const job = { id, startedAt: monotonicMs(), own: true };
	return doneAtLast(await waitForJob(new EnrichmentJob(client), job, { ...waitTimes(parameters), signal }));
}

/**
 * Starts one enrichment, unless an earlier try of the item did, and waits for it if the user wants that. Once the start
 * is on its way only Stop ends it: it has spent credits, its ID must not get lost.
 */
export async function enrichOne(call: Call, request: RequestOptions): Promise<Enrichment> {
	return await run(call, request, { subject: `enrich ${JSON.stringify([request.path, request.query])}` });
}

/** Waits for an enrichment that was started elsewhere. */
export async function resultOf(call: Call, enrichId: string): Promise<Enrichment> {
	return await run(call, undefined, { subject: `enrichment ${enrichId}`, resumeId: enrichId });
}

/** @throws ServiceError that names the enrichment and how to get its result later */
async function run(
	{ client, context, parameters, itemIndex, signal }: Call,
	start: RequestOptions | undefined,
	which: Pick<JobRequest, 'subject' | 'resumeId'>,
): Promise<Enrichment> {
	const jobs = new JobRunner(context);
	const provider = new EnrichmentJob(client, start);
	const request: JobRequest = { ...which, itemIndex, signal, ...waitTimes(parameters) };
	const { job } = await jobs.start(provider, request);
	const started: Enrichment = { enrichmentId: job.id, enrichmentStatus: 'inProgress' };
	if (!parameters.boolean('waitForResult')) return started;
	const end = doneAtLast(await jobs.wait(provider, job, request));
	if (end.ended === 'ready') return end.details;
	if (end.ended === 'timeout' && parameters.collection('options').onTimeout === 'returnPending') return started;
	throw endedWithout(end, provider, job.id);
}
