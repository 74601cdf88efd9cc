import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import type { ExportState } from '../../../shared/jobs/provider';
import { StartedExports } from '../../../shared/jobs/startedJobs';
import { waitForExport, type WaitEnd } from '../../../shared/jobs/wait';
import { follow } from '../../../shared/time/cancellation';
import { isTemporary, LemlistError } from '../../../shared/n8n/errors';
import { path } from '../../../shared/http/path';
import { parseAnswer } from '../../../shared/http/schemas';
import type { LemlistClient, RequestOptions } from '../../../shared/http/client';
import type { ItemParameters } from '../../../shared/n8n/parameters';
import type { Call } from '../../table/operation';

const DEFAULT_TIMEOUT_MIN = 10;

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

/** Sends a request that starts enrichments. It spends credits, so it is sent again only after a 429. */
export async function sendStart(client: LemlistClient, request: RequestOptions): Promise<unknown> {
	const { body } = await client.request({ ...request, method: 'POST', retry: false }).catch((error: unknown) => {
		if (!isTemporary(error) || error.status === 429) throw error;
		throw error.with({
			advice: 'The enrichment may run at lemlist all the same, and trying again may spend credits twice.',
		});
	});
	return body;
}

/**
 * Starts one enrichment, unless an earlier try of the item did, and waits for it if the user wants
 * that. Once the start is on its way only Stop ends it: it has spent credits, its ID must not get lost.
 */
export async function enrichOne(call: Call, request: RequestOptions): Promise<Enrichment> {
	const { client, context, itemIndex } = call;
	const started = new StartedExports(context);
	const subject = `enrich ${JSON.stringify([request.path, request.query])}`;
	const earlier = started.find(itemIndex, subject);
	const enrichmentId =
		earlier?.exportId ?? (await startOne(client, { ...request, signal: follow(context.getExecutionCancelSignal?.()) }));
	if (!earlier) started.add(itemIndex, subject, { exportId: enrichmentId, startedAt: Date.now(), own: true });
	return await resultOf(call, { enrichmentId, enrichmentStatus: 'inProgress' }, () =>
		started.remove(itemIndex, subject),
	);
}

async function startOne(client: LemlistClient, request: RequestOptions): Promise<string> {
	return parseAnswer(z.object({ id: z.string() }), await sendStart(client, request), 'the start of the enrichment').id;
}

/** GET /enrich/{enrichId}: 202 while it runs, 200 with the result. */
export async function look(
	client: LemlistClient,
	enrichId: string,
	signal?: AbortSignal,
	retry?: boolean,
): Promise<Enrichment> {
	const { status, body } = await client.request({ path: path`/enrich/${enrichId}`, retry, signal });
	if (status === 202) return { enrichmentId: enrichId, enrichmentStatus: 'inProgress' };
	const { enrichmentStatus, ...result } = parseAnswer(doneAnswer, body, 'the enrichment');
	return { enrichmentId: enrichId, enrichmentStatus: enrichmentStatus ?? 'done', ...(result as IDataObject) };
}

async function getState(
	client: LemlistClient,
	enrichId: string,
	signal?: AbortSignal,
): Promise<ExportState<Enrichment>> {
	const found = await look(client, enrichId, signal, false).catch((error: unknown) => {
		if (error instanceof LemlistError && error.status === 404 && /enrichment not found/i.test(error.lemlistSays ?? ''))
			return error;
		throw error;
	});
	if (found instanceof LemlistError) return { phase: 'missing', reason: found.message };
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

/** Looks at an enrichment until it is done, with the patience of an export, and within the share of the rate limit that polls have. */
export async function waitForEnd(
	{ client, parameters, signal }: Call,
	enrichId: string,
	own: boolean,
): Promise<WaitEnd<Enrichment>> {
	const { pollInterval = 0, timeout = DEFAULT_TIMEOUT_MIN } = parameters.collection('options');
	const [pollSeconds, minutes] = [Number(pollInterval), Number(timeout)];
	if (!(minutes > 0))
		throw parameters.refuse('options', 'has a Timeout that is no time', 'Enter minutes, such as 10 or 0.5.');
	if (!(pollSeconds >= 0))
		throw parameters.refuse('options', 'has a Poll Interval that is no time', 'Enter seconds, or 0.');
	const startedAt = Date.now();
	return await waitForExport(
		{ getState: async (id, until) => await getState(client, id, until) },
		{ exportId: enrichId, startedAt, own },
		{
			pollIntervalMs: pollSeconds * 1000,
			deadlineAt: startedAt + minutes * 60_000,
			signal,
			pollTurn: async (untilDeadline) => await client.limits.polls.acquire(untilDeadline),
		},
	);
}

/**
 * Waits for one enrichment, if the user wants that.
 *
 * @param forget given for one that this node started: called when it ended without a result
 * @throws LemlistError that names the enrichment and how to get its result later
 */
export async function resultOf(call: Call, started: Enrichment, forget?: () => void): Promise<Enrichment> {
	if (!call.parameters.boolean('waitForResult')) return started;
	const { enrichmentId } = started;
	const ids = { enrichmentId };
	const end = await waitForEnd(call, enrichmentId, forget !== undefined).catch((error: unknown) => {
		if (!(error instanceof LemlistError)) throw error;
		throw error.with({
			advice: `The enrichment ${enrichmentId} may still run at lemlist: the operation Get gives its result.`,
			ids,
		});
	});
	switch (end.ended) {
		case 'ready':
			return end.details;
		case 'failed':
		case 'missing':
			forget?.();
			throw new LemlistError('export', {
				message: `The enrichment ended without a result: ${end.reason}`,
				description: `It is ${enrichmentId}. Check the ID, and what was known of the person.`,
				ids,
			});
		case 'timeout':
			if (call.parameters.collection('options').onTimeout === 'returnPending') return started;
			throw new LemlistError('export', {
				message: `The enrichment was not done after ${Math.round(end.waitedMs / 1000)} seconds`,
				description: `It still runs at lemlist, and its credits are spent. Allow more time in the option 'Timeout', or get the result later: with the operation Get and the ID ${enrichmentId}.`,
				ids,
			});
	}
}
