import type { IDataObject } from 'n8n-workflow';

import type { CustomOperation } from '../../../../nodes/Lemlist/table/operation';
import { enrichData } from '../../../../nodes/Lemlist/resources/enrichment/enrichData';
import { enrichMany } from '../../../../nodes/Lemlist/resources/enrichment/enrichMany';
import { get } from '../../../../nodes/Lemlist/resources/enrichment/get';
import { outcomeOf, useFakeTime } from '../../../support/fakeTime';
import { connectionError, lemlistAnswers, newClient, type Reply, useNock } from '../../../support/lemlistApi';
import { operationContext } from '../../../support/lemlist/operationContext';

const running: Reply = { status: 202, body: '' };
const done: Reply = {
	status: 200,
	body: {
		enrichmentId: 'enr_1',
		enrichmentStatus: 'done',
		data: { email: { email: 'ann@example.com', notFound: false } },
	},
};
const person = { linkedinUrl: 'https://www.linkedin.com/in/ann' };

async function run(operation: CustomOperation, values: Record<string, unknown>, signal = new AbortController().signal) {
	const call = { ...operationContext(operation, values), client: await newClient(), itemIndex: 0, signal };
	return await outcomeOf(operation.run(call), 1_800_000, 250);
}

describe('The answer to the start of an enrichment', () => {
	useFakeTime();
	useNock();

	it('may have a number for its ID', async () => {
		lemlistAnswers('POST', '/enrich', { status: 200, body: { id: 12, note: [] } });
		const { value } = await run(enrichData, { person, waitForResult: false });
		expect(value).toMatchObject({ json: [{ enrichmentId: '12', enrichmentStatus: 'inProgress' }] });
	});

	it('without an ID is refused', async () => {
		lemlistAnswers('POST', '/enrich', { status: 200, body: { id: {} } });
		const { error } = await run(enrichData, { person, waitForResult: false });
		expect(error).toMatchObject({ kind: 'unexpected', description: expect.stringContaining('spend credits twice') });
	});
});

describe('Waiting for an enrichment', () => {
	useFakeTime();
	useNock();
	beforeEach(() => lemlistAnswers('POST', '/enrich', { status: 200, body: { id: 'enr_1' } }));

	const waiting = { person, waitForResult: true };

	it('looks after 1, 1, 2 and 3 s, then every 5 s', async () => {
		const sent = lemlistAnswers('GET', '/enrich/enr_1', running, running, running, running, running, done);
		const { value, tookMs } = await run(enrichData, waiting);
		expect(value).toMatchObject({ json: [{ enrichmentStatus: 'done', data: { email: { notFound: false } } }] });
		expect(sent).toHaveLength(6);
		expect(tookMs).toBeGreaterThan(15_000);
		expect(tookMs).toBeLessThan(21_000);
	});

	it('gives up after 10 minutes unless told otherwise, and says how to go on', async () => {
		lemlistAnswers('GET', '/enrich/enr_1', running);
		const { error, tookMs } = await run(enrichData, waiting);
		expect(error).toMatchObject({
			kind: 'export',
			ids: { enrichmentId: 'enr_1' },
			description: expect.stringContaining('operation Get and the ID enr_1') as string,
		});
		expect(tookMs).toBeGreaterThanOrEqual(599_000);
		expect(tookMs).toBeLessThan(605_000);
	});

	it('survives a replica that does not know the enrichment yet', async () => {
		lemlistAnswers('GET', '/enrich/enr_1', { status: 404, body: 'Enrichment not found' }, done);
		expect((await run(enrichData, waiting)).value).toMatchObject({ json: [{ enrichmentStatus: 'done' }] });
	});

	it.each([
		[401, 'The authentication you supplied is incorrect'],
		[404, 'No user found for this API key'],
	])('ends at once after %i "%s"', async (status, body) => {
		lemlistAnswers('GET', '/enrich/enr_1', { status, body });
		const { error, tookMs } = await run(enrichData, waiting);
		expect(error).toMatchObject({ kind: 'refused', status, serviceSays: body, ids: { enrichmentId: 'enr_1' } });
		expect(tookMs).toBeLessThan(3000);
	});

	it.each([
		['timeout', 0],
		['timeout', -1],
		['pollInterval', -1],
		['pollInterval', 'soon'],
	])('refuses %s %j', async (name, value) => {
		expect(
			(await run(get, { enrichId: 'enr_1', waitForResult: true, options: { [name]: value } })).error,
		).toMatchObject({ kind: 'input' });
	});
});

describe('An enrichment that is done before its data is there', () => {
	useFakeTime();
	useNock();
	const bare = (data?: unknown): Reply => ({
		status: 200,
		body: { enrichmentId: 'enr_1', enrichmentStatus: 'done', ...(data !== undefined && { data }) },
	});
	const waiting = { enrichId: 'enr_1', waitForResult: true };

	it.each([
		['no data', bare()],
		['empty data', bare({})],
		['data without a result', bare({ email: { notFound: false }, linkedin: {} })],
	])('is looked at again: %s', async (_what, unfilled) => {
		const sent = lemlistAnswers('GET', '/enrich/enr_1', unfilled, unfilled, done);
		const { value } = await run(get, waiting);
		expect(value).toMatchObject({
			json: [{ enrichmentStatus: 'done', data: { email: { email: 'ann@example.com' } } }],
		});
		expect(sent).toHaveLength(3);
	});

	it('is given as it is after 10 s: nothing was found', async () => {
		lemlistAnswers('GET', '/enrich/enr_1', bare({ email: { notFound: false } }));
		const { value, tookMs } = await run(get, waiting);
		expect(value).toMatchObject({ json: [{ enrichmentStatus: 'done', data: { email: { notFound: false } } }] });
		expect(tookMs).toBeGreaterThanOrEqual(10_000);
		expect(tookMs).toBeLessThan(20_000);
	});

	it('is given as it is when the time is up', async () => {
		lemlistAnswers('GET', '/enrich/enr_1', bare({}));
		const { value, tookMs } = await run(get, { ...waiting, options: { timeout: 0.1 } });
		expect(value).toMatchObject({ json: [{ enrichmentStatus: 'done', data: {} }] });
		expect(tookMs).toBeLessThan(7000);
	});

	it('is believed at once where lemlist says that it found nothing', async () => {
		const sent = lemlistAnswers('GET', '/enrich/enr_1', bare({ email: { notFound: true } }));
		await run(get, waiting);
		expect(sent).toHaveLength(1);
	});

	it('is looked at a few times by Get without a wait, where it has no data at all', async () => {
		const sent = lemlistAnswers('GET', '/enrich/enr_1', bare({}), done);
		expect((await run(get, { enrichId: 'enr_1' })).value).toMatchObject({
			json: [{ data: { email: { email: 'ann@example.com' } } }],
		});
		expect(sent).toHaveLength(2);
	});

	it('is given by Get without a wait after three more looks', async () => {
		const sent = lemlistAnswers('GET', '/enrich/enr_1', bare({}));
		const { value, tookMs } = await run(get, { enrichId: 'enr_1' });
		expect(value).toMatchObject({ json: [{ enrichmentStatus: 'done', data: {} }] });
		expect(sent).toHaveLength(4);
		expect(tookMs).toBeLessThan(7000);
	});
});

describe('An enrichment that lemlist does not know', () => {
	useFakeTime();
	useNock();
	const unknown: Reply = { status: 404, body: { enrichmentId: 'enr_1', enrichmentStatus: 'not-found' } };

	it('is no result, but a failure in words that fit: Get', async () => {
		lemlistAnswers('GET', '/enrich/enr_1', unknown);
		expect((await run(get, { enrichId: 'enr_1' })).error).toMatchObject({
			kind: 'refused',
			status: 404,
			message: 'lemlist says: enrichment not-found (HTTP 404)',
			description: expect.stringContaining('enr_') as string,
		});
	});

	it('is no result, but a failure in words that fit: Get that waits', async () => {
		lemlistAnswers('GET', '/enrich/enr_1', unknown);
		expect((await run(get, { enrichId: 'enr_1', waitForResult: true })).error).toMatchObject({
			kind: 'export',
			message: expect.stringContaining('enrichment not-found') as string,
			ids: { enrichmentId: 'enr_1' },
		});
	});
});

describe('Enriching many', () => {
	useFakeTime();
	useNock();

	const [ann, bob] = [person, { linkedinUrl: 'https://www.linkedin.com/in/bob' }];
	const two = { people: [ann, bob], enrichments: ['findEmail'] };

	it.each([
		['fewer', [{ id: 'enr_1', metadata: 'x' }], ['enr_1']],
		['more', [{ id: 'enr_1' }, { error: 'MISSING_INPUTS' }, { id: 'enr_2' }], ['enr_1', 'enr_2']],
		['none', [], []],
	])(
		'keeps every ID of an answer with %s entries than people, and says that it is not known whose',
		async (_n, body, ids) => {
			lemlistAnswers('POST', '/v2/enrichments/bulk', { status: 200, body });
			const { json } = (await run(enrichMany, two)).value as { json: IDataObject[] };
			expect(json.flatMap(({ enrichmentId }) => enrichmentId ?? [])).toEqual(ids);
			const reason = expect.stringContaining(`${body.length} entries for 2 people`) as string;
			for (const row of json) expect(row).toMatchObject({ reason });
			expect(json.slice(ids.length)).toMatchObject([
				{ enrichmentStatus: 'unknown', input: ann },
				{ enrichmentStatus: 'unknown', input: bob },
			]);
		},
	);

	it('keeps the IDs beside entries of another form', async () => {
		lemlistAnswers('POST', '/v2/enrichments/bulk', { status: 200, body: [{ id: 'enr_1' }, 'TROUBLE'] });
		expect((await run(enrichMany, two)).value).toMatchObject({
			json: [
				{ enrichmentId: 'enr_1', enrichmentStatus: 'inProgress', input: ann },
				{ enrichmentStatus: 'refused', reason: 'TROUBLE', input: bob },
			],
		});
	});

	it('waits for IDs whose person is not known, and lets the result name the person', async () => {
		lemlistAnswers('POST', '/v2/enrichments/bulk', { status: 200, body: [{ id: 'enr_1' }] });
		lemlistAnswers('GET', '/enrich/enr_1', {
			status: 200,
			body: { enrichmentStatus: 'done', input: bob, data: { email: { email: 'bob@example.com' } } },
		});
		const { json } = (await run(enrichMany, { ...two, waitForResult: true })).value as { json: IDataObject[] };
		expect(json[0]).toEqual({
			enrichmentId: 'enr_1',
			enrichmentStatus: 'done',
			input: bob,
			data: { email: { email: 'bob@example.com' } },
		});
	});

	it.each<[string, Reply, string]>([
		['refuses', { status: 400, body: { error: 'WRONG_INPUT_FORMAT' } }, 'refused'],
		['breaks the connection of', connectionError('ECONNRESET'), 'unknown'],
		['fails with 500 for', { status: 500, body: 'Internal server error' }, 'unknown'],
		['answers nothing to', { status: 200, body: '' }, 'unknown'],
		['answers no list to', { status: 200, body: { id: 'enr_1' } }, 'unknown'],
	])('keeps the IDs of earlier calls where lemlist %s a later one', async (_what, reply, enrichmentStatus) => {
		const ids = Array.from({ length: 500 }, (_, index) => ({ id: `enr_${index}` }));
		lemlistAnswers('POST', '/v2/enrichments/bulk', { status: 200, body: ids }, reply);
		const people = Array.from({ length: 501 }, () => ann);
		const { json } = (await run(enrichMany, { people, enrichments: ['findEmail'] })).value as { json: IDataObject[] };
		expect(json).toHaveLength(501);
		expect(json.slice(0, 500).map(({ enrichmentId }) => enrichmentId)).toEqual(ids.map(({ id }) => id));
		expect(json[500]).toMatchObject({ enrichmentStatus, input: ann, reason: expect.any(String) as string });
		if (enrichmentStatus === 'unknown') expect(json[500]!.reason).toContain('may spend credits twice');
	});

	it('sends the names of the bulk route', async () => {
		const sent = lemlistAnswers('POST', '/v2/enrichments/bulk', { status: 200, body: [{ id: 'enr_1' }] });
		await run(enrichMany, {
			people: [person],
			enrichments: ['findEmail', 'findPhone', 'linkedinEnrichment', 'verifyEmail'],
		});
		expect(JSON.parse(sent[0]!.body)).toEqual([
			{ input: person, enrichmentRequests: ['find_email', 'find_phone', 'linkedin_enrichment', 'verify'] },
		]);
	});

	it('is refused for nobody, and for people without a task', async () => {
		expect((await run(enrichMany, { people: [] })).error).toMatchObject({ message: "'People (JSON)' is empty" });
		expect((await run(enrichMany, { people: [person], enrichments: [] })).error).toMatchObject({
			message: "'Enrichments' is empty",
		});
	});
});
