import { createManualClock } from '../../../../simulator';
import { ask, linkOf, listed, useQlara } from '../../../support/qlaraClient';

/** What Qlara's documentation says of its exports, a test for each fact. */
const clock = createManualClock();
const qlara = useQlara(() => ({ clock, rateLimit: false }));
const exportsOf = () => [...qlara().state.exports.values()];

describe('List exports', () => {
	it('gives all exports of the account, and of no other', async () => {
		const { exports } = qlara().state;
		const own = [exports.add(), exports.add({ dataset: 'deliveryReports' })];
		exports.add({ account: 'another' });
		expect((await listed(qlara())).map(({ exportId }) => exportId).sort()).toEqual(own.map(({ id }) => id).sort());
	});

	it('is ordered by creation date', async () => {
		const { exports } = qlara().state;
		const now = clock.now();
		const [second, first, third] = [2_000, 3_000, 1_000].map((age) => exports.add({ queuedAt: now - age }).id);
		expect((await listed(qlara())).map(({ exportId }) => exportId)).toEqual([third, second, first]);
	});

	it('has pages that begin with 0, of 10 exports unless `limit` says otherwise', async () => {
		for (let count = 0; count < 23; count++) qlara().state.exports.add();
		const pageSizes = async (queries: string[]) =>
			await Promise.all(queries.map(async (query) => (await listed(qlara(), query)).length));
		expect(await pageSizes(['', '?page=0', '?page=1', '?page=2', '?page=3'])).toEqual([10, 10, 10, 3, 0]);
		expect(await pageSizes(['?limit=23', '?page=1&limit=20', '?page=0&limit=1'])).toEqual([23, 3, 1]);
		const ids = (await Promise.all([0, 1, 2].map((page) => listed(qlara(), `?page=${page}`)))).flat();
		expect(new Set(ids.map(({ exportId }) => exportId)).size).toBe(23);
	});

	it('shows a queued export, how its state changes, and when its file can be downloaded', async () => {
		qlara().state.exports.add({ settings: { durationMs: 10_000, availableAfterMs: 5_000 } });
		const states: unknown[] = [];
		for (const ms of [0, 5_000, 5_000, 5_000]) {
			clock.advance(ms);
			const [{ status, isAvailableForDownload } = {}] = await listed(qlara());
			states.push([status, isAvailableForDownload]);
		}
		expect(states).toEqual([
			['QUEUED', false],
			['PROCESSING', false],
			['COMPLETED', false],
			['COMPLETED', true],
		]);
	});

	it('may take the flag back once the file is gone', async () => {
		const added = qlara().state.exports.add({ settings: { durationMs: 0 } });
		expect(await listed(qlara())).toMatchObject([{ isAvailableForDownload: true }]);
		qlara().state.exports.expire(added);
		expect(await listed(qlara())).toMatchObject([{ isAvailableForDownload: false }]);
		qlara().state.answers.flagOfExpired = 'stays';
		expect(await listed(qlara())).toMatchObject([{ isAvailableForDownload: true }]);
	});

	it('answers 500 where something fails inside', async () => {
		qlara().faults.add({ on: 'list', do: { status: 500, body: { status: 500 } } });
		expect((await ask(qlara(), 'GET', '/exports')).status).toBe(500);
	});
});

describe('Export contacts', () => {
	it.each([
		['of lists', { listIds: ['12', 'list-7', 31] }],
		['by their IDs', { contactIds: ['c1', 2] }],
		['all of the account', {}],
	])('takes contacts %s', async (_scope, body) => {
		expect((await ask(qlara(), 'POST', '/exports/contacts', body)).status).toBe(202);
		expect(exportsOf()).toMatchObject([{ dataset: 'contacts', filters: body }]);
		expect(qlara().requestsOf('startContacts')).toMatchObject([{ body, status: 202 }]);
	});

	it('only queues: 202 comes at once, the file later', async () => {
		await ask(qlara(), 'POST', '/exports/contacts', {});
		expect(await listed(qlara())).toMatchObject([{ status: 'QUEUED', isAvailableForDownload: false }]);
	});

	it('makes an export at every call', async () => {
		for (let count = 0; count < 2; count++) await ask(qlara(), 'POST', '/exports/contacts', {});
		expect(await listed(qlara())).toHaveLength(2);
	});

	it.each([
		['nothing', undefined],
		['null', null],
		['a list', []],
		['text', 'all'],
		['both scopes', { listIds: ['1'], contactIds: ['2'] }],
		['no list', { listIds: [] }],
		['text for a list', { listIds: '1,2' }],
		['malformed list IDs', { listIds: ['1, 2'] }],
		['empty IDs', { contactIds: [''] }],
		['malformed contact IDs', { contactIds: [{ id: 1 }] }],
		['null for a scope', { listIds: null }],
		['fields of another export', { campaignId: '7' }],
	])('answers 400 to a body of %s, and queues nothing', async (_what, body) => {
		const { status, json } = await ask(qlara(), 'POST', '/exports/contacts', body);
		expect([status, json]).toEqual([400, { status: 400, error: 'Bad Request', message: expect.any(String) }]);
		expect(exportsOf()).toEqual([]);
	});
});

describe('Export delivery reports', () => {
	it.each([
		['of a campaign', { campaignId: '7301' }],
		['of a campaign with a number for its ID', { campaignId: 7_301 }],
		['of a period', { startDateTime: '2026-01-01T00:00:00+01:00', endDateTime: '2026-01-31T23:59:59.999+01:00' }],
		['of a period in UTC', { startDateTime: '2026-01-01T00:00:00Z', endDateTime: '2026-01-01T00:00:00Z' }],
	])('takes reports %s', async (_scope, body) => {
		expect((await ask(qlara(), 'POST', '/exports/delivery-reports', body)).status).toBe(202);
		expect(exportsOf()).toMatchObject([{ dataset: 'deliveryReports', filters: body }]);
	});

	const start = '2026-01-01T00:00:00+01:00';
	it.each([
		['neither campaign nor period', {}],
		['nothing', undefined],
		['a period without its end', { startDateTime: start }],
		['a period without its start', { endDateTime: start }],
		['a campaign and a period', { campaignId: '7', startDateTime: start, endDateTime: start }],
		['dates without times', { startDateTime: '2026-01-01', endDateTime: '2026-01-31' }],
		['times without offsets', { startDateTime: '2026-01-01T00:00:00', endDateTime: '2026-01-31T00:00:00' }],
		['offsets without a colon', { startDateTime: start, endDateTime: '2026-01-31T00:00:00+0100' }],
		['a day that does not exist', { startDateTime: start, endDateTime: '2026-02-30T00:00:00Z' }],
		['numbers for dates', { startDateTime: 1_767_225_600_000, endDateTime: 1_769_817_600_000 }],
		['a period that ends before it starts', { startDateTime: start, endDateTime: '2025-12-31T00:00:00+01:00' }],
		['an empty campaign ID', { campaignId: '' }],
	])('answers 400 to a body of %s, and queues nothing', async (_what, body) => {
		expect((await ask(qlara(), 'POST', '/exports/delivery-reports', body)).status).toBe(400);
		expect(exportsOf()).toEqual([]);
	});
});

describe('Get export download URL', () => {
	it('gives a pre-signed link to a file that can be downloaded', async () => {
		const added = qlara().state.exports.add({ settings: { durationMs: 0, content: 'a,b\n1,2\n' } });
		const response = await fetch(await linkOf(qlara(), added));
		expect([response.status, await response.text()]).toEqual([200, 'a,b\n1,2\n']);
	});

	it('gives a link that works for a while only, and a fresh one each time', async () => {
		const added = qlara().state.exports.add({ settings: { durationMs: 0, linkLifetimeMs: 60_000 } });
		const link = await linkOf(qlara(), added);
		clock.advance(59_999);
		expect((await fetch(link)).status).toBe(200);
		clock.advance(1);
		expect((await fetch(link)).status).toBe(403);
		expect((await fetch(await linkOf(qlara(), added))).status).toBe(200);
	});

	it('answers 400 for an expired export', async () => {
		const added = qlara().state.exports.add({ settings: { durationMs: 0, lifetimeMs: 1_000 } });
		const link = await linkOf(qlara(), added);
		clock.advance(1_000);
		expect((await ask(qlara(), 'GET', `/exports/${added.id}`)).status).toBe(400);
		expect((await fetch(link)).status).toBe(403);
	});

	it('answers 400 before the file is there, and for an export that failed', async () => {
		const [running, failed] = [{ durationMs: 1_000 }, { durationMs: 0, failed: true }].map((settings) =>
			qlara().state.exports.add({ settings }),
		);
		expect((await ask(qlara(), 'GET', `/exports/${running?.id}`)).status).toBe(400);
		expect((await ask(qlara(), 'GET', `/exports/${failed?.id}`)).status).toBe(400);
	});

	it('answers 404 for an export that does not exist, and for that of another account', async () => {
		const { id } = qlara().state.exports.add({ account: 'another', settings: { durationMs: 0 } });
		expect((await ask(qlara(), 'GET', '/exports/none')).status).toBe(404);
		expect((await ask(qlara(), 'GET', `/exports/${id}`)).status).toBe(404);
	});
});

describe('Regenerate expired export', () => {
	it('queues it again with the same filters, for a fresh file and link', async () => {
		const added = qlara().state.exports.add({ filters: { listIds: ['1'] }, settings: { durationMs: 1_000 } });
		clock.advance(1_000);
		const oldLink = await linkOf(qlara(), added);
		qlara().state.exports.expire(added);

		const answer = await ask(qlara(), 'POST', `/exports/${added.id}`);
		expect([answer.status, answer.json]).toEqual([202, expect.objectContaining({ exportId: added.id })]);
		expect(await listed(qlara())).toMatchObject([{ exportId: added.id, status: 'QUEUED' }]);
		clock.advance(1_000);
		expect(await listed(qlara())).toMatchObject([{ isAvailableForDownload: true }]);
		const link = await linkOf(qlara(), added);
		expect((await fetch(link)).status).toBe(200);
		expect((await fetch(oldLink)).status).toBe(403);
		expect(exportsOf()).toMatchObject([{ filters: { listIds: ['1'] } }]);
	});

	it('answers 400 while it is still available, and while it is not even done', async () => {
		const [available, running] = [0, 1_000].map((durationMs) =>
			qlara().state.exports.add({ settings: { durationMs } }),
		);
		expect(await ask(qlara(), 'POST', `/exports/${available?.id}`)).toMatchObject({
			status: 400,
			json: { message: expect.stringContaining('still available') },
		});
		expect((await ask(qlara(), 'POST', `/exports/${running?.id}`)).status).toBe(400);
	});

	it('answers 404 for an export that does not exist, and for that of another account', async () => {
		const other = qlara().state.exports.add({ account: 'another', settings: { durationMs: 0 } });
		qlara().state.exports.expire(other);
		expect((await ask(qlara(), 'POST', '/exports/none')).status).toBe(404);
		expect((await ask(qlara(), 'POST', `/exports/${other.id}`)).status).toBe(404);
	});
});
