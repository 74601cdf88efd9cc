import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, gzipSync } from 'node:zlib';

import fc from '../../../../properties';

import {
	broken,
	type Download,
	downloadFile,
	type FileSource,
	isFileGone,
	peekText,
} from '../../../../../nodes/shared/jobs/download';
import type { Verdict } from '../../../../../nodes/shared/jobs/provider';
import { ServiceError } from '../../../../../nodes/shared/n8n/serviceError';
import { refusal } from '../../../../support/refusal';
import type { BodyStream } from '../../../../../nodes/shared/http/streams';
import { idle, outcomeOf, useFakeTime } from '../../../../support/fakeTime';

const CSV = 'email,state\nann@example.com,interested\nbob@example.com,contacted\n';
const HTML = '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body></body></html>';

/** One answer to a download. */
interface Answer {
	status?: number;
	contentType?: string;
	body?: string | (() => Readable);
	expectedBytes?: number;
}

/** A body that gives these pieces, each on its own, and then ends, or breaks off with `error`. */
function bodyOf(pieces: Array<string | Buffer>, error?: Error): Readable {
	const left = [...pieces];
	return new Readable({
		read() {
			const piece = left.shift();
			setImmediate(() => {
				if (piece !== undefined) this.push(piece);
				else if (error) this.destroy(error);
				else this.push(null);
			});
		},
	});
}

function errorWithCode(code: string, message: string): Error {
	return Object.assign(new Error(message), { code });
}

const truncated = () => bodyOf([CSV.repeat(100)], errorWithCode('ECONNRESET', 'aborted'));

function cutGzip(): Readable {
	const gunzip = createGunzip();
	gunzip.end(gzipSync(CSV).subarray(0, -12));
	return gunzip;
}

/** Files by lemlist's rules of status codes alone; which links and answers it gave is noted. */
class FakeSource implements FileSource {
	readonly service = { name: 'lemlist' };

	/** Whether a fresh link was asked for, each time. */
	readonly links: boolean[] = [];

	readonly opened: Array<{ url: string; withKey: boolean }> = [];

	readonly bodies: BodyStream[] = [];

	/** @param answers in turn; the last one stays */
	constructor(private readonly answers: Array<Answer | Error>) {}

	async getLink(fresh: boolean) {
		this.links.push(fresh);
		const answer = this.nextAnswer();
		return {
			url: `https://files.example.com/${this.links.length}`,
			expectedBytes: answer instanceof Error ? undefined : answer.expectedBytes,
		};
	}

	async open(url: string, withKey: boolean) {
		const answer = this.nextAnswer();
		this.opened.push({ url, withKey });
		if (answer instanceof Error) throw answer;
		const { status = 200, contentType = 'text/csv', body = CSV } = answer;
		const stream = typeof body === 'string' ? bodyOf(body === '' ? [] : [body]) : body();
		this.bodies.push(stream);
		return { status, headers: { 'content-type': contentType }, body: stream };
	}

	withoutKey(text: string): string {
		return text.replaceAll('s3cret', '[API key]');
	}

	judge(
		{ status }: { status: number },
		_url: string,
		{ withKey, newLink }: { withKey: boolean; newLink: boolean },
	): Verdict {
		if (status === 200) return 'deliver';
		if (status === 401 && !withKey) return 'sendKey';
		if (status === 410 && !newLink) return 'newLink';
		return status >= 500 ? 'retry' : refusal(status, 'The file is gone');
	}

	private nextAnswer(): Answer | Error {
		return this.answers[Math.min(this.opened.length, this.answers.length - 1)]!;
	}
}

async function readText(body: BodyStream) {
	let bytes = 0;
	let result = '';
	for await (const chunk of body as AsyncIterable<Buffer>) {
		bytes += chunk.length;
		result += chunk.toString('utf8');
	}
	return { bytes, result };
}

/** Judges by the status alone that a file is gone. */
class ExpiringSource extends FakeSource {
	override judge({ status }: { status: number }, _url: string, { newLink }: { newLink: boolean }): Verdict {
		return status === 200 ? 'deliver' : newLink ? 'expired' : 'newLink';
	}
}

describe('a refusal of a file', () => {
	useFakeTime();

	const outcome = async (...answers: Answer[]) =>
		await outcomeOf<Download<string>>(downloadFile(new ExpiringSource(answers), readText), 120_000, 50);
	const page = `<html><head><meta name="s3cret"><title>ERR_ACCESS_DENIED</title></head><body>${'x'.repeat(100_000)}`;

	it.each([403, 404, 410])('that is a web page (%d) does not mean that the file is gone', async (status) => {
		const { error } = await outcome({ status, body: page, contentType: 'text/html' });
		expect(error).toMatchObject({ kind: 'unreadable', message: 'The file did not arrive whole', status });
		expect(isFileGone(error)).toBe(false);
		expect((error as ServiceError).description).toContain(`"ERR_ACCESS_DENIED" came instead of it (HTTP ${status})`);
	});

	it('that is a web page may be over at the next try', async () => {
		const { value } = await outcome({ status: 403, body: page }, { status: 403, body: page }, {});
		expect(value?.result).toBe(CSV);
	});

	it.each([
		['XML of a file host', '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'],
		['text', 'Request has expired'],
		['nothing', ''],
		['a body that breaks off', () => bodyOf([], errorWithCode('ECONNRESET', 'aborted'))],
	])('in %s means that it is gone', async (_what, body) => {
		expect(isFileGone((await outcome({ status: 403, body })).error)).toBe(true);
	});
});

/** Downloads with these answers in turn, on a clock that runs by itself. */
async function download(answers: Array<Answer | Error>, consume = readText, signal?: AbortSignal) {
	const source = new FakeSource(answers);
	const { value, error, tookMs } = await outcomeOf<Download<string>>(
		downloadFile(source, consume, signal),
		120_000,
		50,
	);
	await idle();
	return { source, value, error: error as (ServiceError & { code?: string }) | undefined, tookMs };
}

/** Answers that are no whole CSV, and what the error says in the end. */
const BAD: Array<[string, Answer | Error, RegExp]> = [
	['a connection that breaks off in the middle', { body: truncated }, /The connection broke off in the middle/],
	[
		'a connection that breaks off in the first line',
		{ body: () => bodyOf([CSV.slice(0, 20)], errorWithCode('ECONNRESET', 'aborted')) },
		/The connection broke off/,
	],
	[
		'a connection that breaks off before the first byte',
		{ body: () => bodyOf([], errorWithCode('ECONNRESET', 'aborted')) },
		/The connection broke off/,
	],
	['a body that closes without its end', { body: () => Readable.from(CSV).destroy() }, /The connection broke off/],
	['gzip that is cut', { body: cutGzip }, /The connection broke off in the middle/],
	[
		'fewer bytes than announced',
		{ body: CSV.slice(0, -10), expectedBytes: CSV.length },
		/^\d+ bytes were announced, \d+ arrived/,
	],
	['no bytes where some were announced', { body: '', expectedBytes: CSV.length }, /bytes were announced, 0 arrived/],
	['HTTP 503', { status: 503, body: 'Service unavailable' }, /HTTP 503/],
	[
		'a web page under 200',
		{ contentType: 'text/html; charset=utf-8', body: 'Please sign in' },
		/web page or a message came.*Please sign in/,
	],
	['a web page that is called CSV', { body: HTML }, /web page or a message came.*<!DOCTYPE html>/],
	[
		'a web page that comes in small pieces',
		{ body: () => bodyOf(['\n', '<', '!doc', 'type html>', '<html></html>']) },
		/web page or a message came/,
	],
	[
		'a message of the API under 200',
		{ contentType: 'application/json', body: '{"ok":false,"message":"An error occurred"}' },
		/An error occurred/,
	],
	[
		'a message of the API that is called CSV',
		{ body: ' {"ok": false, "message": "An error occurred"}' },
		/An error occurred/,
	],
	['a consumer that finds no whole CSV', { body: 'a,"b' }, /a quote is never closed/],
	[
		'no answer',
		new ServiceError('unreachable', {
			message: 'No answer from files.example.com',
			description: 'The connection ended',
		}),
		/The connection ended/,
	],
];

/** Reads like `readText`, and refuses what is cut inside a cell. */
async function readCsv(body: BodyStream) {
	const read = await readText(body);
	if ((read.result.match(/"/g)?.length ?? 0) % 2 === 1) throw broken('a quote is never closed');
	return read;
}

describe('The download of a file', () => {
	useFakeTime();

	it('gives the file and its size, with one link and one request', async () => {
		const { source, value } = await download([{ expectedBytes: CSV.length }]);
		expect(value).toEqual({ result: CSV, bytes: CSV.length, expectedBytes: CSV.length });
		expect(source.links).toEqual([false]);
		expect(source.opened).toEqual([{ url: 'https://files.example.com/1', withKey: false }]);
	});

	it.each([
		[
			'in one piece whose end is known with it',
			() =>
				new Readable({
					read() {
						this.push(CSV);
						this.push(null);
					},
				}),
		],
		['byte by byte', () => bodyOf([...CSV])],
		[
			'compressed',
			() => {
				const gunzip = createGunzip();
				gunzip.end(gzipSync(CSV));
				return gunzip;
			},
		],
	])('gives the whole file when it comes %s', async (_name, body) => {
		const { value } = await download([{ body, expectedBytes: CSV.length }]);
		expect(value?.result).toBe(CSV);
	});

	it('gives an empty file when none says that there must be more', async () => {
		expect((await download([{ body: '' }])).value).toEqual({ result: '', bytes: 0 });
	});

	it('gives a file that is longer than announced, with both sizes, for the caller to tell', async () => {
		const { value, source } = await download([{ expectedBytes: 10 }]);
		expect(value).toEqual({ result: CSV, bytes: CSV.length, expectedBytes: 10 });
		expect(source.opened).toHaveLength(1);
	});

	it.each([
		['with quotes', '"ok","error"\n1,2\n'],
		['about HTML', 'html,error\n<p>,1\n'],
		['with braces', 'name\n"{""ok"":false}"\n'],
		['with a byte order mark', '\uFEFFemail\nann@example.com\n'],
	])('takes a CSV %s for one', async (_name, body) => {
		expect((await download([{ body }])).value?.result).toBe(body);
	});

	describe.each(BAD)('that meets %s', (_name, bad, words) => {
		it('is tried again with a fresh link, and succeeds', async () => {
			const { source, value, error } = await download([bad, bad, bad, { expectedBytes: CSV.length }], readCsv);
			expect(error).toBeUndefined();
			expect(value?.result).toBe(CSV);
			expect(source.links).toEqual([false, true, true, true]);
			expect(new Set(source.opened.map(({ url }) => url)).size).toBe(4);
		});

		it('fails clearly after three more tries, and leaves nothing open', async () => {
			const { source, value, error } = await download([bad], readCsv);
			expect(value).toBeUndefined();
			expect(error).toBeInstanceOf(ServiceError);
			expect(error?.message).toMatch(/^The file did not arrive whole$|^No answer from /);
			expect(error?.description).toMatch(words);
			expect(source.opened).toHaveLength(4);
			expect(source.bodies.every((body) => (body as Readable).destroyed)).toBe(true);
			expect(jest.getTimerCount()).toBe(0);
		});
	});

	it.each([
		['ECONNRESET', errorWithCode('ECONNRESET', 'read ECONNRESET')],
		['EPIPE', errorWithCode('EPIPE', 'write EPIPE')],
		['EHOSTUNREACH', errorWithCode('EHOSTUNREACH', 'read EHOSTUNREACH')],
		['an idle connection', errorWithCode('ECONNABORTED', 'timeout of 60000ms exceeded')],
		['a premature close', errorWithCode('ERR_STREAM_PREMATURE_CLOSE', 'Premature close')],
		["n8n's word for a closed body", new Error('Stream closed before completing')],
		["n8n's word for a silent body", new Error('Response body timed out after 300000ms without data')],
		[
			"n8n's word for bad gzip",
			new Error('Failed to decompress response', { cause: errorWithCode('Z_DATA_ERROR', 'incorrect data check') }),
		],
	])('takes a failure of the consumer for a broken connection: %s', async (_name, failure) => {
		let calls = 0;
		const { value, source } = await download([{}], async (body) => {
			if (++calls === 1) throw failure;
			return await readText(body);
		});
		expect(value?.result).toBe(CSV);
		expect(source.opened).toHaveLength(2);
	});

	it.each([
		['a full disk', errorWithCode('ENOSPC', 'ENOSPC: no space left on device, write')],
		['a forbidden folder', errorWithCode('EACCES', "EACCES: permission denied, mkdir '/data'")],
		[
			'a file too large for the database',
			new Error('Failed to write binary file "x.csv" because its size of 600 MB exceeds the max size limit'),
		],
		[
			'a text too long for memory',
			errorWithCode('ERR_STRING_TOO_LONG', 'Cannot create a string longer than 0x1fffffe8 characters'),
		],
	])('passes on a failure of the storage as it is, and does not try again: %s', async (_name, failure) => {
		const { error, source } = await download([{}], async () => await Promise.reject(failure));
		expect(error).toBe(failure);
		expect(source.opened).toHaveLength(1);
		expect((source.bodies[0] as Readable).destroyed).toBe(true);
	});

	it('survives a body that breaks before the consumer listens', async () => {
		let calls = 0;
		const { value, error } = await download([{ body: truncated }, {}], async (body) => {
			// n8n makes a folder first.
			if (++calls === 1) await idle();
			const target = new PassThrough();
			const read = readText(target);
			const [result] = await Promise.all([read, pipeline(body as Readable, target)]);
			return result;
		});
		expect(error).toBeUndefined();
		expect(value?.result).toBe(CSV);
		expect(calls).toBe(2);
	});

	it('shows no secret that a page repeats', async () => {
		const { error } = await download([{ body: `${HTML.slice(0, 16)}your key s3cret is wrong` }]);
		expect(error?.description).toContain('your key [API key] is wrong');
	});

	it('waits longer from try to try, at most half a minute in all', async () => {
		jest.spyOn(Math, 'random').mockReturnValue(0.999_999);
		const { tookMs } = await download([{ status: 503 }]);
		expect(tookMs).toBeGreaterThanOrEqual(1000 + 2000 + 4000);
		expect(tookMs).toBeLessThan(30_000);
		jest.restoreAllMocks();
	});

	it('opens the same link with the key when it asks for one, and keeps the key for the tries after', async () => {
		const { source, value } = await download([{ status: 401 }, { status: 503 }, {}]);
		expect(value?.result).toBe(CSV);
		expect(source.links).toEqual([false, true]);
		expect(source.opened).toEqual([
			{ url: 'https://files.example.com/1', withKey: false },
			{ url: 'https://files.example.com/1', withKey: true },
			{ url: 'https://files.example.com/2', withKey: true },
		]);
	});

	it('opens the same fresh link with the key, and asks for no other', async () => {
		const { source } = await download([{ status: 503 }, { status: 401 }, {}]);
		expect(source.links).toEqual([false, true]);
		expect(source.opened.map(({ url, withKey }) => [url.at(-1), withKey])).toEqual([
			['1', false],
			['2', false],
			['2', true],
		]);
	});

	it('asks for a new link at once when the first one is dead', async () => {
		const { source, value, tookMs } = await download([{ status: 410 }, {}]);
		expect(value?.result).toBe(CSV);
		expect(source.links).toEqual([false, true]);
		expect(tookMs).toBe(0);
	});

	it.each([
		['a dead new link', [{ status: 410 }, { status: 410 }], [false, true]],
		['a refusal', [{ status: 400 }], [false]],
		['a refusal also with the key', [{ status: 401 }, { status: 401 }], [false]],
	])('ends at once at %s', async (_name, answers, links) => {
		const { source, error } = await download(answers);
		expect(error).toMatchObject({ kind: 'refused', serviceSays: 'The file is gone' });
		expect(source.links).toEqual(links);
		expect(source.opened).toHaveLength(answers.length);
		expect(source.bodies.every((body) => (body as Readable).destroyed)).toBe(true);
	});

	it('ends at once when the service refuses a link', async () => {
		const source = new FakeSource([{ status: 503 }]);
		const refused = refusal(401, 'The authentication you supplied is incorrect');
		const getLink = source.getLink.bind(source);
		source.getLink = async (fresh) => (fresh ? await Promise.reject(refused) : await getLink(fresh));
		expect((await outcomeOf(downloadFile(source, readText))).error).toBe(refused);
		expect(source.opened).toHaveLength(1);
	});

	it('tries again when the service has trouble giving a link', async () => {
		const source = new FakeSource([{}]);
		const getLink = source.getLink.bind(source);
		let calls = 0;
		source.getLink = async (fresh) =>
			++calls === 1 ? await Promise.reject(refusal(502, 'Bad gateway')) : await getLink(fresh);
		expect((await outcomeOf(downloadFile(source, readText))).value?.result).toBe(CSV);
	});
});

describe('The Stop of a user', () => {
	useFakeTime();
	const reason = new Error('The execution was cancelled');

	it('ends the wait before another try at once, and nothing is opened after it', async () => {
		const stop = new AbortController();
		jest.spyOn(Math, 'random').mockReturnValue(0.9);
		const source = new FakeSource([{ status: 503 }]);
		const ended = jest.fn();
		downloadFile(source, readText, stop.signal).catch(ended);
		await idle();
		expect(source.opened).toHaveLength(1);
		expect(jest.getTimerCount()).toBe(1);
		stop.abort(reason);
		for (let i = 0; i < 10; i++) await Promise.resolve();
		expect(ended).toHaveBeenCalledWith(reason);
		expect(jest.getTimerCount()).toBe(0);
		await jest.advanceTimersByTimeAsync(60_000);
		await idle();
		expect(source.opened).toHaveLength(1);
		expect(source.links).toHaveLength(1);
		jest.restoreAllMocks();
	});

	it('is no broken connection, though it breaks the connection', async () => {
		const stop = new AbortController();
		const body = () => {
			const stream = new PassThrough();
			stream.write(CSV);
			stop.signal.addEventListener('abort', () => stream.destroy(errorWithCode('ECONNRESET', 'aborted')));
			return stream;
		};
		const source = new FakeSource([{ body }]);
		const outcome = outcomeOf(downloadFile(source, readText, stop.signal));
		await idle(5);
		stop.abort(reason);
		expect((await outcome).error).toBe(reason);
		expect(source.opened).toHaveLength(1);
	});
});

describe('peekText', () => {
	const bytesOf = async (body: Readable) => {
		const chunks: Buffer[] = [];
		for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
		return Buffer.concat(chunks);
	};

	/** Ways in which a body can come about; each gives the same bytes. */
	const makers: Record<string, (pieces: Buffer[]) => Readable> = {
		'piece by piece': (pieces) => bodyOf(pieces),
		'all at once, with its end': (pieces) => {
			const body = new Readable({ read() {} });
			for (const piece of pieces) body.push(piece);
			return (body.push(null), body);
		},
		'through a pipe': (pieces) =>
			Readable.from(pieces, { objectMode: false }).pipe(new PassThrough({ highWaterMark: 16 })),
	};

	it.each(Object.keys(makers))('shows the first bytes, and the reader after it gets every byte: %s', async (name) => {
		const pieces = fc.array(
			fc.uint8Array({ minLength: 1, maxLength: 200 }).map((piece) => Buffer.from(piece)),
			{ maxLength: 12 },
		);
		await fc.assert(
			fc.asyncProperty(pieces, fc.integer({ min: 1, max: 300 }), async (given, length) => {
				const all = Buffer.concat(given);
				const body = makers[name]!(given);
				expect(await peekText(body as BodyStream, length)).toBe(all.subarray(0, length).toString('utf8'));
				expect((await bytesOf(body)).equals(all)).toBe(true);
			}),
			{ numRuns: 60 },
		);
	});

	it('leaves a body that is read later, after its end has arrived, whole', async () => {
		const body = makers['all at once, with its end']!([Buffer.from('abc')]);
		expect(await peekText(body as BodyStream)).toBe('abc');
		await idle();
		expect((await bytesOf(body)).toString()).toBe('abc');
	});

	it('leaves no listener behind', async () => {
		const body = bodyOf(['abc']);
		const before = body.eventNames();
		await peekText(body as BodyStream);
		expect(body.eventNames()).toEqual(before);
	});

	it('waits for no more than it shows', async () => {
		const body = new PassThrough();
		body.write('x'.repeat(300));
		expect(await peekText(body as BodyStream)).toBe('x'.repeat(256));
	});

	it('fails with the error of a body that breaks before its first byte', async () => {
		const failure = errorWithCode('ECONNRESET', 'aborted');
		await expect(peekText(bodyOf([], failure) as BodyStream)).rejects.toBe(failure);
	});

	it('fails when the body closes, or has closed, without an end', async () => {
		const closing = new PassThrough();
		const peeked = peekText(closing as BodyStream);
		closing.destroy();
		await expect(peeked).rejects.toThrow('aborted');
		expect(closing.closed).toBe(true);
		await expect(peekText(closing as BodyStream)).rejects.toThrow('aborted');
	});
});
