import { workflow, start } from '../../../tools/engine';
import { createWorld, jsonOf, lemlistNode, type World } from './world';

let world: World;
beforeEach(async () => {
	world = await createWorld();
	world.lemlist.state.enrichments.durationMs = 150;
});
afterEach(async () => await world.end());

const quick = { pollInterval: 0.1 };
const ID = expect.stringMatching(/^enr_\w+$/) as string;
const polls = () => world.lemlist.requestsOf('enrichment');

describe('Enriching a person', () => {
	const ann = {
		enrichments: ['findEmail', 'findPhone'],
		person: { linkedinUrl: 'https://www.linkedin.com/in/ann', lastName: '' },
	};

	test('sends everything as query, and gives the ID at once', async () => {
		const options = { webhookUrl: 'https://n8n.example.com/webhook/1' };
		expect(await world.json('enrichment', 'enrichData', { ...ann, options })).toEqual([
			{ enrichmentId: ID, enrichmentStatus: 'inProgress' },
		]);
		expect(world.lemlist.requests).toMatchObject([
			{
				method: 'POST',
				path: '/api/enrich',
				query: { findEmail: 'true', findPhone: 'true', linkedinUrl: ann.person.linkedinUrl, ...options },
			},
		]);
		expect(world.lemlist.requests[0]?.body).toBeUndefined();
		expect(world.lemlist.requests[0]?.query).not.toHaveProperty('lastName');
	});

	test('waits for the result', async () => {
		const [result] = await world.json('enrichment', 'enrichData', { ...ann, waitForResult: true, options: quick });
		expect(result).toMatchObject({
			enrichmentId: ID,
			enrichmentStatus: 'done',
			data: { phone: { phone: '+33123456789' } },
		});
		const statuses = polls().map(({ status }) => status);
		expect(statuses.at(-1)).toBe(200);
		expect(statuses.slice(0, -1).every((status) => status === 202)).toBe(true);
	});

	test('survives five bad answers in a row while it waits; the sixth ends it, and names the enrichment', async () => {
		world.lemlist.faults.add({ on: 'enrichment', times: 5, do: { status: 502, body: 'Bad gateway' } });
		expect(await world.json('enrichment', 'enrichData', { ...ann, waitForResult: true, options: quick })).toMatchObject(
			[{ enrichmentStatus: 'done' }],
		);
		world.lemlist.faults.add({ on: 'enrichment', times: 6, do: 'html200' });
		const run = await world.run('enrichment', 'enrichData', { ...ann, waitForResult: true, options: quick });
		expect(run.error?.message).toContain('a web page instead of data');
		expect(run.error?.description).toMatch(/The enrichment enr_\w+ may still run/);
	});

	test('names the enrichment and both ways on when the time is up, or gives it back as pending', async () => {
		world.lemlist.state.enrichments.durationMs = Infinity;
		const options = { ...quick, timeout: 0.02 };
		const run = await world.run('enrichment', 'enrichData', { ...ann, waitForResult: true, options });
		expect(run.error).toMatchObject({
			message: 'The enrichment was not done after 1 seconds',
			description: expect.stringMatching(/'Timeout'.*operation Get and the ID enr_\w+/) as string,
		});
		const pending = await world.json('enrichment', 'enrichData', {
			...ann,
			waitForResult: true,
			options: { ...options, onTimeout: 'returnPending' },
		});
		expect(pending).toEqual([{ enrichmentId: ID, enrichmentStatus: 'inProgress' }]);
	});

	test('is not sent again after a broken connection, since it spends credits', async () => {
		world.lemlist.faults.add({ on: 'enrich', do: 'processThenReset' });
		const run = await world.run('enrichment', 'enrichData', ann);
		expect(run.error?.description).toContain('may spend credits twice');
		expect(world.lemlist.state.enrichments.records.size).toBe(1);
	});

	test('is not started again under Retry On Fail, since it spends credits', async () => {
		const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
		world.lemlist.faults.add({ on: 'enrichment', do: { status: 403, body: 'User linked to this API key is blocked' } });
		expect(
			await world.json('enrichment', 'enrichData', { ...ann, waitForResult: true, options: quick }, retry),
		).toMatchObject([{ enrichmentStatus: 'done' }]);
		expect(world.lemlist.requestsOf('enrich')).toHaveLength(1);
	});

	test('is started anew by the next try when it ended without a result', async () => {
		world.lemlist.state.enrichments.finalStatus = 'failed';
		const retry = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
		const run = await world.run('enrichment', 'enrichData', { ...ann, waitForResult: true, options: quick }, retry);
		expect(run.error?.message).toContain('The enrichment ended without a result');
		expect(world.lemlist.requestsOf('enrich')).toHaveLength(2);
	});

	test('is refused before any request when nothing is known, or nothing asked', async () => {
		await expect(world.json('enrichment', 'enrichData', { ...ann, person: {} })).rejects.toThrow("'Person' is empty");
		await expect(world.json('enrichment', 'enrichData', { ...ann, enrichments: '={{ [] }}' })).rejects.toThrow(
			"'Enrichments' is empty",
		);
		expect(world.lemlist.requests).toEqual([]);
	});

	test('ends within a second of Stop, with no request after it', async () => {
		world.lemlist.state.enrichments.durationMs = Infinity;
		const handle = world.n8n.start(
			workflow([start(), lemlistNode('enrichment', 'enrichData', { ...ann, waitForResult: true, options: quick })]),
		);
		while (polls().length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
		const stoppedAt = performance.now();
		handle.cancel();
		await handle.finished;
		expect(performance.now() - stoppedAt).toBeLessThan(1000);
		const before = polls().length;
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(polls()).toHaveLength(before);
	});
});

describe('Enriching a lead', () => {
	test('waits for the result; again only with Force', async () => {
		const { state } = world.lemlist;
		const { _id: leadId } = state.addLead(state.addCampaign()._id, { email: 'ann@example.com', status: 'review' });
		const parameters = { leadId, enrichments: ['verifyEmail'], waitForResult: true };
		const done = [{ enrichmentStatus: 'done', data: { email: { email: 'ann@example.com', status: 'deliverable' } } }];
		expect(await world.json('enrichment', 'enrichLead', { ...parameters, options: quick })).toMatchObject(done);
		await expect(world.json('enrichment', 'enrichLead', parameters)).rejects.toMatchObject({
			httpCode: '409',
			message: expect.stringContaining('ALREADY_ENRICHED') as string,
		});
		expect(
			await world.json('enrichment', 'enrichLead', { ...parameters, options: { ...quick, force: true } }),
		).toMatchObject(done);
	});

	test.each([
		['lea_unknown', 'lemlist says: Lead not found – LEAD_NOT_FOUND (HTTP 404)', 1],
		[' ', "'Lead' is empty", 0],
	])('"%s" fails: %s', async (leadId, message, requests) => {
		const run = await world.run('enrichment', 'enrichLead', {
			leadId: `={{ "${leadId}" }}`,
			enrichments: ['findEmail'],
		});
		expect(run.error?.message).toBe(message);
		expect(world.lemlist.requests).toHaveLength(requests);
	});
});

describe('Enriching many', () => {
	const people = (count: number) =>
		JSON.stringify(
			Array.from({ length: count }, (_, index) => ({ email: `p${index}@example.com`, metadata: { row: index } })),
		);

	test('sends 500 at a time, and gives an item per person in their order', async () => {
		const rows = await world.json('enrichment', 'enrichMany', { people: people(1001), enrichments: ['verifyEmail'] });
		expect(rows.map(({ metadata }) => (metadata as { row: number }).row)).toEqual(
			Array.from({ length: 1001 }, (_, index) => index),
		);
		expect(rows[1000]).toEqual({
			enrichmentId: ID,
			enrichmentStatus: 'inProgress',
			input: { email: 'p1000@example.com' },
			metadata: { row: 1000 },
		});
		expect(world.lemlist.requests.map(({ body }) => (body as unknown[]).length)).toEqual([500, 500, 1]);
	});

	test("takes lemlist's own form, and says why one was refused", async () => {
		const list = [
			{ input: { email: 'ann@example.com' }, enrichmentRequests: ['verify'], metadata: 'a' },
			{ input: { firstName: 'Bob' }, enrichmentRequests: ['find_email'], metadata: 'b' },
			{ linkedinUrl: 'https://www.linkedin.com/in/cy' },
		];
		const rows = await world.json(
			'enrichment',
			'enrichMany',
			{ people: '={{ $json.list }}', enrichments: ['findPhone'], waitForResult: true, options: quick },
			{ input: [{ list }] },
		);
		expect(rows).toMatchObject([
			{ enrichmentStatus: 'done', metadata: 'a', data: { email: { status: 'deliverable' } } },
			{ enrichmentStatus: 'refused', reason: 'MISSING_INPUTS', metadata: 'b' },
			{ enrichmentStatus: 'done', data: { phone: { phone: '+33123456789' } } },
		]);
		expect(rows.some((row) => 'error' in row)).toBe(false);
	});

	test('keeps the enrichments that run when a later call is refused', async () => {
		world.lemlist.faults.add({ on: 'enrichBulk', after: 1, do: { status: 402, body: 'Not enough credits' } });
		const rows = await world.json('enrichment', 'enrichMany', { people: people(501), enrichments: ['verifyEmail'] });
		expect(rows[499]).toMatchObject({ enrichmentStatus: 'inProgress' });
		expect(rows[500]).toMatchObject({
			enrichmentStatus: 'refused',
			reason: 'lemlist says: Not enough credits (HTTP 402)',
			metadata: { row: 500 },
		});
	});

	test('does not begin again under Retry On Fail what it began before another item failed, since it spends credits', async () => {
		world.lemlist.faults.add({ on: 'enrichBulk', after: 1, do: { status: 402, body: 'Not enough credits' } });
		const input = [{ who: people(3) }, { who: people(2) }];
		const rows = await world.json(
			'enrichment',
			'enrichMany',
			{ people: '={{ $json.who }}', enrichments: ['verifyEmail'] },
			{ input, retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
		);
		expect(rows).toHaveLength(5);
		expect(new Set(rows.map(({ enrichmentId }) => enrichmentId)).size).toBe(5);
		expect(world.lemlist.state.enrichments.records.size).toBe(5);
		expect(world.lemlist.requestsOf('enrichBulk').map(({ status }) => status)).toEqual([200, 402, 200]);
	});

	test('leaves those in progress that are not done in time', async () => {
		world.lemlist.state.enrichments.durationMs = Infinity;
		const rows = await world.json('enrichment', 'enrichMany', {
			people: people(2),
			enrichments: ['verifyEmail'],
			waitForResult: true,
			options: { ...quick, timeout: 0.02 },
		});
		expect(rows).toMatchObject([{ enrichmentStatus: 'inProgress' }, { enrichmentStatus: 'inProgress' }]);
	});

	test.each([['no JSON'], ['[1]'], ['']])('of "%s" is refused before any request', async (text) => {
		const run = await world.run('enrichment', 'enrichMany', {
			people: `={{ "${text}" }}`,
			enrichments: ['verifyEmail'],
		});
		expect(run.error?.message).toBe("'People (JSON)' is not a JSON list of objects");
		expect(world.lemlist.requests).toEqual([]);
	});
});

describe('Getting an enrichment', () => {
	test('tells one in progress from one that is done, or waits for it', async () => {
		const { enrichments, team } = world.lemlist.state;
		enrichments.durationMs = 400;
		const { id: enrichId } = enrichments.start({
			teamId: team._id,
			input: { email: 'ann@example.com' },
			requests: ['verify'],
		});
		expect(await world.json('enrichment', 'get', { enrichId })).toEqual([
			{ enrichmentId: enrichId, enrichmentStatus: 'inProgress' },
		]);
		expect(await world.json('enrichment', 'get', { enrichId, waitForResult: true, options: quick })).toMatchObject([
			{ enrichmentStatus: 'done' },
		]);
		expect(await world.json('enrichment', 'get', { enrichId })).toMatchObject([
			{ enrichmentId: enrichId, enrichmentStatus: 'done', input: { email: 'ann@example.com' } },
		]);
	});

	test.each([[true], [false]])('that lemlist does not know fails (waiting: %s)', async (waitForResult) => {
		const result = world.run('enrichment', 'get', { enrichId: 'enr_unknown', waitForResult, options: quick });
		expect((await result).error?.message).toContain('lemlist says: enrichment not-found');
		expect(polls()).toHaveLength(1);
	});

	test('goes on after a failed one under Continue On Fail', async () => {
		const { enrichments, team } = world.lemlist.state;
		enrichments.finalStatus = 'failed';
		const { id } = enrichments.start({ teamId: team._id, input: {}, requests: ['verify'] });
		const input = [{ id }, { id: 'enr_unknown' }];
		const run = await world.run(
			'enrichment',
			'get',
			{ enrichId: '={{ $json.id }}', waitForResult: true, options: quick },
			{ input, onError: 'continueRegularOutput' },
		);
		expect(jsonOf(run)).toMatchObject([
			{
				error: 'The enrichment ended without a result: its status is "failed"',
				details: { itemIndex: 0, enrichmentId: id },
			},
			{ error: expect.stringContaining('enrichment not-found') as string, details: { itemIndex: 1 } },
		]);
	});
});
