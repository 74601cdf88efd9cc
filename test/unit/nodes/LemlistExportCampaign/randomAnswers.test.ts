import { Readable } from 'node:stream';

import fc from '../../../properties';
import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { StatisticsExport } from '../../../../nodes/LemlistExportCampaign/statisticsExport';
import type { BodyStream } from '../../../../nodes/shared/http/streams';
import { downloadFile } from '../../../../nodes/shared/jobs/download';
import { JobRunner } from '../../../../nodes/shared/jobs/runJob';
import { lemlistClient } from '../../../../nodes/shared/lemlist/service';
import { ServiceError } from '../../../../nodes/shared/n8n/serviceError';
import { useFakeTime } from '../../../support/fakeTime';
import { executeContext } from '../../../support/nodeContext';

const MINUTE = 60_000;
const TIMEOUT_MS = 10 * MINUTE;
/** What answers 429 may add, for each of the calls that can meet them. */
const PATIENCE_MS = 15 * MINUTE;
const MOST_MS = 2 * TIMEOUT_MS + PATIENCE_MS;

/** What comes for a request: an answer, or the end of the connection. */
type Came = { status: number; body: string } | 'reset';

const told = (status: string, more: object = {}) =>
	JSON.stringify({ ok: true, status: { _id: 'axp_1', status, ...more } });

const body = fc.oneof(
	{ weight: 4, arbitrary: fc.constantFrom(told('pending'), told('pending', { progress: 5, total: 9 })) },
	{ weight: 2, arbitrary: fc.constant(told('done', { url: 'https://files.example/axp_1.csv', fileSize: 4 })) },
	fc.constantFrom(
		'{"_id":"axp_1","id":"axp_1","status":"pending"}',
		'a\n1\n',
		told('error'),
		told('none of these'),
		told('done'),
		told('done', { url: 'ftp://files.example/1', fileSize: -1 }),
		told('done', { url: 'https://[', fileSize: '99' }),
		'{"ok":false,"message":"Export with id axp_1 not found"}',
		'{"ok":false}',
		'',
		' ',
		'null',
		'<!DOCTYPE html><title>Maintenance</title>',
		'{"status":',
		'Too many requests',
		'['.repeat(20_000) + ']'.repeat(20_000),
		'{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000),
		'x'.repeat(100_000),
	),
	fc.json({ maxDepth: 3 }),
);

const came: fc.Arbitrary<Came> = fc.oneof(
	{ weight: 6, arbitrary: fc.record({ status: fc.constant(200), body }) },
	{ weight: 2, arbitrary: fc.record({ status: fc.constantFrom(201, 204, 400, 401, 403, 404, 408, 410, 418), body }) },
	{ weight: 2, arbitrary: fc.record({ status: fc.constantFrom(429, 500, 502, 503, 504), body }) },
	fc.constant('reset' as const),
);

let keys = 0;

/** n8n's context, with a service that gives these answers in turn, the last one for ever. */
function contextWith(answers: Came[]) {
	const sent: string[] = [];
	// Each has a limit of its own.
	const real = executeContext({ apiKey: `random-answers-${(keys += 1)}` });
	const answer = async ({ url, encoding }: IHttpRequestOptions) => {
		const next = answers[Math.min(sent.length, answers.length - 1)]!;
		sent.push(`${url} ${next === 'reset' ? next : next.status}`);
		// As a request does, and not in the same moment.
		await new Promise((resolve) => setTimeout(resolve, 40));
		if (next === 'reset') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
		const content = encoding === 'stream' ? Readable.from([Buffer.from(next.body)]) : next.body;
		return { statusCode: next.status, headers: {}, body: content };
	};
	const helpers = {
		...real.helpers,
		httpRequest: answer,
		httpRequestWithAuthentication: async (_type: string, request: IHttpRequestOptions) => await answer(request),
	};
	const context = Object.create(real, { helpers: { value: helpers } }) as IExecuteFunctions;
	return { context, sent };
}

async function lengthOf(stream: BodyStream) {
	let bytes = 0;
	for await (const piece of stream as AsyncIterable<Buffer>) bytes += piece.length;
	return { bytes, result: bytes };
}

describe('An export against a service that answers anything', () => {
	useFakeTime();

	it('ends in its time, starts once, looks no more after its end, and fails in no words but its own', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(came, { minLength: 1, maxLength: 14 }), async (answers) => {
				const { context, sent } = contextWith(answers);
				const client = await lemlistClient(context);
				const { signal } = new AbortController();
				const wanted = { itemIndex: 0, subject: 'cam_1', timeoutMs: TIMEOUT_MS, pollIntervalMs: 0, signal };
				const beganAt = performance.now();
				let end: { error?: unknown; tookMs: number; requests: number } | undefined;
				const settle = (error?: unknown) =>
					(end = { error, tookMs: performance.now() - beganAt, requests: sent.length });
				new JobRunner(context)
					.run(
						new StatisticsExport(client, 'cam_1'),
						{ ...wanted, onTimeout: 'fail' },
						async (ready) => await downloadFile(ready.source, lengthOf, ready.signal),
					)
					.then(() => settle(), settle);
				while (!end && performance.now() - beganAt < 2 * MOST_MS) await jest.advanceTimersToNextTimerAsync();
				for (let timer = 0; timer < 20 && jest.getTimerCount() > 0; timer++) await jest.advanceTimersToNextTimerAsync();

				expect(end).toBeDefined();
				if (end!.error !== undefined) expect(end!.error).toBeInstanceOf(ServiceError);
				expect(end!.tookMs).toBeLessThanOrEqual(MOST_MS);
				expect(sent).toHaveLength(end!.requests);
				const starts = sent.filter((one) => one.includes('/export/start') && !one.endsWith(' 429'));
				expect(starts.length).toBeLessThanOrEqual(1);
			}),
			{ numRuns: 150, seed: 12 },
		);
	});
});
