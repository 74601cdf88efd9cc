import { downloadFile, type FileSource } from '../../../../nodes/shared/jobs/download';
import { JobRunner } from '../../../../nodes/shared/jobs/runJob';
import { lemlist as lemlistService } from '../../../../nodes/shared/lemlist/service';
import { ServiceError } from '../../../../nodes/shared/n8n/serviceError';
import { refusal } from '../../../support/refusal';
import type { BodyStream } from '../../../../nodes/shared/http/streams';
import type { ServiceClient } from '../../../../nodes/shared/http/client';
import {
	emailExport,
	getExport,
	isUnknownExport,
	readExport,
	StatisticsExport,
} from '../../../../nodes/LemlistExportCampaign/statisticsExport';
import { lemlist } from '../../../fixtures';
import { idle, outcomeOf, useFakeTime } from '../../../support/fakeTime';
import {
	answer,
	basic,
	connectionError,
	lemlistAnswers,
	newApiKey,
	newClient,
	type Reply,
	type SentRequest,
	useNock,
} from '../../../support/lemlistApi';
import { executeContext, ORIGIN } from '../../../support/nodeContext';

const CAMPAIGN = 'cam_A1B2C3D4E5F6G7H8I9';
const EXPORT = 'axp_Vv6lJOc8NlVVmDud5';
const START = `/campaigns/${CAMPAIGN}/export/start`;
const STATUS = `/campaigns/${CAMPAIGN}/export/${EXPORT}/status`;
const HTML: Reply = {
	status: 200,
	body: '<!DOCTYPE html><html><title>Maintenance</title></html>',
	headers: { 'content-type': 'text/html' },
};

const ok = (body: object): Reply => ({ status: 200, body: body as Record<string, unknown> });
const plain = (status: number, body: string): Reply => ({ status, body, headers: { 'content-type': 'text/plain' } });

describe('An export as lemlist describes it', () => {
	it("is read from today's start answer", () => {
		expect(readExport(lemlist.exportStartFlat, 'the start')).toEqual({
			exportId: 'axp_Vv6lJOc8NlVVmDud5',
			campaignId: 'cam_A1B2C3D4E5F6G7H8I9',
			campaignName: 'Insights Outreach 2024',
			status: 'pending',
			startedAt: '2024-07-09T13:43:52.124Z',
			progressType: 'starting',
			progress: 0,
			total: 0,
		});
	});

	it('is read from the start answer of 2024', () => {
		expect(readExport(lemlist.exportStartLegacy, 'the start')).toEqual({
			exportId: 'exp_123456',
			campaignId: 'cam_123456',
			status: 'pending',
			startedAt: '2020-01-01T00:00:00.000Z',
		});
	});

	it('is read from the status answers', () => {
		expect(readExport(lemlist.exportStatusPending, 'the status')).toMatchObject({
			exportId: EXPORT,
			status: 'pending',
			progressType: 'processing',
			progress: 50,
			total: 100,
		});
		expect(readExport(lemlist.exportStatusDone, 'the status')).toMatchObject({
			exportId: 'axp_eVuZ9rVr4yYWrnPWA',
			campaignName: 'lemstage',
			status: 'done',
			startedAt: '2025-10-27T07:53:16.267Z',
			endedAt: '2025-10-27T07:53:17.286Z',
			fileSize: 23_654,
			url: 'https://api.lemlist.com/api/files/exports/fil_axp_7guBefhehehe.csv',
		});
		expect(readExport(lemlist.exportStatusLegacyDone, 'the status')).toMatchObject({
			exportId: 'exp_123456',
			status: 'done',
			url: 'https://api.lemlist.com/api/files/exports/fil_exp_my_campaign.csv',
		});
	});

	it.each([
		[{ id: 'axp_1' }],
		[{ _id: 'axp_1' }],
		[{ exportId: 'axp_1' }],
		[{ _id: 'axp_1', id: 'axp_1' }],
		[{ _id: null, id: null, exportId: 'axp_1' }],
	])('has its id under any of three names: %j', (ids) => {
		expect(readExport({ ...ids, status: 'pending' }, 'the start').exportId).toBe('axp_1');
		expect(readExport({ ok: true, status: { ...ids, status: 'pending' } }, 'the start').exportId).toBe('axp_1');
	});

	it('may have fields that nobody knows, and null for any but the status', () => {
		const fields = [
			'campaignName',
			'startedAt',
			'endedAt',
			'progressType',
			'progress',
			'total',
			'fileSize',
			'url',
			'email',
		];
		const nulls = Object.fromEntries(fields.map((field) => [field, null]));
		expect(
			readExport(
				{ ok: true, status: { id: 'axp_1', status: 'pending', novelty: { deep: [1] }, ...nulls } },
				'the status',
			),
		).toEqual({
			exportId: 'axp_1',
			status: 'pending',
		});
	});

	it.each([
		['status', 7],
		['status', null],
		['status', undefined],
	])('with a wrong %s (%j) is refused, with the name of the field and what lemlist sent', (field, value) => {
		const body = { ok: true, status: { id: 'axp_1', status: 'pending', campaignId: 'cam_1', [field]: value } };
		const read = () => readExport(body, 'the status of the export');
		expect(read).toThrow('lemlist sent the status of the export in a form that this node does not know');
		expect(read).toThrow(
			expect.objectContaining({
				kind: 'unexpected',
				description: expect.stringMatching(new RegExp(`^${field}: .*lemlist sent: \\{.*cam_1`)),
			}),
		);
	});

	it.each<[string, unknown, unknown]>([
		['id', 5, undefined],
		['campaignName', {}, undefined],
		['campaignName', 2024, '2024'],
		['startedAt', 1_720_532_632_124, '2024-07-09T13:43:52.124Z'],
		['startedAt', '1720532632124', '2024-07-09T13:43:52.124Z'],
		['startedAt', 5, undefined],
		['startedAt', 1e300, undefined],
		['endedAt', [], undefined],
		['progressType', false, undefined],
		['progress', '10', 10],
		['progress', 'half', undefined],
		['progress', '', undefined],
		['total', true, undefined],
		['fileSize', '23654', 23_654],
		['fileSize', '23 kB', undefined],
		['fileSize', { bytes: 1 }, undefined],
		['fileSize', -1, undefined],
		['url', ['https://api.lemlist.com'], undefined],
		['email', [], undefined],
		['campaignId', 12, undefined],
	])('is read though its %s is %j: what is only shown cannot fail it', (field, value, read) => {
		const body = { ok: true, status: { _id: 'axp_1', status: 'done', [field]: value } };
		const found = readExport(body, 'the status of the export');
		expect(found).toMatchObject({ exportId: field === 'id' ? '5' : 'axp_1', status: 'done' });
		if (field !== 'id' && field !== 'campaignId')
			expect((found as unknown as Record<string, unknown>)[field]).toEqual(read);
		if (read === undefined && field !== 'campaignId') expect(found).not.toHaveProperty(field);
	});

	it.each([
		[{ id: 12, status: 'pending' }, '12'],
		[{ id: '', _id: 'axp_1', status: 'pending' }, 'axp_1'],
		[{ id: {}, _id: null, exportId: 7, status: 'pending' }, '7'],
		[{ id: [], status: 'pending' }, undefined],
	])('has the first of its ids that is one: %j', (body, exportId) => {
		expect(readExport(body, 'the start').exportId).toBe(exportId);
	});

	it.each([
		[null],
		[undefined],
		['pending'],
		[42],
		[true],
		[[]],
		[{}],
		[{ ok: true }],
		[{ ok: true, status: null }],
		[{ ok: true, status: [] }],
	])('is not seen in %j', (body) => {
		expect(() => readExport(body, 'the start')).toThrow(ServiceError);
	});
});

describe('Starting an export', () => {
	useFakeTime();
	useNock();

	/** As the node does it: by the engine, which says what may be running after a failure. */
	async function startExport(client: ServiceClient, campaignId: string, signal = new AbortController().signal) {
		const jobs = new JobRunner(executeContext({ signal }));
		const { job, details } = await jobs.start(new StatisticsExport(client, campaignId), {
			itemIndex: 0,
			subject: campaignId,
			signal,
		});
		return { ...details, exportId: job.id };
	}

	async function start(...replies: Reply[]) {
		const sent = lemlistAnswers('GET', START, ...replies);
		const { value, error, tookMs } = await outcomeOf(startExport(await newClient(), CAMPAIGN));
		return { sent, value, error: error as ServiceError, tookMs };
	}

	it.each([
		['today', lemlist.exportStartFlat, 'axp_Vv6lJOc8NlVVmDud5'],
		['of 2024', lemlist.exportStartLegacy, 'exp_123456'],
	])('gives the id of the answer: the one %s', async (_name, body, exportId) => {
		const { sent, value } = await start(ok(body));
		expect(value).toMatchObject({ exportId, status: 'pending' });
		expect(sent).toHaveLength(1);
		expect(sent[0]?.headers).toHaveProperty('authorization');
	});

	it.each<[string, object]>([
		['a number for a time', { _id: 'axp_1', status: 'pending', startedAt: 5 }],
		['a text for a number', { _id: 'axp_1', status: 'pending', progress: 'half', total: [] }],
		['a list for a text', { ok: true, status: { exportId: 'axp_1', status: 'pending', email: [], campaignName: {} } }],
		['no status', { id: 'axp_1' }],
		['a number for the status', { id: 'axp_1', status: 1 }],
	])('never loses the id of an export that runs, over %s', async (_name, body) => {
		const { sent, value } = await start(ok(body));
		expect(value).toMatchObject({ exportId: 'axp_1', status: 'pending' });
		expect(sent).toHaveLength(1);
	});

	it('takes an id that is a number', async () => {
		expect((await start(ok({ id: 12, status: 'pending' }))).value).toMatchObject({ exportId: '12' });
	});

	it.each<[string, Reply, number, string]>([
		['{ok: false} under 200', ok(lemlist.exportStartLegacyFailed), 200, 'An error occurred'],
		['400', plain(400, lemlist.badTeam), 400, 'Bad team'],
		['403', plain(403, 'User linked to this API key is blocked'), 403, 'User linked to this API key is blocked'],
		['404', plain(404, lemlist.campaignNotFound), 404, 'Campaign not found'],
	])("is refused in lemlist's words, and nothing runs: %s", async (_name, reply, status, words) => {
		const { sent, error } = await start(reply);
		expect(error).toMatchObject({
			kind: 'refused',
			status,
			serviceSays: words,
			message: `lemlist says: ${words} (HTTP ${status})`,
		});
		expect(error.description).not.toMatch(/may be running/);
		expect(sent).toHaveLength(1);
	});

	it('is refused for a wrong key with advice about the key', async () => {
		const { error } = await start(plain(401, 'The authentication you supplied is incorrect'));
		expect(error).toMatchObject({ status: 401, description: expect.stringContaining('API key') });
		expect(error.description).not.toMatch(/may be running/);
	});

	it.each<[string, Reply]>([
		['408', plain(408, 'Request timeout')],
		['500', plain(500, 'Internal server error')],
		['502', plain(502, 'Bad gateway')],
		['503', plain(503, '')],
		['504', plain(504, '')],
		['a broken connection', connectionError('ECONNRESET')],
		['a web page under 200', HTML],
		['an empty answer under 200', plain(200, '')],
		['an answer without an id', ok({ status: 'pending', campaignId: CAMPAIGN })],
		['an answer with an empty id', ok({ id: '', status: 'pending' })],
		['an answer in an unknown form', ok({ started: true })],
	])('is never repeated when an export may run for all that: %s', async (_name, reply) => {
		const { sent, error } = await start(reply, ok(lemlist.exportStartFlat));
		expect(sent).toHaveLength(1);
		expect(error).toBeInstanceOf(ServiceError);
		expect(error.description).toMatch(
			/An export may be running at lemlist all the same, and trying again starts another one\.$/,
		);
		expect(error.ids).toEqual({ campaignId: CAMPAIGN });
		expect(jest.getTimerCount()).toBe(0);
	});

	it('is never repeated when the time limit of the call passes without an answer', async () => {
		let sent = 0;
		const silent = {
			service: lemlistService,
			request: () => (
				sent++,
				Promise.reject(new ServiceError('unreachable', { message: 'No answer from api.lemlist.com' }))
			),
		};
		await expect(startExport(silent as unknown as ServiceClient, CAMPAIGN)).rejects.toMatchObject({
			message: 'No answer from api.lemlist.com',
			description: expect.stringContaining('An export may be running at lemlist'),
		});
		expect(sent).toBe(1);
	});

	it('is sent again after a 429, when lemlist says so, because nothing was started', async () => {
		const { sent, value, tookMs } = await start(
			{ status: 429, body: 'Too many requests', headers: { 'retry-after': '2' } },
			ok(lemlist.exportStartFlat),
		);
		expect(value?.exportId).toBe('axp_Vv6lJOc8NlVVmDud5');
		expect(sent).toHaveLength(2);
		expect(tookMs).toBeGreaterThanOrEqual(2000);
	});

	it('that stays at 429 starts nothing, and does not say so either', async () => {
		const refused = {
			service: lemlistService,
			request: async () => await Promise.reject(refusal(429, 'Too many requests')),
		};
		await expect(startExport(refused as unknown as ServiceClient, CAMPAIGN)).rejects.toMatchObject({
			status: 429,
			description: expect.not.stringMatching(/may be running/),
		});
	});

	it('sends nothing after Stop', async () => {
		const sent = lemlistAnswers('GET', START, ok(lemlist.exportStartFlat));
		const reason = new Error('The execution was cancelled');
		await expect(startExport(await newClient(), CAMPAIGN, AbortSignal.abort(reason))).rejects.toBe(reason);
		expect(sent).toHaveLength(0);
	});

	it.each(['', ' ', '.', '..'])('sends nothing for the campaign %j', async (campaignId) => {
		await expect(startExport(await newClient(), campaignId)).rejects.toMatchObject({ kind: 'input' });
	});
});

describe('One look at an export', () => {
	useFakeTime();
	useNock();

	async function look(...replies: Reply[]) {
		const sent = lemlistAnswers('GET', STATUS, ...replies);
		const { value, error } = await outcomeOf(new StatisticsExport(await newClient(), CAMPAIGN).look(EXPORT));
		return { sent, value, error: error as ServiceError };
	}
	const withStatus = (fields: object) => ok({ ok: true, status: { id: EXPORT, ...fields } });

	it('finds it pending, with its progress in words', async () => {
		const { value } = await look(ok(lemlist.exportStatusPending));
		expect(value).toMatchObject({
			phase: 'pending',
			progress: 'processing 50 of 100',
			details: { exportId: EXPORT, status: 'pending' },
		});
	});

	it.each([
		[{ progressType: 'starting', progress: 0, total: 0 }, 'starting'],
		[{ progressType: 'processing', progress: null, total: 100 }, 'processing 0 of 100'],
		[{ progress: 3, total: 4 }, 'pending 3 of 4'],
		[{ progressType: null, progress: null, total: null }, 'pending'],
		[{}, 'pending'],
	])('tells the progress %j as "%s"', async (fields, progress) => {
		expect((await look(withStatus({ status: 'pending', ...fields }))).value).toMatchObject({
			phase: 'pending',
			progress,
		});
	});

	it.each([
		['today', lemlist.exportStatusDone, { fileSize: 23_654 }],
		['of 2024', lemlist.exportStatusLegacyDone, {}],
	])('finds it ready: the answer %s', async (_name, body, details) => {
		const { value } = await look(ok(body));
		expect(value).toMatchObject({ phase: 'ready', details: { ...details, exportId: EXPORT, url: body.status.url } });
	});

	it.each([
		['error', 'lemlist could not make the file'],
		['cancelled', 'lemlist reports the status "cancelled", which this node does not know'],
		['', 'lemlist reports the status "", which this node does not know'],
	])('finds it failed: status "%s"', async (status, reason) => {
		expect((await look(withStatus({ status }))).value).toMatchObject({ phase: 'failed', reason });
	});

	it.each<[string, Reply]>([
		['404 as JSON', { status: 404, body: lemlist.exportNotFound }],
		['404 as text', plain(404, 'Export not found')],
		['{ok: false} under 200', ok(lemlist.exportNotFound)],
		['404 without words', plain(404, '')],
	])('finds that lemlist does not know it: %s', async (_name, reply) => {
		const { value, sent } = await look(reply);
		expect(value).toMatchObject({ phase: 'missing', reason: expect.stringContaining('lemlist says') });
		expect(sent).toHaveLength(1);
	});

	it.each<[string, Reply, number]>([
		['400 Bad team', plain(400, lemlist.badTeam), 400],
		['403', plain(403, 'User linked to this API key is blocked'), 403],
		['404 for the campaign', plain(404, lemlist.campaignNotFound), 404],
		['404 for the key', plain(404, 'No user found with this API key'), 404],
		['{ok: false} for another reason', ok({ ok: false, message: 'An error occurred' }), 200],
	])('passes on what is no matter of the export: %s', async (_name, reply, status) => {
		expect((await look(reply)).error).toMatchObject({ kind: 'refused', status });
	});

	it.each<[string, Reply]>([
		['502', plain(502, 'Bad gateway')],
		['a broken connection', connectionError('ECONNRESET')],
		['a web page under 200', HTML],
	])('is not repeated here, since the wait has the patience: %s', async (_name, reply) => {
		const { sent, error } = await look(reply, ok(lemlist.exportStatusDone));
		expect(error).toBeInstanceOf(ServiceError);
		expect(sent).toHaveLength(1);
	});

	it('puts ids into the path as they are, whatever is in them', async () => {
		const sent = lemlistAnswers('GET', '/campaigns/cam_1/export/a%2Fb%3Fc/status', ok(lemlist.exportStatusPending));
		const { value } = await outcomeOf(getExport(await newClient(), { campaignId: 'cam_1', exportId: 'a/b?c' }));
		expect(value).toMatchObject({ exportId: 'a/b?c' });
		expect(sent).toHaveLength(1);
	});

	it.each<[string, Error, boolean]>([
		['a 404 for the export', refusal(404, lemlist.exportNotFound), true],
		['a 404 for the campaign', refusal(404, lemlist.campaignNotFound), false],
		['a 403', refusal(403, 'Export not found'), false],
		['no answer', new ServiceError('unreachable', { message: 'Export not found' }), false],
		['an error of our own', new Error('Export not found'), false],
	])('tells an unknown export from other failures: %s', (_name, error, unknown) => {
		expect(isUnknownExport(error)).toBe(unknown);
	});
});

describe('Mailing an export', () => {
	useFakeTime();
	useNock();
	const mailed = {
		ok: true,
		status: { id: EXPORT, campaignId: CAMPAIGN, status: 'pending', email: 'a+b/c@example.com' },
	};

	it('asks for it with the address in the path', async () => {
		const sent = lemlistAnswers(
			'PUT',
			`/campaigns/${CAMPAIGN}/export/${EXPORT}/email/a%2Bb%2Fc%40example.com`,
			ok(mailed),
		);
		const { value } = await outcomeOf(
			emailExport(await newClient(), { campaignId: CAMPAIGN, exportId: EXPORT, email: 'a+b/c@example.com' }),
		);
		expect(value).toMatchObject({ exportId: EXPORT, status: 'pending', email: 'a+b/c@example.com' });
		expect(sent).toHaveLength(1);
	});

	it('tries again when lemlist is in trouble, because asking twice changes nothing', async () => {
		const sent = lemlistAnswers(
			'PUT',
			`/campaigns/${CAMPAIGN}/export/${EXPORT}/email/ann%40example.com`,
			plain(502, 'Bad gateway'),
			ok(mailed),
		);
		const { value } = await outcomeOf(
			emailExport(await newClient(), { campaignId: CAMPAIGN, exportId: EXPORT, email: 'ann@example.com' }),
		);
		expect(value).toMatchObject({ exportId: EXPORT });
		expect(sent).toHaveLength(2);
	});
});

describe('The file of a finished export', () => {
	useFakeTime();
	useNock();
	const OWN = `${ORIGIN}/api/files/exports/fil_1.csv`;
	const OWN_NEW = `${ORIGIN}/api/files/exports/fil_2.csv`;
	const FOREIGN = 'https://storage.example.com/fil_1.csv';
	const FOREIGN_NEW = 'https://storage.example.com/fil_2.csv';
	const CSV = 'email\nann@example.com\n';
	const file: Reply = { status: 200, body: CSV, headers: { 'content-type': 'text/csv' } };
	const doneAt = (url: string | undefined) =>
		ok({ ok: true, status: { id: EXPORT, status: 'done', url, fileSize: CSV.length } });

	async function readText(body: BodyStream) {
		let result = '';
		for await (const chunk of body as AsyncIterable<Buffer>) result += chunk.toString('utf8');
		return { bytes: result.length, result };
	}

	async function download(url: string | undefined, apiKey = newApiKey()) {
		const client = await newClient({ apiKey });
		const finished = { exportId: EXPORT, status: 'done', url, fileSize: CSV.length };
		const provider = new StatisticsExport(client, CAMPAIGN);
		const source: FileSource = {
			service: provider.service,
			getLink: async (fresh) => await provider.link(EXPORT, fresh ? undefined : finished),
			open: async (url, withKey) => await provider.open(url, withKey),
			judge: async (file, url, tried) => await provider.judge(file, url, tried),
			withoutKey: (text) => provider.withoutKey(text),
			gone: provider.gone,
		};
		const { value, error } = await outcomeOf(downloadFile(source, readText), 60_000);
		await idle();
		return { text: value?.result, error: error as ServiceError };
	}
	const keysOf = (sent: SentRequest[]) => sent.map(({ headers }) => headers.authorization);

	it.each([OWN, FOREIGN])('is opened at once and without the key: %s', async (url) => {
		const sent = answer('GET', url, file);
		expect((await download(url)).text).toBe(CSV);
		expect(keysOf(sent)).toEqual([undefined]);
	});

	it('is fetched with a fresh link when it arrives short', async () => {
		answer('GET', OWN, { ...file, body: CSV.slice(0, -5) } as Reply);
		answer('GET', OWN_NEW, file);
		const status = lemlistAnswers('GET', STATUS, doneAt(OWN_NEW));
		expect((await download(OWN)).text).toBe(CSV);
		expect(status).toHaveLength(1);
	});

	it.each([401, 403])('of the own origin gets the key once when it is refused without (%p)', async (status) => {
		const apiKey = newApiKey();
		const sent = answer('GET', OWN, plain(status, 'Unauthorized'), file);
		expect((await download(OWN, apiKey)).text).toBe(CSV);
		expect(keysOf(sent)).toEqual([undefined, basic(apiKey)]);
	});

	it.each([401, 403])(
		'of the own origin that refuses the key, too, ends in words about the key (%p)',
		async (status) => {
			const apiKey = newApiKey();
			const sent = answer('GET', OWN, plain(status, `No files for ${apiKey}`));
			const { error } = await download(OWN, apiKey);
			expect(error).toMatchObject({
				kind: 'refused',
				status,
				message: `lemlist refused the file, also with the API key (HTTP ${status})`,
				description: expect.stringContaining('Make a new key'),
				serviceSays: 'No files for [API key]',
			});
			expect(keysOf(sent)).toEqual([undefined, basic(apiKey)]);
		},
	);

	it.each([401, 400, 402])('of a foreign origin never gets the key (%p)', async (status) => {
		const sent = answer('GET', FOREIGN, plain(status, 'Signature required'));
		const { error } = await download(FOREIGN);
		expect(error).toMatchObject({
			kind: 'refused',
			status,
			message: `The download of the file was refused (HTTP ${status})`,
			description: expect.stringContaining('Signature required'),
		});
		expect(keysOf(sent)).toEqual([undefined]);
	});

	it('never gets the key at a foreign fresh link, though the first one asked for it', async () => {
		const apiKey = newApiKey();
		const own = answer('GET', OWN, plain(401, 'Unauthorized'), plain(503, 'Busy'));
		const foreign = answer('GET', FOREIGN, file);
		lemlistAnswers('GET', STATUS, doneAt(FOREIGN));
		expect((await download(OWN, apiKey)).text).toBe(CSV);
		expect(keysOf(own)).toEqual([undefined, basic(apiKey)]);
		expect(keysOf(foreign)).toEqual([undefined]);
	});

	it.each([
		[OWN, OWN_NEW, 404],
		[OWN, OWN_NEW, 410],
		[FOREIGN, FOREIGN_NEW, 403],
		[FOREIGN, FOREIGN_NEW, 404],
		[FOREIGN, FOREIGN_NEW, 410],
	])('is asked for once more when its link is dead (%s, %s, %p)', async (url, newUrl, status) => {
		answer('GET', url, plain(status, 'gone'));
		const sent = answer('GET', newUrl, file);
		const looks = lemlistAnswers('GET', STATUS, doneAt(newUrl));
		expect((await download(url)).text).toBe(CSV);
		expect(looks).toHaveLength(1);
		expect(keysOf(sent)).toEqual([undefined]);
	});

	it.each([
		[OWN, 404],
		[OWN, 410],
		[FOREIGN, 403],
		[FOREIGN, 404],
		[FOREIGN, 410],
	])('has expired when the fresh link is dead, too (%s, %p)', async (url, status) => {
		const sent = answer('GET', url, plain(status, 'gone'));
		const looks = lemlistAnswers('GET', STATUS, doneAt(url));
		const { error } = await download(url);
		expect(error).toMatchObject({
			kind: 'export',
			status,
			message: 'The file of the export is gone',
			description: expect.stringContaining('24 hours'),
		});
		expect(sent).toHaveLength(2);
		expect(looks).toHaveLength(1);
	});

	it('has expired when lemlist has forgotten the export meanwhile', async () => {
		answer('GET', OWN, plain(404, 'gone'));
		const looks = lemlistAnswers('GET', STATUS, { status: 404, body: lemlist.exportNotFound });
		const { error } = await download(OWN);
		expect(error).toMatchObject({
			kind: 'export',
			message: 'lemlist does not know the export any more',
			serviceSays: lemlist.exportNotFound.message,
			description: expect.stringContaining('2 hours'),
		});
		expect(looks).toHaveLength(1);
	});

	it.each<[string, Reply]>([
		['a key that is refused', plain(403, 'User linked to this API key is blocked')],
		['a campaign that is gone', plain(404, lemlist.campaignNotFound)],
	])('fails with the reason why there is no fresh link: %s', async (_name, reply) => {
		answer('GET', OWN, plain(404, 'gone'));
		const looks = lemlistAnswers('GET', STATUS, reply);
		expect((await download(OWN)).error).toMatchObject({ kind: 'refused' });
		expect(looks).toHaveLength(1);
	});

	it.each([408, 429, 500, 502, 503])('is tried four times when the storage is in trouble (%p)', async (status) => {
		const sent = answer('GET', FOREIGN, plain(status, 'trouble'));
		const looks = lemlistAnswers('GET', STATUS, doneAt(FOREIGN));
		const { error } = await download(FOREIGN);
		expect(error).toMatchObject({
			kind: 'unreadable',
			message: 'The file did not arrive whole',
			description: expect.stringContaining(String(status)),
		});
		expect(sent).toHaveLength(4);
		expect(looks).toHaveLength(3);
	});

	it.each([undefined, '', 'ftp://files.example.com/1.csv', 'javascript:alert(1)'])(
		'cannot be fetched from %j, which is said at once',
		async (url) => {
			const { error } = await download(url);
			expect(error).toMatchObject({
				kind: 'unexpected',
				message: expect.stringMatching(/names no file|not a web address/),
			});
		},
	);
});
