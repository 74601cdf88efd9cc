import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import type { RequestOptions, ServiceClient } from '../../../shared/http/client';
import { idField } from '../../../shared/http/fields';
import { path } from '../../../shared/http/path';
import { endedWithout, mayRun } from '../../../shared/jobs/messages';
import type { JobProvider, JobState, JobWords, LookGaps } from '../../../shared/jobs/provider';
import { type JobRequest, JobRunner } from '../../../shared/jobs/runJob';
import { waitForJob, type WaitEnd } from '../../../shared/jobs/wait';
import { parseAnswer } from '../../../shared/lemlist/answers';
import type { ItemParameters } from '../../../shared/n8n/parameters';
import { isTemporary, ServiceError } from '../../../shared/n8n/serviceError';
import { monotonicMs } from '../../../shared/time/clock';
import type { Call } from '../../table/operation';

const DEFAULT_TIMEOUT_MIN = 10;

/** lemlist names no pace for enrichments: that of its exports. */
const GAPS: LookGaps = {
	first: [1, 1, 2, 3],
	later: [
		{ fromS: 300, gapS: 15 },
		{ fromS: 60, gapS: 10 },
		{ fromS: 0, gapS: 5 },
	],
};

/** How long a started enrichment is taken up again by a retry, and how long it may be unknown after its start (ms). */
const MEMORY_MS = 2 * 60 * 60 * 1000;
const LAG_MS = 10_000;

/** An enrichment as the operations give it. lemlist adds `input` and `data` when it is done. */
export interface Enrichment extends IDataObject {
	enrichmentId: string;
	/** lemlist's `done`, or `inProgress` for its answer 202. */
	enrichmentStatus: string;
}

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

	constructor(
		private readonly client: ServiceClient,
		private readonly request?: RequestOptions,
	) {
		this.service = client.service;
	}

	/** It spends credits, so it is sent again only after a 429. */
	async start(signal?: AbortSignal): Promise<{ id: string }> {
		const { body } = await this.client.request({ ...this.request!, method: 'POST', retry: false, signal });
		return parseAnswer(z.object({ id: idField.pipe(z.string()) }), body, 'the start of the enrichment');
	}

	async turn(signal: AbortSignal): Promise<unknown> {
		return await this.client.limits.polls.acquire(signal);
	}

	async look(id: string, signal?: AbortSignal): Promise<JobState<Enrichment>> {
		try {
			return stateOf(await look(this.client, id, signal, false));
		} catch (error) {
			if (isUnknown(error)) return { phase: 'missing', reason: error.message };
			return await Promise.reject(error);
		}
	}
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
		case 'failed':
		case 'error':
			return { phase: 'failed', reason: `its status is "${enrichmentStatus}"`, details: found };
		default:
			return { phase: 'ready', details: found };
	}
}

/** Sends a request that starts many enrichments. It spends credits, so it is sent again only after a 429. */
export async function sendStart(client: ServiceClient, request: RequestOptions): Promise<unknown> {
	const { body } = await client.request({ ...request, method: 'POST', retry: false }).catch((error: unknown) => {
		if (!isTemporary(error) || error.status === 429) throw error;
		throw mayRun(error, new EnrichmentJob(client));
	});
	return body;
}

/** GET /enrich/{enrichId}: 202 while it runs, 200 with the result. */
export async function look(
	client: ServiceClient,
	enrichId: string,
	signal?: AbortSignal,
	retry?: boolean,
): Promise<Enrichment> {
	const { status, body } = await client.request({ path: path`/enrich/${enrichId}`, retry, signal });
	if (status === 202) return { enrichmentId: enrichId, enrichmentStatus: 'inProgress' };
	const { enrichmentStatus, ...result } = parseAnswer(doneAnswer, body, 'the enrichment');
	return { enrichmentId: enrichId, enrichmentStatus: enrichmentStatus ?? 'done', ...(result as IDataObject) };
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

/** Looks at one of many enrichments, which this run started, until it has ended. */
export async function waitForEnd({ client, parameters, signal }: Call, id: string): Promise<WaitEnd<Enrichment>> {
	const job = { id, startedAt: monotonicMs(), own: true };
	return await waitForJob(new EnrichmentJob(client), job, { ...waitTimes(parameters), signal });
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
	const end = await jobs.wait(provider, job, request);
	if (end.ended === 'ready') return end.details;
	if (end.ended === 'timeout' && parameters.collection('options').onTimeout === 'returnPending') return started;
	throw endedWithout(end, provider, job.id);
}
