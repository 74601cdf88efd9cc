import { ServiceError } from '../../../../../nodes/shared/n8n/serviceError';
import type { BodyStream } from '../../../../../nodes/shared/http/streams';
import { outcomeOf, useFakeTime } from '../../../../support/fakeTime';
import {
	answer,
	basic,
	lemlistAnswers,
	newApiKey,
	newClient,
	type Reply,
	useNock,
} from '../../../../support/lemlistApi';
import { BASE_URL, ORIGIN } from '../../../../support/nodeContext';

const OWN_FILE = `${BASE_URL}/files/exports/fil_1.csv`;
const FOREIGN_FILE = 'https://files.example/exports/fil_1.csv';
const CSV = 'email,state\nrichard@piedpiper.com,contacted\n';
const FILE: Reply = { status: 200, body: CSV, headers: { 'Content-Type': 'text/csv' } };

async function textOf(body: BodyStream): Promise<string> {
	const pieces: Buffer[] = [];
	for await (const piece of body as AsyncIterable<Buffer>) pieces.push(piece);
	return Buffer.concat(pieces).toString('utf8');
}

describe('a download link', () => {
	useFakeTime();
	useNock();

	it.each([
		['of the own origin', OWN_FILE],
		['of another origin', FOREIGN_FILE],
	])('%s is opened without the key', async (_which, url) => {
		const sent = answer('GET', url, FILE);
		const client = await newClient();
		const file = await client.openFile(url, { withKey: false });
		expect(file).toMatchObject({ status: 200, headers: { 'content-type': 'text/csv' } });
		expect(await textOf(file.body)).toBe(CSV);
		expect(sent).toHaveLength(1);
		expect(sent[0]?.headers).not.toHaveProperty('authorization');
	});

	it("of the own origin fails in the service's words where a 429 does not end", async () => {
		answer('GET', OWN_FILE, { status: 429, body: 'Too many requests', headers: { 'Retry-After': '60' } });
		const opening = (await newClient()).openFile(OWN_FILE, { withKey: false });
		const { error } = await outcomeOf(opening, 3_600_000, 5000);
		expect(error).toMatchObject({
			kind: 'refused',
			status: 429,
			message: expect.stringContaining('Too many requests'),
		});
	});

	it('of the own origin gets the key when it is asked for', async () => {
		const apiKey = newApiKey();
		const sent = answer('GET', OWN_FILE, FILE);
		const client = await newClient({ apiKey });
		const file = await client.openFile(OWN_FILE, { withKey: true });
		expect(await textOf(file.body)).toBe(CSV);
		expect(sent[0]?.headers).toMatchObject({ authorization: basic(apiKey) });
	});

	it.each([
		FOREIGN_FILE,
		'http://api.lemlist.com/api/files/exports/fil_1.csv',
		'https://api.lemlist.com:8443/api/files/exports/fil_1.csv',
		'https://api.lemlist.com.files.example/fil_1.csv',
		'https://api.lemlist.com@files.example/fil_1.csv',
		'//files.example/fil_1.csv',
	])('of another origin never gets the key, even when it is asked for: %s', async (url) => {
		const sent = answer('GET', new URL(url, BASE_URL).href, FILE);
		const client = await newClient();
		expect(client.isOwn(url)).toBe(false);
		await expect(client.openFile(url, { withKey: true })).rejects.toMatchObject({
			kind: 'input',
			message: expect.stringContaining('only sent to https://api.lemlist.com'),
		});
		expect(sent).toEqual([]);
	});

	it('is resolved against the base URL when it is relative', async () => {
		const sent = answer('GET', OWN_FILE, FILE);
		const client = await newClient();
		const link = '/api/files/exports/fil_1.csv';
		expect(client.isOwn(link)).toBe(true);
		await client.openFile(link, { withKey: true });
		expect(sent[0]).toMatchObject({ origin: ORIGIN, path: link });
	});

	it.each([
		'ftp://api.lemlist.com/fil_1.csv',
		'file:///etc/passwd',
		'data:text/csv,a',
		'javascript:alert(1)',
		'https://',
		'http://[',
	])('that is no web address is refused: %s', async (url) => {
		const client = await newClient();
		for (const withKey of [false, true]) {
			await expect(client.openFile(url, { withKey })).rejects.toMatchObject({
				kind: 'unexpected',
				message: expect.stringContaining('not a web address'),
			});
		}
		expect(() => client.isOwn(url)).toThrow(ServiceError);
	});

	it.each([401, 403, 404, 410, 500, 503])('gives an answer of %d to the caller, who judges it', async (status) => {
		const sent = answer('GET', FOREIGN_FILE, { status, body: 'No' });
		const client = await newClient();
		const file = await client.openFile(FOREIGN_FILE, { withKey: false });
		expect(file.status).toBe(status);
		expect(await client.wordsOf(file)).toBe('No');
		expect(sent).toHaveLength(1);
	});

	it('that stays silent for 60 s is given up', async () => {
		answer('GET', FOREIGN_FILE, { ...FILE, delayMs: 3_600_000 });
		const client = await newClient();
		const { error, tookMs } = await outcomeOf(client.openFile(FOREIGN_FILE, { withKey: false }));
		expect(error).toMatchObject({ kind: 'unreachable', message: 'No answer from files.example' });
		expect((error as ServiceError).message + (error as ServiceError).description).not.toContain('fil_1');
		expect(tookMs).toBe(60_000);
	});
});

describe('a redirect of a download link', () => {
	useFakeTime();
	useNock();

	it('is followed without the key', async () => {
		answer('GET', OWN_FILE, { status: 302, headers: { Location: FOREIGN_FILE } });
		const sent = answer('GET', FOREIGN_FILE, FILE);
		const client = await newClient();
		const file = await client.openFile(OWN_FILE, { withKey: false });
		expect(await textOf(file.body)).toBe(CSV);
		expect(sent[0]?.headers).not.toHaveProperty('authorization');
	});

	it.each([
		['another origin', FOREIGN_FILE, FOREIGN_FILE],
		['the own origin', OWN_FILE.replace('fil_1', 'fil_2'), OWN_FILE.replace('fil_1', 'fil_2')],
		['a relative address', 'fil_2.csv', OWN_FILE.replace('fil_1', 'fil_2')],
	])('that got the key is followed without it to %s', async (_where, location, target) => {
		const first = answer('GET', OWN_FILE, { status: 302, body: 'Moved', headers: { Location: location } });
		const second = answer('GET', target, FILE);
		const client = await newClient();
		const file = await client.openFile(OWN_FILE, { withKey: true });
		expect(await textOf(file.body)).toBe(CSV);
		expect(first[0]?.headers).toHaveProperty('authorization');
		expect(second).toHaveLength(1);
		expect(second[0]?.headers).not.toHaveProperty('authorization');
	});

	it.each(['https://', 'http://[', 'ftp://files.example/fil_1.csv'])(
		'that got the key to what is no web address is an error: %s',
		async (location) => {
			answer('GET', OWN_FILE, { status: 302, headers: { Location: location } });
			const client = await newClient();
			await expect(client.openFile(OWN_FILE, { withKey: true })).rejects.toMatchObject({
				kind: 'unexpected',
				message: expect.stringContaining('not a web address'),
			});
		},
	);

	it('without a target is given to the caller as it is', async () => {
		answer('GET', OWN_FILE, { status: 302, body: 'Moved' });
		const client = await newClient();
		expect((await client.openFile(OWN_FILE, { withKey: true })).status).toBe(302);
	});
});

describe('the rate limit of downloads', () => {
	useFakeTime();
	useNock();

	async function departuresOf21(url: string): Promise<number[]> {
		answer('GET', url, FILE);
		const client = await newClient();
		const startedAt = Date.now();
		const opened = Array.from({ length: 21 }, async () => {
			const file = await client.openFile(url, { withKey: false });
			file.body.destroy();
			return Date.now() - startedAt;
		});
		const { value } = await outcomeOf(Promise.all(opened), 10_000, 10);
		return value ?? [];
	}

	it('counts those of the own origin', async () => {
		const times = await departuresOf21(OWN_FILE);
		// A few at once; nobody says what is left, so the others go at the pace of the limit.
		expect(times.filter((at) => at < 2000)).toHaveLength(20);
		expect(times[20]).toBeGreaterThanOrEqual(2050);
	});

	it('does not count those of another', async () => {
		expect(await departuresOf21(FOREIGN_FILE)).toEqual(Array(21).fill(0));
	});

	it('that lasts on the own origin is an error with its words, status and advice', async () => {
		answer('GET', OWN_FILE, { status: 429, body: 'Slow down', headers: { 'Retry-After': '60' } });
		const client = await newClient();
		for (const withKey of [false, true]) {
			const { error } = await outcomeOf(client.openFile(OWN_FILE, { withKey }), 3_600_000, 1000);
			expect(error).toMatchObject({ kind: 'refused', status: 429, message: 'lemlist says: Slow down (HTTP 429)' });
			expect((error as ServiceError).description).toMatch(/\.$/);
		}
	});

	it('is waited for after a 429 of the own origin, and not after one of another', async () => {
		const own = answer('GET', OWN_FILE, { status: 429, body: 'Slow down', headers: { 'Retry-After': '2' } }, FILE);
		const foreign = answer(
			'GET',
			FOREIGN_FILE,
			{ status: 429, body: 'Slow down', headers: { 'Retry-After': '2' } },
			FILE,
		);
		const client = await newClient();
		const { value, tookMs } = await outcomeOf(client.openFile(OWN_FILE, { withKey: false }), 10_000, 10);
		expect(value?.status).toBe(200);
		expect(tookMs).toBeGreaterThanOrEqual(2000);
		expect(own).toHaveLength(2);
		expect((await client.openFile(FOREIGN_FILE, { withKey: false })).status).toBe(429);
		expect(foreign).toHaveLength(1);
	});
});

describe('a streamed answer of the API', () => {
	useFakeTime();
	useNock();
	const path = '/v2/campaigns/cam_1/export/leads';

	it('comes as a stream, and follows the same rules for bad answers', async () => {
		const sent = lemlistAnswers('GET', path, { status: 429, headers: { 'Retry-After': '1' } }, { status: 502 }, FILE);
		const client = await newClient();
		const { value } = await outcomeOf(client.requestStream({ path, query: { state: 'all' } }));
		expect(await textOf(value!.body)).toBe(CSV);
		expect(sent).toHaveLength(3);
		expect(sent[2]?.path).toBe(`/api${path}?state=all`);
	});

	it("throws a refusal with lemlist's words, without the key", async () => {
		const apiKey = newApiKey();
		lemlistAnswers('GET', path, { status: 404, body: { error: `Campaign not found for ${apiKey}` } });
		const client = await newClient({ apiKey });
		await expect(client.requestStream({ path })).rejects.toMatchObject({
			kind: 'refused',
			status: 404,
			serviceSays: 'Campaign not found for [API key]',
		});
	});

	it('does not follow a redirect', async () => {
		const elsewhere = answer('GET', FOREIGN_FILE, FILE);
		lemlistAnswers('GET', path, { status: 302, body: 'Moved', headers: { Location: FOREIGN_FILE } });
		const client = await newClient();
		await expect(client.requestStream({ path })).rejects.toMatchObject({
			kind: 'redirected',
			message: expect.stringContaining('files.example'),
		});
		expect(elsewhere).toEqual([]);
	});
});
