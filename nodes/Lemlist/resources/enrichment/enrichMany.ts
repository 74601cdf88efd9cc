import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { inChunks } from '../../../shared/http/chunks';
import { idField, shownText } from '../../../shared/http/fields';
import { parseAnswer } from '../../../shared/lemlist/answers';
import { ServiceError } from '../../../shared/n8n/serviceError';
import { options } from '../../fields/frames';
import type { Call, CustomOperation } from '../../table/operation';
import { sendStart, waitForEnd } from './enrichments';
import { enrichments, pollInterval, timeout, waitForResult, webhookUrl } from './fields';
import { type BulkEntry, readPeople } from './people';

/** POST /v2/enrichments/bulk takes at most 500 (TOO_MANY_ENRICHMENTS_REQUESTED). */
const PEOPLE_PER_CALL = 500;

/** One entry per person, in the order sent: an ID, or why lemlist did not begin. */
const bulkAnswer = z.array(z.object({ id: idField, error: shownText }));

type Row = IDataObject & { enrichmentStatus: string; enrichmentId?: string };

/** What the output repeats of a person, to tell the rows apart. */
function asked({ input, metadata }: BulkEntry): IDataObject {
	return { input, ...(metadata !== undefined && { metadata }) };
}

async function startSome({ client, parameters, signal }: Call, people: BulkEntry[]): Promise<Row[]> {
	const { webhookUrl: url } = parameters.filled('options');
	const body = await sendStart(client, {
		path: '/v2/enrichments/bulk',
		query: { webhookUrl: url },
		body: people,
		signal,
	});
	const answers = parseAnswer(bulkAnswer.length(people.length), body, 'the start of the enrichments');
	return people.map((person, index): Row => {
		const { id, error } = answers[index]!;
		return id
			? { enrichmentId: id, enrichmentStatus: 'inProgress', ...asked(person) }
			: { enrichmentStatus: 'refused', reason: error ?? 'lemlist names no reason', ...asked(person) };
	});
}

/** One call after the other. What an earlier call began has cost credits: should a later one fail, its people are rows, too. */
async function startAll(call: Call, people: BulkEntry[]): Promise<Row[]> {
	const rows: Row[] = [];
	for (const some of inChunks(people, PEOPLE_PER_CALL)) {
		const started = await startSome(call, some).catch((error: unknown) => {
			if (rows.length === 0 || !(error instanceof ServiceError)) throw error;
			return some.map((person): Row => ({ enrichmentStatus: 'refused', reason: error.message, ...asked(person) }));
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
	if (end.ended === 'ready') return { ...row, ...end.details };
	return end.ended === 'timeout' ? row : { ...row, enrichmentStatus: 'failed', reason: end.reason };
}

export const enrichMany: CustomOperation = {
	value: 'enrichMany',
	name: 'Enrich Many',
	action: 'Enrich many people',
	description:
		'Start the lookup of many people at once, 500 per request. Spends credits for each. Gives one item per person, in their order: its enrichmentStatus is inProgress, done, failed or refused, with the reason.',
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
