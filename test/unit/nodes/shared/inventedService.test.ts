import nock from 'nock';
import type { IAuthenticate, ICredentialType, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { parseAnswer } from '../../../../nodes/shared/http/answers';
import { type FileAnswer, ServiceClient } from '../../../../nodes/shared/http/client';
import { path } from '../../../../nodes/shared/http/path';
import type { Service } from '../../../../nodes/shared/http/service';
import { csvItems } from '../../../../nodes/shared/jobs/csvFile';
import type {
	FileJobProvider,
	FileLink,
	JobState,
	StartSignals,
	Tried,
	Verdict,
} from '../../../../nodes/shared/jobs/provider';
import { type JobOutcome, JobRunner } from '../../../../nodes/shared/jobs/runJob';
import { SharedLook } from '../../../../nodes/shared/jobs/sharedLook';
import { isTemporary, ServiceError } from '../../../../nodes/shared/n8n/serviceError';
import { Places } from '../../../../nodes/shared/time/places';
import { outcomeOf, useFakeTime } from '../../../support/fakeTime';
import { newApiKey, useNock } from '../../../support/lemlistApi';
import { executeContext } from '../../../support/nodeContext';
import { z } from 'zod';

/**
 * "Depot" exists only here. Nothing about it is like lemlist: errors have another shape, limits other sizes, a 429 says
 * the time in its body, jobs stand in one list, finished and downloadable are two states, links expire, and so do
 * files, which Depot makes again under another id. It runs through client, limiter, engine and download as they are.
 */
const ORIGIN = 'https://depot.example';
const FILES = 'https://files.depot.example';
const SECOND = 1000;

const problemBody = z.object({ problem: z.object({ title: z.string(), hint: z.string().optional() }) });

const depot: Service = {
	name: 'Depot',
	credentialType: 'depotApi',
	defaultBaseUrl: ORIGIN,
	keyAdvice: 'Depot prints it on the door.',
	limits: {
		windows: [{ requests: 3, windowMs: 500 }],
		retryAfterMs: (_headers, body) => {
			const { waitSeconds } = body as { waitSeconds?: number };
			return waitSeconds === undefined ? undefined : waitSeconds * SECOND;
		},
		patienceMs: 60 * SECOND,
	},
	retries: { times: 1, firstGapMs: 100, longestGapMs: 100, methods: new Set(['GET']), statuses: new Set([503]) },
	listKeys: ['jobs'],
	keyForms: (apiKey) => [`token ${apiKey}`],
	readRefusal({ status, body }) {
		if (status < 400) return undefined;
		const { success, data } = problemBody.safeParse(body);
		return {
			words: success ? data.problem.title : undefined,
			advice: (success && data.problem.hint) || 'Ask the keeper of the depot.',
			meaning: success && data.problem.title === 'Link used up' ? 'expired' : undefined,
			final: success && data.problem.title === 'Quota of the month is used',
		};
	},
};

class DepotApi implements ICredentialType {
	name = 'depotApi';

	displayName = 'Depot API';

	properties: INodeProperties[] = [];

	authenticate: IAuthenticate = async ({ apiKey, baseUrl }, request) => {
		if (new URL(request.url).origin !== new URL(String(baseUrl)).origin) throw new Error('Never there');
		return { ...request, headers: { ...request.headers, 'X-Token': `token ${String(apiKey)}` } };
	};
}

interface Entry {
	id: string;
	state: string;
	downloadable: boolean;
}

class DepotExport implements FileJobProvider<Entry> {
	readonly service = depot;

	readonly words = {
		noun: 'shipment',
		result: 'a parcel',
		mayRun: 'A shipment may be on its way.',
		resume: (id: string) => `Ask for ${id}.`,
		later: 'ask later',
		missing: { message: 'Depot never heard of it', advice: 'Depot forgets quickly.' },
		failed: (id: string) => `Complain about ${id}.`,
	};

	readonly gaps = { first: [2], later: [{ fromS: 0, gapS: 4 }] };

	readonly memoryMs = 600 * SECOND;

	readonly lagMs = 0;

	readonly ids = {};

	readonly idName = 'shipmentId';

	readonly isTemporary = isTemporary;

	readonly gone = 'Depot burns parcels after a day.';

	constructor(
		private readonly client: ServiceClient,
		private readonly list: SharedLook<Entry[]>,
	) {}

	async start(signals: StartSignals) {
		const { body } = await this.client.request({ method: 'POST', path: '/jobs', body: { what: 'all' }, ...signals });
		return parseAnswer(depot, z.object({ id: z.string() }), body, 'the new shipment');
	}

	async look(id: string, signal?: AbortSignal): Promise<JobState<Entry>> {
		const entry = (await this.list.look(signal)).find((one) => one.id === id);
		if (!entry) return { phase: 'missing', reason: 'It is not in the list' };
		if (entry.downloadable) return { phase: 'ready', details: entry };
		if (entry.state === 'burnt') return { phase: 'expired', reason: 'It was burnt' };
		return { phase: 'pending', progress: entry.state, details: entry };
	}

	async link(id: string, _known: Entry | undefined, signal?: AbortSignal): Promise<FileLink | 'expired'> {
		try {
			const { body } = await this.client.request({ path: path`/jobs/${id}/link`, signal });
			return { url: parseAnswer(depot, z.object({ href: z.string() }), body, 'the link').href };
		} catch (error) {
			if (error instanceof ServiceError && error.meaning === 'expired') return 'expired';
			throw error;
		}
	}

	async regenerate(id: string, signals: StartSignals) {
		const { body } = await this.client.request({ method: 'POST', path: path`/jobs/${id}/again`, ...signals });
		return parseAnswer(depot, z.object({ id: z.string() }), body, 'the new shipment');
	}

	async open(url: string, _withKey: boolean, signal?: AbortSignal): Promise<FileAnswer> {
		return await this.client.openFile(url, { withKey: false, signal });
	}

	judge({ status }: FileAnswer, _url: string, { newLink }: Tried): Verdict {
		if (status === 200) return 'deliver';
		return newLink ? 'expired' : 'newLink';
	}

	withoutKey(text: string): string {
		return this.client.withoutKey(text);
	}
}

/** What the made-up service does, and what it was asked. */
class Depot {
	readonly asked: string[] = [];

	readonly keys: unknown[] = [];

	jobs = new Map<string, { begunAt: number; lifetimeMs: number }>();

	/** ms that a job takes to be finished, and then to be downloadable. */
	lifetimeMs = Infinity;

	/** Whether the file goes just when its link is asked for. */
	burnsAtLink = false;

	/** Whether Depot makes files again. */
	regenerates = true;

	/** Whether nobody finds what was started. */
	isHidden = false;

	/** Links that the file host refuses. */
	deadLinks = 0;

	private count = 0;

	add(id = `job-${++this.count}`): string {
		this.jobs.set(id, { begunAt: performance.now(), lifetimeMs: this.lifetimeMs });
		return id;
	}

	entries(): Entry[] {
		return [...this.jobs].map(([id, { begunAt, lifetimeMs }]) => {
			const age = performance.now() - begunAt;
			const burnt = age > lifetimeMs;
			return {
				id,
				state: burnt ? 'burnt' : age < 3 * SECOND ? 'packing' : 'packed',
				downloadable: !burnt && age > 5 * SECOND,
			};
		});
	}

	answer(): void {
		const api = nock(ORIGIN).persist();
		api.on('request', ({ path: asked, method, headers }: { path: string; method: string; headers: object }) => {
			this.asked.push(`${method} ${asked}`);
			this.keys.push((headers as Record<string, unknown>)['x-token']);
		});
		api.post('/jobs').reply(202, () => ({ id: this.add() }));
		api.get('/jobs').reply(200, () => ({ jobs: this.entries() }));
		api.get(/^\/jobs\/[^/]+\/link$/).reply((uri) => {
			const id = uri.split('/')[2]!;
			const entry = this.entries().find((one) => one.id === id)!;
			if (this.burnsAtLink) this.jobs.get(id)!.lifetimeMs = 0;
			if (this.burnsAtLink || entry.state === 'burnt') return [410, { problem: { title: 'Link used up' } }];
			return [200, { href: `${FILES}/${id}.csv?signature=${this.asked.length}` }];
		});
		api.post(/again$/).reply(() => {
			if (!this.regenerates) return [404, { problem: { title: 'No such shipment' } }];
			this.lifetimeMs = Infinity;
			this.burnsAtLink = false;
			return [202, { id: this.add() }];
		});
		const files = nock(FILES).persist();
		files.on('request', ({ headers }: { headers: Record<string, unknown> }) => this.keys.push(headers['x-token']));
		files
			.get(/csv/)
			.reply(() =>
				this.deadLinks-- > 0 ? [403, 'Signature expired'] : [200, 'name\nZoë\n', { 'content-type': 'text/csv' }],
			);
	}
}

describe('A service with other errors, limits, states and links', () => {
	useFakeTime();
	useNock();
	let service: Depot;
	beforeEach(() => {
		service = new Depot();
		service.answer();
	});

	const { signal } = new AbortController();

	async function newDepotClient(apiKey = newApiKey()) {
		const context = executeContext({ apiKey, baseUrl: ORIGIN, credential: new DepotApi() });
		return { context, apiKey, client: await ServiceClient.create(context, depot) };
	}

	async function newExport() {
		const { context, client, apiKey } = await newDepotClient();
		const list = new SharedLook<Entry[]>(async (until) => {
			const { body } = await client.request({ path: '/jobs', retry: false, signal: until });
			return (body as { jobs: Entry[] }).jobs;
		}, 4 * SECOND);
		return { context, client, apiKey, provider: new DepotExport(client, list), jobs: new JobRunner(context) };
	}

	const rows = (itemIndex: number) => ({
		output: 'rows' as const,
		binaryPropertyName: '',
		fileName: 'parcel.csv',
		itemIndex,
		of: 'the depot',
		json: {},
	});

	async function run(
		{ context, provider, jobs }: Awaited<ReturnType<typeof newExport>>,
		itemIndex = 0,
		more: { timeoutMs?: number; onTimeout?: 'returnPending'; resumeId?: string } = {},
	): Promise<JobOutcome<INodeExecutionData[], Entry>> {
		const request = {
			itemIndex,
			subject: 'all',
			pollIntervalMs: 0,
			signal,
			timeoutMs: 60 * SECOND,
			onTimeout: 'fail' as const,
		};
		return await jobs.run(provider, { ...request, ...more }, async (ready) => {
			const items = await csvItems(context, ready.source, rows(itemIndex), ready.signal);
			return items.map((item) => ({ ...item, json: { ...item.json, id: ready.id, from: ready.regeneratedFrom } }));
		});
	}

	it('gives its file when it is downloadable, not when it is finished', async () => {
		const { value, tookMs } = await outcomeOf(run(await newExport()), 5 * 60 * SECOND, 100);
		expect(value).toMatchObject({ outcome: 'delivered', result: [{ json: { name: 'Zoë', id: 'job-1' } }] });
		expect(service.asked).toEqual(['POST /jobs', 'GET /jobs', 'GET /jobs', 'GET /jobs/job-1/link']);
		expect(tookMs).toBeGreaterThanOrEqual(5 * SECOND);
	});

	it('is looked at once for ten jobs that wait together', async () => {
		const all = await newExport();
		const { value } = await outcomeOf(
			Promise.all(Array.from({ length: 10 }, async (_one, index) => await run(all, index))),
			5 * 60 * SECOND,
			100,
		);
		expect(value?.map(({ outcome }) => outcome)).toEqual(Array(10).fill('delivered'));
		const looks = service.asked.filter((one) => one === 'GET /jobs').length;
		// The last start leaves after 1.5 s, the slowest file comes 5 s later: a look each 4 s.
		expect(looks).toBeLessThanOrEqual(4);
	});

	describe('whose starts name no ID', () => {
		/** What was in the depot before; the newest behind it is ours. */
		function identified(provider: DepotExport) {
			provider.start = async () => {
				service.asked.push('POST /jobs');
				service.add();
				return {} as { id: string };
			};
			const find = jest.fn(async ({ before }: { before?: unknown }) => {
				const id = [...service.jobs.keys()].find((one) => !(before as string[]).includes(one));
				if (id === undefined || service.isHidden) throw new ServiceError('unexpected', { message: 'Where is it?' });
				return { id };
			});
			const before = jest.fn(async () => ({ before: [...service.jobs.keys()] }));
			Object.assign(provider, { identification: { places: new Places(1), before, find } });
			return { find, before };
		}

		it('is asked for its jobs before and after, one start at a time', async () => {
			const all = await newExport();
			identified(all.provider);
			const both = Promise.all([run(all, 0), run(all, 1)]);
			const { value } = await outcomeOf(both, 5 * 60 * SECOND, 100);
			expect(value?.map((one) => (one as { result: INodeExecutionData[] }).result[0]!.json.id)).toEqual([
				'job-1',
				'job-2',
			]);
		});

		it('is not asked to start again by a retry, which looks again with what was known before', async () => {
			const all = await newExport();
			const { find, before } = identified(all.provider);
			service.isHidden = true;
			const { error } = await outcomeOf(run(all), 60 * SECOND, 100);
			expect(error).toMatchObject({
				message: 'Where is it?',
				description: 'Retry On Fail looks for it again, and starts no other.',
			});
			service.isHidden = false;
			const { value } = await outcomeOf(run({ ...all, jobs: new JobRunner(all.context) }), 60 * SECOND, 100);
			expect(value).toMatchObject({ outcome: 'delivered', result: [{ json: { id: 'job-1' } }] });
			expect(service.asked.filter((one) => one === 'POST /jobs')).toHaveLength(1);
			expect(before).toHaveBeenCalledTimes(1);
			expect(find).toHaveBeenCalledTimes(2);
		});
	});

	it('stops looking when nobody waits any more', async () => {
		const fetch = jest.fn(async () => []);
		const list = new SharedLook(fetch, 4 * SECOND);
		await list.look();
		const stop = new AbortController();
		const waiting = [list.look(stop.signal), list.look(stop.signal)].map(
			async (one) => await one.catch(() => 'stopped'),
		);
		stop.abort();
		expect(await Promise.all(waiting)).toEqual(['stopped', 'stopped']);
		await jest.advanceTimersByTimeAsync(60 * SECOND);
		expect(fetch).toHaveBeenCalledTimes(1);
		expect(jest.getTimerCount()).toBe(0);
	});

	it('gives another link where one has expired', async () => {
		service.deadLinks = 1;
		const { value } = await outcomeOf(run(await newExport()), 5 * 60 * SECOND, 100);
		expect(value).toMatchObject({ outcome: 'delivered' });
		expect(service.asked.filter((one) => one.endsWith('/link'))).toHaveLength(2);
	});

	it('makes a file again that has expired, under another id, once', async () => {
		service.lifetimeMs = 4 * SECOND;
		const { value } = await outcomeOf(run(await newExport()), 5 * 60 * SECOND, 100);
		expect(value).toMatchObject({ outcome: 'delivered', result: [{ json: { id: 'job-2', from: 'job-1' } }] });
		expect(service.asked.filter((one) => one.endsWith('/again'))).toHaveLength(1);
	});

	it('makes a file again of which only the link tells that it has expired', async () => {
		service.burnsAtLink = true;
		const { value } = await outcomeOf(run(await newExport()), 5 * 60 * SECOND, 100);
		expect(value).toMatchObject({ outcome: 'delivered', result: [{ json: { id: 'job-2', from: 'job-1' } }] });
	});

	it('ends where a file cannot be made again', async () => {
		service.burnsAtLink = true;
		service.regenerates = false;
		const { error } = await outcomeOf(run(await newExport()), 5 * 60 * SECOND, 100);
		expect(error).toMatchObject({ kind: 'refused', serviceSays: 'No such shipment' });
	});

	it('makes a file again whose links are all dead, and gives up where that does not help', async () => {
		service.deadLinks = 99;
		const { error } = await outcomeOf(run(await newExport()), 5 * 60 * SECOND, 100);
		expect(error).toMatchObject({
			kind: 'export',
			message: 'The file of the export is gone',
			description: 'Depot burns parcels after a day.',
		});
		expect(service.asked.filter((one) => one.endsWith('/again'))).toHaveLength(1);
	});

	it('speaks in its own words when it is too slow, and names what to do', async () => {
		const { error } = await outcomeOf(run(await newExport(), 0, { timeoutMs: 3 * SECOND }), 60 * SECOND, 100);
		expect(error).toMatchObject({
			message: 'The shipment was not done after 3 seconds',
			description: 'Shipment job-1, last status: pending (packing). It may still run at Depot. Ask for job-1.',
			ids: { shipmentId: 'job-1' },
		});
		const pending = await outcomeOf(
			run(await newExport(), 0, { timeoutMs: 3 * SECOND, onTimeout: 'returnPending' }),
			60 * SECOND,
			100,
		);
		expect(pending.value).toMatchObject({ outcome: 'pending', id: 'job-2' });
	});

	it('is refused in its own words and with its own advice', async () => {
		nock.cleanAll();
		nock(ORIGIN)
			.post('/jobs')
			.reply(400, { problem: { title: 'Closed on Sundays', hint: 'Come on Monday.' } });
		const { error } = await outcomeOf(run(await newExport()));
		expect(error).toMatchObject({
			kind: 'refused',
			message: 'Depot says: Closed on Sundays (HTTP 400)',
			description: 'Come on Monday.',
		});
	});

	it('says that a start may have been done that got no answer, and sends it once', async () => {
		nock.cleanAll();
		let starts = 0;
		nock(ORIGIN)
			.persist()
			.post('/jobs')
			.reply(() => (starts++, [503, '']));
		const { error } = await outcomeOf(run(await newExport()));
		expect(error).toMatchObject({ status: 503, description: expect.stringContaining('A shipment may be on its way.') });
		expect(starts).toBe(1);
	});

	it('has its own limit: three requests in half a second', async () => {
		const { client } = await newDepotClient();
		const times: number[] = [];
		nock.cleanAll();
		nock(ORIGIN)
			.persist()
			.get('/any')
			.reply(200, () => (times.push(performance.now()), {}));
		const { value } = await outcomeOf(
			Promise.all(Array.from({ length: 7 }, async () => await client.request({ path: '/any' }))),
			60 * SECOND,
			10,
		);
		expect(value).toHaveLength(7);
		for (const [index, at] of times.entries()) {
			if (index >= 3) expect(at - times[index - 3]!).toBeGreaterThanOrEqual(500);
		}
	});

	it('is waited for after a 429 as long as its body says, unless waiting does not help', async () => {
		const { client } = await newDepotClient();
		nock.cleanAll();
		nock(ORIGIN).get('/any').reply(429, { waitSeconds: 7 });
		nock(ORIGIN).get('/any').reply(200, {});
		const { tookMs } = await outcomeOf(client.request({ path: '/any' }), 60 * SECOND, 100);
		expect(tookMs).toBeGreaterThanOrEqual(7 * SECOND);
		nock(ORIGIN)
			.get('/any')
			.times(9)
			.reply(429, { problem: { title: 'Quota of the month is used' } });
		const final = await outcomeOf(client.request({ path: '/any' }), 60 * SECOND, 100);
		expect(final.error).toMatchObject({ status: 429, serviceSays: 'Quota of the month is used' });
		expect(final.tookMs).toBeLessThan(SECOND);
	});

	it('is tried again by its own rules', async () => {
		const { client } = await newDepotClient();
		nock.cleanAll();
		let tries = 0;
		nock(ORIGIN)
			.persist()
			.get('/any')
			.reply(() => (tries++, [503, '']));
		await outcomeOf(client.request({ path: '/any' }), 60 * SECOND, 100);
		expect(tries).toBe(2);
	});

	it('gets its key in its own form, and the file host never does', async () => {
		const all = await newExport();
		await outcomeOf(run(all), 5 * 60 * SECOND, 100);
		expect(service.keys.slice(0, -1)).toEqual(Array(4).fill(`token ${all.apiKey}`));
		expect(service.keys.at(-1)).toBeUndefined();
		nock.cleanAll();
		nock(ORIGIN)
			.post('/any')
			.reply(400, { problem: { title: `No such token ${all.apiKey}` } });
		const { error } = await outcomeOf(all.client.request({ method: 'POST', path: '/any' }));
		expect((error as Error).message).toBe('Depot says: No such [API key] (HTTP 400)');
	});
});
