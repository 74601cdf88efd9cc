import { Readable } from 'node:stream';
import type { IDataObject } from 'n8n-workflow';

import type { ServiceClient } from '../../../../../nodes/shared/http/client';
import { readPages } from '../../../../../nodes/shared/http/pages';
import { lemlist } from '../../../../../nodes/shared/lemlist/service';
import { advance, outcomeOf, useFakeTime } from '../../../../support/fakeTime';
import { connectionError, lemlistAnswers, newClient, useNock } from '../../../../support/lemlistApi';

const row = (index: number) => ({ _id: `lea_${index}`, name: `Zoë "${index}"` });

/** A list of rows without an end, in pieces that end anywhere. */
function* endless(): Generator<Buffer> {
	yield Buffer.from('[');
	for (let index = 0; ; index++) {
		const bytes = Buffer.from(`${index > 0 ? ',' : ''}${JSON.stringify(row(index))}`);
		const middle = bytes.indexOf(0xc3) + 1;
		yield bytes.subarray(0, middle);
		yield bytes.subarray(middle);
	}
}

function clientOf(body: Readable): ServiceClient {
	return {
		service: lemlist,
		withoutKey: (text: string) => text.replaceAll('the key', '[API key]'),
		requestStream: async () => ({ status: 200, headers: {}, body }),
	} as unknown as ServiceClient;
}

const list = { what: 'the leads', request: { path: '/leads' }, paging: { by: 'none', streamed: true } as const };

async function all(body: Readable, signal?: AbortSignal): Promise<IDataObject[]> {
	const found: IDataObject[] = [];
	for await (const { fresh } of readPages(clientOf(body), list, { signal })) found.push(...fresh);
	return found;
}

const text = (...pieces: string[]) => Readable.from(pieces.map((piece) => Buffer.from(piece)));

describe('A streamed list', () => {
	it('is given as it arrives; who stops reading ends the connection', async () => {
		const body = Readable.from(endless());
		const found: IDataObject[] = [];
		for await (const { fresh } of readPages(clientOf(body), list)) {
			found.push(...fresh);
			if (found.length >= 100) break;
		}
		expect(found).toEqual(Array.from({ length: 100 }, (_, index) => row(index)));
		expect(body.destroyed).toBe(true);
	});

	it.each([
		['bare', '[{"_id":"1"},{"_id":"2"}]'],
		['after white space and a mark of the encoding', '\ufeff \n[{"_id":"1"},{"_id":"2"}] \n'],
		['in an object', '{"data":[{"_id":"1"},{"_id":"2"}],"total":2}'],
	])('is read %s', async (_how, answer) => {
		expect(await all(text(answer.slice(0, 3), answer.slice(3, 15), answer.slice(15)))).toEqual([
			{ _id: '1' },
			{ _id: '2' },
		]);
	});

	it('may be empty', async () => {
		expect(await all(text('[ ]'))).toEqual([]);
	});

	it.each([
		[
			'<html><title>Down</title></html>',
			{ kind: 'unreadable', message: 'lemlist sent a web page instead of data (HTTP 200)' },
		],
		['', { kind: 'unreadable', message: 'lemlist sent an empty answer instead of data (HTTP 200)' }],
		['{"ok":false,"message":"Not the key"}', { kind: 'refused', serviceSays: 'Not [API key]' }],
		['{"rows":1}', { kind: 'unexpected', message: expect.stringContaining('the leads') as string }],
		[
			'[{"_id":"1"},{"_id"',
			{ kind: 'unreadable', message: 'lemlist sent a list that breaks off instead of data (HTTP 200)' },
		],
		['[{"_id":"1"},oops]', { kind: 'unreadable' }],
	])('that is none fails: %s', async (answer, error) => {
		const body = text(answer);
		await expect(all(body)).rejects.toMatchObject(error);
		expect(body.destroyed).toBe(true);
	});

	it('whose connection breaks says how much had come', async () => {
		const body = new Readable({ read: () => {} });
		const result = all(body);
		body.push('[{"_id":"1"},{"_id":"2"},');
		setImmediate(() => body.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })));
		await expect(result).rejects.toMatchObject({
			kind: 'unreachable',
			message: 'The connection to lemlist ended in the middle of the leads',
			description: expect.stringContaining('2 had come until then (ECONNRESET)') as string,
		});
	});

	it('ends with the signal, by its reason', async () => {
		const body = new Readable({ read: () => {} });
		const stop = new AbortController();
		const result = all(body, stop.signal);
		body.push('[{"_id":"1"},');
		setImmediate(() => {
			stop.abort(new Error('Stopped'));
			body.destroy();
		});
		await expect(result).rejects.toThrow('Stopped');
	});
});

describe('A call with a time limit of its own', () => {
	useFakeTime();
	useNock();
	const minutes = 60_000;

	it('is not sent again after it took long: it is heavy', async () => {
		const sent = lemlistAnswers('GET', '/heavy', { status: 200, body: '[]', delayMs: 60 * minutes });
		const client = await newClient();
		const request = { path: '/heavy', timeoutMs: 10 * minutes };
		const { error, tookMs } = await outcomeOf(client.requestStream(request), 60 * minutes, 5000);
		expect(error).toMatchObject({ kind: 'unreachable' });
		expect(tookMs).toBeGreaterThanOrEqual(10 * minutes);
		expect(tookMs).toBeLessThan(11 * minutes);
		expect(sent).toHaveLength(1);
	});

	it('may take minutes', async () => {
		lemlistAnswers('GET', '/heavy', { status: 200, body: '[]', delayMs: 5 * minutes });
		const client = await newClient();
		const request = { path: '/heavy', timeoutMs: 10 * minutes };
		expect((await outcomeOf(client.request(request), 60 * minutes, 5000)).value).toMatchObject({ body: [] });
	});

	it('is sent again after a quick failure', async () => {
		const sent = lemlistAnswers('GET', '/heavy', connectionError('ECONNRESET'), { status: 200, body: '[]' });
		const client = await newClient();
		const answer = outcomeOf(client.request({ path: '/heavy', timeoutMs: 10 * minutes }), minutes);
		await advance(1000);
		expect((await answer).value).toMatchObject({ body: [] });
		expect(sent).toHaveLength(2);
	});
});
