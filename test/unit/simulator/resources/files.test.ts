import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { createManualClock, FILE_LIFETIME, fileChunks, type Campaign, type ExportRecord } from '../../../../simulator';
import {
	call,
	callJson,
	eventually,
	publishFile,
	startExport,
	useSimulator,
	withKey,
} from '../../../support/simulatorClient';

describe('files of the simulator', () => {
	const clock = createManualClock();
	const simulator = useSimulator(() => ({ clock, rateLimit: false, exports: { durationMs: 0 } }));
	let campaign: Campaign;
	beforeEach(() => {
		campaign = simulator().state.addCampaign();
	});
	const lastExport = () => [...simulator().state.exports.values()].at(-1) as ExportRecord;
	const sha256 = async (chunks: Iterable<Buffer> | AsyncIterable<Uint8Array>) => {
		const hash = createHash('sha256');
		for await (const chunk of chunks) hash.update(chunk);
		return hash.digest('hex');
	};

	it('serves exact content as CSV, without a key', async () => {
		simulator().state.setNextExport({ content: 'email\r\n"Müller, ""Jo"""\r\n' });
		const response = await fetch(await publishFile(simulator(), campaign._id));
		expect(Object.fromEntries(response.headers)).toMatchObject({
			'content-type': 'text/csv; charset=utf-8',
			'content-length': '26',
			'content-disposition': `attachment; filename="${lastExport().fileName}"`,
		});
		expect(await response.text()).toBe('email\r\n"Müller, ""Jo"""\r\n');
		expect(simulator().requestsOf('file')).toMatchObject([
			{ authorized: false, campaignId: campaign._id, status: 200 },
		]);
	});

	it('serves an empty file and bytes that are no text', async () => {
		for (const content of [Buffer.alloc(0), Buffer.from([0xef, 0xbb, 0xbf, 0xff, 0x00])]) {
			simulator().state.setNextExport({ content });
			const response = await fetch(await publishFile(simulator(), campaign._id));
			expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
		}
	});

	it('streams 50 MB, byte for byte what fileChunks says', async () => {
		simulator().state.setNextExport({ size: 50_000_000 });
		const response = await fetch(await publishFile(simulator(), campaign._id));
		expect(response.headers.get('content-length')).toBe('50000000');
		const received = await sha256(response.body as unknown as AsyncIterable<Uint8Array>);
		expect(received).toBe(await sha256(fileChunks(lastExport())));
	});

	it('makes no more of a file than the client reads', async () => {
		simulator().state.setNextExport({ size: 2_000_000_000 });
		const url = new URL(await publishFile(simulator(), campaign._id));
		const socket = connect(Number(url.port), url.hostname);
		socket.on('error', () => {});
		socket.pause();
		socket.write(`GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`);
		const sent = () => simulator().requestsOf('file')[0]?.bytesSent ?? 0;
		await eventually(() => sent() > 100_000);
		// It goes on until the buffers of both sockets are full, and not further.
		let before = -1;
		let unchanged = 0;
		await eventually(() => {
			unchanged = sent() === before ? unchanged + 1 : 0;
			before = sent();
			return unchanged === 20;
		});
		expect(sent()).toBeLessThan(30_000_000);
		socket.destroy();
		await eventually(() => simulator().requestsOf('file')[0]?.closedEarly === true);
	});

	it('can serve a file compressed', async () => {
		simulator().state.setNextExport({ gzip: true, size: 200_000 });
		const response = await fetch(await publishFile(simulator(), campaign._id));
		expect([response.headers.get('content-encoding'), response.headers.get('content-length')]).toEqual(['gzip', null]);
		const received = Buffer.from(await response.arrayBuffer());
		expect(received.equals(Buffer.concat([...fileChunks(lastExport())]))).toBe(true);
	});

	it('keeps a file for 24 h after the export is done, though its status is gone after 2 h', async () => {
		simulator().state.setNextExport({ durationMs: 1_000 });
		const path = await startExport(simulator(), campaign._id);
		clock.advance(1_000);
		const url = (await callJson(simulator(), path)).status.url as string;
		clock.advance(FILE_LIFETIME - 1);
		expect((await call(simulator(), path)).status).toBe(404);
		expect((await fetch(url)).status).toBe(200);
		clock.advance(1);
		expect((await fetch(url)).status).toBe(404);
	});

	it('has no file before the export is done, nor for one that failed', async () => {
		for (const settings of [{ durationMs: 1_000 }, { finalStatus: 'error' }]) {
			simulator().state.setNextExport(settings);
			await startExport(simulator(), campaign._id);
			expect((await fetch(`${simulator().baseUrl}/files/exports/${lastExport().fileName}`)).status).toBe(404);
		}
	});

	it('can ask for the key, with the status it is told', async () => {
		for (const [fileNeedsAuth, status] of [
			[true, 401],
			[403, 403],
			[400, 400],
		] as const) {
			simulator().state.setNextExport({ fileNeedsAuth });
			const url = await publishFile(simulator(), campaign._id);
			expect((await fetch(url)).status).toBe(status);
			expect((await fetch(url, { headers: withKey('wrong') })).status).toBe(401);
			expect((await fetch(url, { headers: withKey(simulator().apiKey) })).status).toBe(200);
		}
	});

	it('stays on the host the client asked for', async () => {
		const path = await startExport(simulator(), campaign._id);
		const origin = simulator().url.replace('127.0.0.1', 'localhost');
		const response = await fetch(`${origin}/api${path}`, { headers: withKey(simulator().apiKey) });
		expect(((await response.json()) as { status: { url: string } }).status.url).toMatch(
			new RegExp(`^${origin}/api/files/`),
		);
	});

	it('can publish on another origin, which needs no key, is not limited and records what it gets', async () => {
		const { state, files, requests } = simulator();
		state.setNextExport({ fileOrigin: 'foreign', content: 'a,b\n' });
		const url = await publishFile(simulator(), campaign._id);
		expect(new URL(url).origin).toBe(files.url);
		const before = requests.length;
		const response = await fetch(url, { headers: withKey('leaked') });
		expect(await response.text()).toBe('a,b\n');
		expect(response.headers.has('retry-after')).toBe(false);
		expect(requests).toHaveLength(before);
		expect(files.requests).toMatchObject([
			{ kind: 'file', campaignId: campaign._id, authorized: true, headers: withKey('leaked'), status: 200 },
		]);
		expect(
			(await fetch(url.replace(files.url, simulator().baseUrl).replace('/exports', '/files/exports'))).status,
		).toBe(404);
		clock.advance(FILE_LIFETIME);
		expect((await fetch(url)).status).toBe(404);
	});

	it('can publish URLs that work for a while, renewed by each status call', async () => {
		for (const fileOrigin of ['own', 'foreign'] as const) {
			simulator().state.setNextExport({ fileOrigin, urlLifetimeMs: 60_000 });
			const path = await startExport(simulator(), campaign._id);
			const url = (await callJson(simulator(), path)).status.url as string;
			expect((await fetch(url)).status).toBe(200);
			clock.advance(60_001);
			expect((await fetch(url)).status).toBe(403);
			const fresh = (await callJson(simulator(), path)).status.url as string;
			expect(fresh).not.toBe(url);
			expect((await fetch(fresh)).status).toBe(200);
		}
	});
});
