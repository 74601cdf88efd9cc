import { lemlistClient } from '../../../../../nodes/shared/lemlist/service';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { IExecuteFunctions } from 'n8n-workflow';

import { type BodyStream } from '../../../../../nodes/shared/http/streams';
import { type FileAnswer, ServiceClient } from '../../../../../nodes/shared/http/client';
import { advance, outcomeOf, useFakeTime } from '../../../../support/fakeTime';
import { API_KEY, executeContext } from '../../../../support/nodeContext';

const reason = new Error('Stopped by the user');

/** Where the body of `/file` goes on for ever. */
type Endless = 'never comes' | 'comes without end';

/** Sockets and streams behave as they do only with a real server; this one is on the loopback address. */
describe('a streamed answer on a real connection', () => {
	let server: Server;
	let baseUrl: string;
	let status: number;
	let rest: Endless;

	function write(response: ServerResponse) {
		if (response.destroyed) return;
		if (response.write('no '.repeat(1000))) setImmediate(() => write(response));
		else response.once('drain', () => write(response));
	}

	function answer(response: ServerResponse) {
		response.writeHead(status, { 'Content-Type': 'text/csv' });
		if (rest === 'never comes') response.write('email,state\n');
		else write(response);
	}

	beforeAll(async () => {
		server = createServer((_request, response) => answer(response));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	beforeEach(() => {
		status = 200;
		rest = 'never comes';
	});
	afterAll(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});

	async function newClient(signal?: AbortSignal) {
		return await lemlistClient(executeContext({ apiKey: API_KEY, baseUrl, signal }));
	}

	/** Reads, and gives the error with which these endless bodies end. */
	function read(body: BodyStream) {
		let begun = () => {};
		const hasBegun = new Promise<void>((resolve) => (begun = resolve));
		const end = (async () => {
			try {
				for await (const piece of body) if (piece) begun();
			} catch (error) {
				return error;
			}
			throw new Error('The body came to an end');
		})();
		return { hasBegun, end };
	}

	const ways: Array<[string, (client: ServiceClient, signal: AbortSignal) => Promise<FileAnswer>]> = [
		['a file', async (client, signal) => await client.openFile('/file', { withKey: false, signal })],
		['a file with the key', async (client, signal) => await client.openFile('/file', { withKey: true, signal })],
		['an answer of the API', async (client, signal) => await client.requestStream({ path: '/file', signal })],
	];

	it.each(
		ways.flatMap(([what, open]) =>
			(['never comes', 'comes without end'] as const).map((more) => [what, more, open] as const),
		),
	)('ends at once when the execution is stopped: %s whose rest %s', async (_what, more, open) => {
		rest = more;
		const stop = new AbortController();
		const file = await open(await newClient(stop.signal), stop.signal);
		const { hasBegun, end } = read(file.body);
		await hasBegun;
		const stoppedAt = performance.now();
		stop.abort(reason);
		expect(await end).toBeInstanceOf(Error);
		expect(performance.now() - stoppedAt).toBeLessThan(1000);
		expect(file.body.destroyed).toBe(true);
	});

	it.each(ways)('is destroyed when the work on its item ends while the execution goes on: %s', async (_what, open) => {
		const item = new AbortController();
		const { body } = await open(await newClient(), item.signal);
		item.abort(reason);
		expect(body.destroyed).toBe(true);
		expect(await read(body).end).toBeInstanceOf(Error);
	});

	it('ends at once in the middle of the text of a refusal', async () => {
		status = 400;
		const stop = new AbortController();
		const client = await newClient();
		const refused = client.requestStream({ path: '/file', signal: stop.signal });
		setTimeout(() => stop.abort(reason), 50);
		await expect(refused).rejects.toBe(reason);
	});

	it('reads of a refusal only what a message needs', async () => {
		status = 400;
		rest = 'comes without end';
		const client = await newClient();
		await expect(client.requestStream({ path: '/file' })).rejects.toMatchObject({
			kind: 'refused',
			status: 400,
			serviceSays: expect.stringMatching(/^no no/),
		});
	});

	it('stops listening to the signal when a stream has ended', async () => {
		const stop = new AbortController();
		const listeners = {
			added: jest.spyOn(stop.signal, 'addEventListener'),
			removed: jest.spyOn(stop.signal, 'removeEventListener'),
		};
		const client = await newClient();
		const { body } = await client.requestStream({ path: '/file', signal: stop.signal });
		const closed = new Promise((resolve) => body.once('close', resolve));
		body.destroy();
		await closed;
		const listening = (calls: unknown[][]) => calls.filter(([event]) => event === 'abort').length;
		expect(listening(listeners.added.mock.calls)).toBeGreaterThan(0);
		expect(listening(listeners.removed.mock.calls)).toBe(listening(listeners.added.mock.calls));
	});
});

describe('a streamed answer that comes when nobody waits for it any more', () => {
	useFakeTime();

	it.each<[string, number, number | undefined]>([
		['after the user stopped', 1000, 100],
		['after the time limit', 61_000, undefined],
	])('%s is destroyed, so that its connection is free', async (_when, answeredAfter, stoppedAfter) => {
		const late = new Readable({ read() {} });
		const context = executeContext();
		const httpRequestWithAuthentication = async () => {
			await new Promise((resolve) => setTimeout(resolve, answeredAfter));
			return { statusCode: 200, headers: {}, body: late };
		};
		const helpers: IExecuteFunctions['helpers'] = { ...context.helpers, httpRequestWithAuthentication };
		Object.defineProperty(context, 'helpers', { value: helpers });
		const client = await lemlistClient(context);
		const stop = new AbortController();
		if (stoppedAfter !== undefined) setTimeout(() => stop.abort(reason), stoppedAfter);
		const { error } = await outcomeOf(
			client.requestStream({ path: '/leads', retry: false, signal: stop.signal }),
			100_000,
			100,
		);
		expect(error).toBeInstanceOf(Error);
		expect(late.destroyed).toBe(false);
		await advance(answeredAfter, 1000);
		expect(late.destroyed).toBe(true);
	});
});
