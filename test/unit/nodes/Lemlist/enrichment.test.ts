import type { CustomOperation } from '../../../../nodes/Lemlist/table/operation';
import { enrichData } from '../../../../nodes/Lemlist/resources/enrichment/enrichData';
import { enrichMany } from '../../../../nodes/Lemlist/resources/enrichment/enrichMany';
import { get } from '../../../../nodes/Lemlist/resources/enrichment/get';
import { outcomeOf, useFakeTime } from '../../../support/fakeTime';
import { lemlistAnswers, newClient, type Reply, useNock } from '../../../support/lemlistApi';
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

describe('Enriching many', () => {
	useFakeTime();
	useNock();

	it('refuses an answer with fewer entries than people, which nobody could tell apart', async () => {
		lemlistAnswers('POST', '/v2/enrichments/bulk', { status: 200, body: [{ id: 'enr_1' }] });
		expect((await run(enrichMany, { people: [person, person], enrichments: ['findEmail'] })).error).toMatchObject({
			kind: 'unexpected',
		});
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
