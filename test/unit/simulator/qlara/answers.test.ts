import { createManualClock, type QlaraAnswers, type QlaraExport } from '../../../../simulator';
import { ask, linkOf, listed, read, useQlara } from '../../../support/qlaraClient';

describe('the forms in which the simulated Qlara can answer', () => {
	const clock = createManualClock();
	const qlara = useQlara(() => ({ clock, rateLimit: false, exports: { durationMs: 0 } }));
	const turn = (answers: Partial<QlaraAnswers>) => Object.assign(qlara().state.answers, answers);
	const add = (given = {}) => qlara().state.exports.add(given);
	const startAnswer = async () => (await ask(qlara(), 'POST', '/exports/contacts', {})).json;
	const lastId = () => [...qlara().state.exports.values()].at(-1)?.id;

	it.each<[string, QlaraAnswers['accepted'], (id: unknown) => object]>([
		['as exportId', { idName: 'exportId' }, (exportId) => ({ exportId })],
		['as id', { idName: 'id' }, (id) => ({ id })],
		['one level down', { idName: 'id', under: 'data' }, (id) => ({ data: { id } })],
		['nowhere', {}, () => ({})],
	])('the 202 has the id %s', async (_where, accepted, expected) => {
		turn({ accepted });
		const answer = await startAnswer();
		expect(answer).toEqual({ message: 'Export request accepted', ...expected(lastId()) });
	});

	it.each(['text', 'number'] as const)('an id can be %s', async (idType) => {
		turn({ idType });
		await startAnswer();
		expect(typeof lastId()).toBe(idType === 'text' ? 'string' : 'number');
		const [entry] = await listed(qlara());
		expect(entry?.exportId).toBe(lastId());
		expect((await ask(qlara(), 'GET', `/exports/${lastId()}`)).status).toBe(200);
	});

	it.each(['exportId', 'id'] as const)('an entry can name its id %s', async (entryIdName) => {
		turn({ entryIdName });
		const { id } = add();
		expect(await listed(qlara())).toEqual([expect.objectContaining({ [entryIdName]: id })]);
	});

	it('the list is a page of Spring, bare, or under a name', async () => {
		for (let count = 0; count < 3; count++) add();
		const list = async () => (await ask(qlara(), 'GET', '/exports?page=1&limit=2')).json as Record<string, unknown>;
		expect(await list()).toEqual({
			content: [expect.any(Object)],
			totalElements: 3,
			totalPages: 2,
			number: 1,
			size: 2,
			numberOfElements: 1,
			first: false,
			last: true,
			empty: false,
		});
		turn({ listShape: 'array' });
		expect(await list()).toEqual([expect.any(Object)]);
		for (const listShape of ['exports', 'data', 'items'] as const) {
			turn({ listShape });
			expect((await list())[listShape]).toEqual([expect.any(Object)]);
		}
	});

	it('the list can begin with the oldest', async () => {
		const ids = [2_000, 1_000].map((age) => add({ queuedAt: clock.now() - age }).id);
		turn({ listOrder: 'oldestFirst' });
		expect((await listed(qlara())).map(({ exportId }) => exportId)).toEqual(ids);
	});

	it('a page can be smaller than what was asked for', async () => {
		for (let count = 0; count < 5; count++) add();
		turn({ largestPage: 2 });
		expect(await listed(qlara(), '?limit=100')).toHaveLength(2);
	});

	it.each(['?page=-1', '?page=x', '?limit=0', '?limit=all'])('the list refuses %s', async (query) => {
		expect((await ask(qlara(), 'GET', `/exports${query}`)).status).toBe(400);
	});

	it('the list can lag behind starts and regenerations', async () => {
		turn({ listDelayMs: 3_000 });
		await startAnswer();
		expect(await listed(qlara())).toEqual([]);
		clock.advance(3_000);
		expect(await listed(qlara())).toMatchObject([{ isAvailableForDownload: true }]);
		const id = String(lastId());
		qlara().state.exports.expire({ id });
		await ask(qlara(), 'POST', `/exports/${id}`);
		expect(await listed(qlara())).toMatchObject([{ status: 'EXPIRED', isAvailableForDownload: false }]);
		clock.advance(3_000);
		expect(await listed(qlara())).toMatchObject([{ status: 'COMPLETED', isAvailableForDownload: true }]);
	});

	describe('the link', () => {
		let added: QlaraExport;
		beforeEach(() => (added = add()));
		const answer = async () => await ask(qlara(), 'GET', `/exports/${added.id}`);
		const link = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/exports\/\S+\?expires=\d+&signature=\w+$/);

		it('has any name, and may lie one level down', async () => {
			expect((await answer()).json).toEqual({ downloadUrl: link });
			turn({ linkName: 'presigned_link', linkUnder: 'data' });
			expect((await answer()).json).toEqual({ data: { presigned_link: link } });
		});

		it('is bare text, or JSON that is a text', async () => {
			turn({ linkShape: 'text' });
			expect(await answer()).toMatchObject({ type: 'text/plain; charset=utf-8', text: link });
			turn({ linkShape: 'jsonText' });
			expect(await answer()).toMatchObject({ type: 'application/json; charset=utf-8', json: link });
		});

		it('is missing, or one of two', async () => {
			turn({ linkShape: 'none' });
			expect((await answer()).text).not.toContain('http');
			turn({ linkShape: 'two' });
			expect((await answer()).text.match(/http:/g)).toHaveLength(2);
		});

		it('can be on an origin that nobody may follow', async () => {
			turn({ linkOrigin: 'http://files.example' });
			expect((await answer()).text).toContain('"http://files.example/exports/');
		});

		it.each([403, 404, 410] as const)('that has expired is refused with %i', async (expiredLinkStatus) => {
			turn({ expiredLinkStatus });
			const url = await linkOf(qlara(), added);
			clock.advance(24 * 3_600_000);
			expect((await fetch(url)).status).toBe(expiredLinkStatus);
		});

		it('can take its export with it when it expires', async () => {
			turn({ expiresWithLink: true });
			await linkOf(qlara(), added);
			clock.advance(added.settings.linkLifetimeMs);
			expect(await listed(qlara())).toMatchObject([{ status: 'EXPIRED', isAvailableForDownload: false }]);
			expect((await answer()).status).toBe(400);
		});
	});

	it('a regeneration can be an export of its own', async () => {
		turn({ regenerates: 'newId' });
		const old = add({ dataset: 'deliveryReports', filters: { campaignId: '7' } });
		qlara().state.exports.expire(old);
		expect(await ask(qlara(), 'POST', `/exports/${old.id}`)).toMatchObject({ json: { exportId: lastId() } });
		expect(lastId()).not.toBe(old.id);
		expect([...qlara().state.exports.values()].at(-1)).toMatchObject({
			dataset: 'deliveryReports',
			filters: { campaignId: '7' },
		});
		expect(qlara().state.exports.phaseOf(old)).toBe('expired');
	});

	it('the words of states are any, of all exports or of one', async () => {
		Object.assign(qlara().state.answers.words, { completed: 'terminato' });
		add({ settings: { words: { completed: 7 as never } } });
		add();
		expect((await listed(qlara(), '?limit=2')).map(({ status }) => status).sort()).toEqual([7, 'terminato']);
	});

	it('finished and downloadable are two things, either first', async () => {
		add({ settings: { durationMs: 1_000, availableAfterMs: -1_000 } });
		expect(await listed(qlara())).toMatchObject([{ status: 'QUEUED', isAvailableForDownload: true }]);
		clock.advance(1_000);
		qlara().state.exports.clear();
		add({ settings: { availableAfterMs: Infinity } });
		clock.advance(30 * 24 * 3_600_000);
		expect(await listed(qlara())).toMatchObject([{ status: 'COMPLETED', isAvailableForDownload: false }]);
	});

	it('a failed export says so, perhaps with a field `error`, which others can have too', async () => {
		const failing = add({ settings: { durationMs: Infinity } });
		expect(await listed(qlara())).toEqual([expect.not.objectContaining({ error: expect.anything() })]);
		qlara().state.exports.fail(failing, 'Out of storage');
		expect(await listed(qlara())).toMatchObject([
			{ status: 'FAILED', isAvailableForDownload: false, error: 'Out of storage' },
		]);
		qlara().state.exports.clear();
		add({ settings: { error: null, fields: { rows: 12 } } });
		expect(await listed(qlara())).toMatchObject([{ status: 'COMPLETED', error: null, rows: 12 }]);
	});

	it('a test ends an export when it likes', async () => {
		const running = add({ settings: { durationMs: Infinity, availableAfterMs: Infinity } });
		qlara().state.exports.finish(running);
		expect(await listed(qlara())).toMatchObject([{ status: 'COMPLETED', isAvailableForDownload: true }]);
		expect(() => qlara().state.exports.expire({ id: 'none' })).toThrow('There is no export none');
	});

	it('the next export that is queued can be set', async () => {
		qlara().state.exports.setNext({ durationMs: 5_000 });
		await startAnswer();
		await startAnswer();
		expect([...qlara().state.exports.values()].map(({ settings }) => settings.durationMs)).toEqual([5_000, 0]);
	});

	describe('errors', () => {
		const refused = async () => await ask(qlara(), 'GET', '/exports/none');

		it('have a message, the fields of Spring without one, text, or nothing', async () => {
			const message = 'Export none not found';
			expect((await refused()).json).toEqual({ status: 404, error: 'Not Found', message });
			turn({ errorShape: 'spring' });
			expect((await refused()).json).toEqual({
				timestamp: new Date(clock.now()).toISOString(),
				status: 404,
				error: 'Not Found',
				path: '/api/partner-gateway/v1/exports/none',
			});
			turn({ errorShape: 'text' });
			expect(await refused()).toMatchObject({ status: 404, text: message, type: 'text/plain; charset=utf-8' });
			turn({ errorShape: 'empty' });
			expect(await refused()).toMatchObject({ status: 404, text: '' });
		});

		it('come for paths that do not exist as well', async () => {
			expect(await ask(qlara(), 'GET', '/nowhere')).toMatchObject({ status: 404, json: { error: 'Not Found' } });
		});

		it('come for what is no JSON, and for another type of body', async () => {
			const send = async (type: string, body: string) =>
				await read(
					await fetch(`${qlara().baseUrl}/exports/contacts`, {
						method: 'POST',
						headers: { 'x-api-key': qlara().apiKey, 'content-type': type },
						body,
					}),
				);
			expect(await send('application/json', '{"listIds":')).toMatchObject({
				status: 400,
				json: { message: 'JSON parse error' },
			});
			expect((await send('text/plain', '{}')).status).toBe(415);
			expect((await send('application/json', '')).status).toBe(400);
		});
	});
});
