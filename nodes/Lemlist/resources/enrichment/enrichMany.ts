import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { inChunks } from '../../../shared/http/chunks';
import { idField } from '../../../shared/http/fields';
import { StartedJobs } from '../../../shared/jobs/startedJobs';
import { parseAnswer } from '../../../shared/lemlist/answers';
import { MEMORY_MS } from '../../../shared/lemlist/pace';
import { stopSignal } from '../../../shared/n8n/stop';
import { ServiceError } from '../../../shared/n8n/serviceError';
import { options } from '../../fields/frames';
import type { Call, CustomOperation } from '../../table/operation';
import { sendStart, waitForEnd } from './enrichments';
import { enrichments, pollInterval, timeout, waitForResult, webhookUrl } from './fields';
import { type BulkEntry, readPeople } from './people';

/** POST /v2/enrichments/bulk takes at most 500 (TOO_MANY_ENRICHMENTS_REQUESTED). */
const PEOPLE_PER_CALL = 500;

/** An entry of the answer: an ID, or why lemlist did not begin. What comes in another form has neither. */
const bulkEntry = z
	.object({ id: idField, error: z.unknown(), metadata: z.unknown() })
	.catch(({ input }) => ({ id: undefined, error: input, metadata: undefined }));

/** Documented as one entry per person, in the order sent. */
const bulkAnswer = z.array(bulkEntry);

type Row = IDataObject & { enrichmentStatus: string; enrichmentId?: string };

/** What the output repeats of a person, to tell the rows apart. */
function asked({ input, metadata }: BulkEntry): IDataObject {
	return { input, ...(metadata !== undefined && { metadata }) };
}

function reasonOf(error: unknown): string {
	if (error === undefined || error === null || error === '') return 'lemlist names no reason';
	return typeof error === 'string' ? error : JSON.stringify(error);
}

/**
 * The rows for an answer. Each ID stands for credits, so that none is lost: in an answer of another length than the
 * list of people nobody can tell whose an ID is, and its row has no person until its result names one.
 */
function rowsOf(people: BulkEntry[], answers: Array<z.infer<typeof bulkEntry>>): Row[] {
	if (answers.length === people.length) {
		return people.map((person, index): Row => {
			const { id, error } = answers[index]!;
			return id
				? { enrichmentId: id, enrichmentStatus: 'inProgress', ...asked(person) }
				: { enrichmentStatus: 'refused', reason: reasonOf(error), ...asked(person) };
		});
	}
	const reason = `lemlist answered with ${answers.length} entries for ${people.length} people: which is whose is not known`;
	const begun = answers.flatMap(({ id, metadata }): Row[] => {
		const named = metadata === undefined ? {} : { metadata: metadata as IDataObject };
		return id ? [{ enrichmentId: id, enrichmentStatus: 'inProgress', reason, ...named }] : [];
	});
	return [...begun, ...people.map((person): Row => ({ enrichmentStatus: 'unknown', reason, ...asked(person) }))];
}

/** Sends a call, unless an earlier try of the item did: its credits are spent. */
async function startSome(call: Call, people: BulkEntry[], position: number): Promise<Row[]> {
	const { context, itemIndex, signal } = call;
	const started = new StartedJobs(context);
	const subject = `enrichMany ${position} ${createHash('sha256').update(JSON.stringify(people)).digest('hex')}`;
	const known = started.find(itemIndex, subject, MEMORY_MS);
	if (known) return rowsOf(people, bulkAnswer.parse(JSON.parse(known.id)));
	signal.throwIfAborted();
	const answers = await send(call, people);
	const ids = answers.flatMap(({ id }) => id ?? []);
	if (ids.length > 0) started.add(itemIndex, subject, JSON.stringify(answers));
	// All that survives a crash or Stop.
	context.logger.info(`Started ${ids.length} lemlist enrichments: ${ids.join(', ')}`);
	return rowsOf(people, answers);
}

async function send({ client, context, parameters }: Call, people: BulkEntry[]) {
	const { webhookUrl: url } = parameters.settings('options');
	// Once it is on its way only Stop ends it: it spends credits, its IDs must not get lost.
	const signal = stopSignal(context);
	const request = { path: '/v2/enrichments/bulk', query: { webhookUrl: url }, body: people, signal };
	return await sendStart(client, request, (body) => parseAnswer(bulkAnswer, body, 'the start of the enrichments'));
}

/** Whether lemlist may have begun although the call failed. */
function mayHaveBegun({ kind, status = 0 }: ServiceError): boolean {
	return kind === 'refused' ? status === 408 || status >= 500 : kind !== 'input';
}

/** Why people of a call that failed have no enrichment, or may have one of which nobody knows the ID. */
function failedRow(person: BulkEntry, error: ServiceError): Row {
	return mayHaveBegun(error)
		? { enrichmentStatus: 'unknown', reason: `${error.message}. ${error.description ?? ''}`.trim(), ...asked(person) }
		: { enrichmentStatus: 'refused', reason: error.message, ...asked(person) };
}

/** One call after the other. What an earlier call began has cost credits: should a later one fail, its people are rows, too. */
async function startAll(call: Call, people: BulkEntry[]): Promise<Row[]> {
	const rows: Row[] = [];
	for (const some of inChunks(people, PEOPLE_PER_CALL)) {
		const started = await startSome(call, some, rows.length).catch((error: unknown) => {
			if (rows.length === 0 || !(error instanceof ServiceError)) throw error;
			return some.map((person) => failedRow(person, error));
		});
		rows.push(...started);
	}
	return rows;
}

async function withResult(call: Call, row: Row): Promise<Row> {
	if (row.enrichmentId === undefined) return row;
	const end = await waitForEnd(call, row.enrichmentId).catch((error: unknown) => {
		if (!(error instanceof ServiceError)) throw error;
		return { ended: 'failed' as const, reason: error.message };
	});
	if (end.ended === 'ready') {
		const known: Row = { ...row };
		delete known.reason;
		return { ...known, ...end.details };
	}
	return end.ended === 'timeout' ? row : { ...row, enrichmentStatus: 'failed', reason: end.reason };
}

export const enrichMany: CustomOperation = {
	value: 'enrichMany',
	name: 'Enrich Many',
	action: 'Enrich many people',
	description: 'Look up many people at once, 500 per request, and get one item with a status for each person',
	notice: 'Spends credits for each person and each kind of enrichment.',
	routes: ['POST /v2/enrichments/bulk', 'GET /enrich/{enrichId}'],
	fields: [
		{
			displayName: 'People (JSON)',
			name: 'people',
			type: 'json',
			typeOptions: { rows: 6 },
			required: true,
			default: '[]',
			placeholder: 'e.g. [{"linkedinUrl": "https://www.linkedin.com/in/johndoe"}]',
			description:
				'A list of people, each with some of linkedinUrl, email, firstName, lastName, companyName, companyDomain, jobTitle, and perhaps metadata, which the output repeats. lemlist\'s own form with input and enrichmentRequests works, too. They are looked up once for each input item: use "Execute Once" in the settings when the list holds those of all items.',
		},
		{
			...enrichments,
			required: false,
			description: 'What to look up for people without enrichmentRequests of their own. Each one spends credits.',
		},
		{
			...waitForResult,
			description:
				'Whether to wait until lemlist has the results. People whose result is not there in time stay inProgress.',
		},
		options(pollInterval, timeout, webhookUrl),
	],
	async run(call) {
		const rows = await startAll(call, readPeople(call.parameters));
		if (!call.parameters.boolean('waitForResult')) return { json: rows };
		return { json: await Promise.all(rows.map(async (row) => await withResult(call, row))) };
	},
};
