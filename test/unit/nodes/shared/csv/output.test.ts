import { PassThrough, Readable } from 'node:stream';
import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import { FileTooLargeError } from 'n8n-core/dist/errors/file-too-large.error';
import type { IBinaryData, IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';

import { type Download, downloadFile } from '../../../../../nodes/shared/jobs/download';
import { toNodeError } from '../../../../../nodes/shared/n8n/nodeErrors';
import type { BodyStream } from '../../../../../nodes/shared/http/streams';
import { CsvError } from '../../../../../nodes/shared/csv/csvError';
import { readRows, storeFile } from '../../../../../nodes/shared/csv/output';
import { outcomeOf, useFakeTime } from '../../../../support/fakeTime';
import { executeContext } from '../../../../support/nodeContext';

const node = { name: 'Lemlist Export Campaign', type: 'lemlistExportCampaign', typeVersion: 1 } as INode;
const CSV = 'name\nZoë\n';
const CSV_BYTES = 10;
const bodyOf = (...pieces: Array<string | Buffer>) =>
	Readable.from(
		pieces.map((piece) => Buffer.from(piece)),
		{ objectMode: false },
	) as unknown as BodyStream;

/** A body whose connection breaks after some text. */
function brokenBody(text: string): BodyStream {
	const body = new PassThrough();
	body.write(text);
	setImmediate(() => body.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })));
	return body as unknown as BodyStream;
}

/** An n8n that stores files in its own way. */
function n8nThat(
	prepareBinaryData: (body: Readable, name: string, mimeType: string) => Promise<Partial<IBinaryData>>,
	fileSize?: number,
) {
	return {
		getNode: () => node,
		helpers: { prepareBinaryData, getBinaryMetadata: async () => ({ fileSize }) },
	} as unknown as IExecuteFunctions;
}

describe('A file for the next node', () => {
	it("is stored by n8n under its name and as CSV; n8n's description of it is passed on", async () => {
		const stored: unknown[] = [];
		const context = n8nThat(async (body, name, mimeType) => {
			stored.push(name, mimeType);
			for await (const chunk of body) stored.push(String(chunk));
			return { id: 'filesystem-v2:1', data: 'filesystem-v2', fileName: name, mimeType, bytes: CSV_BYTES };
		});
		const { bytes, result } = await storeFile(context, bodyOf(CSV), 'Campaign 2026-01-31.csv');
		expect(stored).toEqual(['Campaign 2026-01-31.csv', 'text/csv', CSV]);
		expect(bytes).toBe(CSV_BYTES);
		expect(result).toMatchObject({ id: 'filesystem-v2:1', fileName: 'Campaign 2026-01-31.csv', mimeType: 'text/csv' });
	});

	it.each<[string, Partial<IBinaryData>, number | undefined]>([
		['that n8n counts', { id: 'filesystem-v2:1', data: 'filesystem-v2', bytes: CSV_BYTES }, undefined],
		[
			'that n8n before 2.5 notes beside the file',
			{ id: 'filesystem-v2:1', data: 'filesystem-v2', fileSize: '10 B' },
			CSV_BYTES,
		],
		['that n8n before 2.5 keeps in memory', { data: Buffer.from(CSV).toString('base64'), fileSize: '10 B' }, undefined],
		['of an empty file', { data: '', bytes: 0 }, undefined],
	])('has the size in bytes %s', async (_name, result, noted) => {
		const { bytes } = await storeFile(
			n8nThat(async () => result, noted),
			bodyOf(CSV),
			'x.csv',
		);
		expect(bytes).toBe(result.bytes === 0 ? 0 : CSV_BYTES);
	});

	it("that is too large for n8n's database is refused with the limit and the ways out", async () => {
		const refusal = new FileTooLargeError({ fileSizeMb: 600, maxFileSizeMb: 512, fileId: 'f1', fileName: 'x.csv' });
		const error = await storeFile(
			n8nThat(async () => await Promise.reject(refusal)),
			bodyOf(CSV),
			'x.csv',
		).catch((thrown: unknown) => thrown);
		const shown = toNodeError(node, error, 3);
		expect(shown.message).toBe('The file is too large for the place where n8n keeps files');
		expect(shown.description).toContain('600 MB exceeds the max size limit of 512 MB');
		expect(shown.description).toContain('512 MiB');
		expect(shown.description).toContain('N8N_DEFAULT_BINARY_DATA_MODE=filesystem');
		expect(shown.description).toContain('Output "Rows"');
		expect(shown.context.itemIndex).toBe(3);
	});

	it("is not fetched again when it is too large for n8n's database", async () => {
		let opened = 0;
		const refusal = new FileTooLargeError({ fileSizeMb: 600, maxFileSizeMb: 512, fileId: 'f1', fileName: 'x.csv' });
		const context = n8nThat(async () => await Promise.reject(refusal));
		const source = {
			service: { name: 'lemlist' },
			getLink: async () => ({ url: 'https://files.example.com/1' }),
			open: async () => (opened++, { status: 200, headers: {}, body: bodyOf(CSV) }),
			withoutKey: (text: string) => text,
			judge: () => 'deliver' as const,
		};
		await expect(downloadFile(source, async (body) => await storeFile(context, body, 'x.csv'))).rejects.toThrow(
			'too large',
		);
		expect(opened).toBe(1);
	});

	it('that finds the disk full is refused in the words of the system', async () => {
		const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
		const error = await storeFile(
			n8nThat(async () => await Promise.reject(full)),
			bodyOf(CSV),
			'x.csv',
		).catch((thrown: unknown) => thrown);
		expect(toNodeError(node, error, 0)).toMatchObject({
			message: 'n8n could not store the file',
			description: expect.stringContaining('ENOSPC: no space left on device, write'),
		});
	});
});

describe("A file in n8n's memory mode", () => {
	useFakeTime();

	/** A source that gives these bodies in turn, and n8n's own storage. */
	async function download(...bodies: BodyStream[]) {
		const context = executeContext();
		// With no place for files set, it keeps them in memory.
		Container.set(BinaryDataService, new BinaryDataService({} as never, {} as never, {} as never));
		const source = {
			service: { name: 'lemlist' },
			getLink: async () => ({ url: 'https://files.example.com/1', expectedBytes: CSV_BYTES }),
			open: async () => ({ status: 200, headers: {}, body: bodies.shift()! }),
			withoutKey: (text: string) => text,
			judge: () => 'deliver' as const,
		};
		return await outcomeOf<Download<IBinaryData>>(
			downloadFile(source, async (body) => await storeFile(context, body, 'x.csv')),
		);
	}

	it('is whole', async () => {
		const { value } = await download(bodyOf(CSV));
		expect(value?.bytes).toBe(CSV_BYTES);
		expect(Buffer.from(value!.result.data, 'base64').toString('utf8')).toBe(CSV);
	});

	it.each([
		['breaks off early', () => brokenBody('name')],
		['breaks off late', () => brokenBody('x'.repeat(1000))],
		[
			'closes without its end',
			() => {
				const body = new PassThrough();
				body.write('x'.repeat(1000));
				setImmediate(() => body.destroy());
				return body as unknown as BodyStream;
			},
		],
	])('is fetched again when it %s', async (_name, body) => {
		const { value, error } = await download(body(), bodyOf(CSV));
		expect(error).toBeUndefined();
		expect(Buffer.from(value!.result.data, 'base64').toString('utf8')).toBe(CSV);
	});
});

describe('Rows for the next node', () => {
	const signal = new AbortController().signal;

	it('are one item each, all text, linked to the input item', async () => {
		const { result } = await readRows(
			bodyOf('email,opened,note\r\nann@example.com,3,"a ""b"",\r\nc"\r\nbob@example.com,,\r\n'),
			{ itemIndex: 7, signal },
		);
		expect(result.items).toEqual<INodeExecutionData[]>([
			{ json: { email: 'ann@example.com', opened: '3', note: 'a "b",\r\nc' }, pairedItem: { item: 7 } },
			{ json: { email: 'bob@example.com', opened: '', note: '' }, pairedItem: { item: 7 } },
		]);
	});

	it('know how many bytes the file had, not characters', async () => {
		const bytes = Buffer.from(CSV);
		// Cut in the middle of the ë.
		const { bytes: counted, result } = await readRows(bodyOf(bytes.subarray(0, 8), bytes.subarray(8)), {
			itemIndex: 0,
			signal,
		});
		expect(counted).toBe(CSV_BYTES);
		expect(result.items[0]?.json).toEqual({ name: 'Zoë' });
	});

	it.each([
		['an empty file', ''],
		['a file with only a header', 'email,state\n'],
	])('are none for %s', async (_name, text) => {
		expect((await readRows(bodyOf(text), { itemIndex: 0, signal })).result.items).toEqual([]);
	});

	it('never have a key that n8n takes for a failed item', async () => {
		const { result } = await readRows(bodyOf('email,error\nann@example.com,none\n'), { itemIndex: 0, signal });
		expect(Object.keys(result.items[0]!.json)).toEqual(['email', 'error_column']);
	});

	it('hold what they are asked for, and say what the file lacks', async () => {
		const shape = { first: { campaignId: 'cam_1' }, columns: ['state', 'opens', 'email'] };
		const { result } = await readRows(bodyOf('email,campaignId,state\nann@example.com,x,won\n'), {
			itemIndex: 0,
			shape,
			signal,
		});
		expect(Object.entries(result.items[0]!.json)).toEqual([
			['campaignId', 'cam_1'],
			['state', 'won'],
			['opens', ''],
			['email', 'ann@example.com'],
		]);
		expect(result.missingColumns).toEqual(['opens']);
	});

	it('are not made of a file that was cut inside a cell', async () => {
		await expect(readRows(bodyOf('email,note\nann@example.com,"cut he'), { itemIndex: 0, signal })).rejects.toThrow(
			CsvError,
		);
	});

	it('are not made of a file whose connection broke, which the download knows how to handle', async () => {
		await expect(readRows(brokenBody('email\nann@example.com\n'), { itemIndex: 0, signal })).rejects.toMatchObject({
			code: 'ECONNRESET',
		});
	});

	it('end with Stop, were the body silent', async () => {
		const stop = new AbortController();
		const reason = new Error('The execution was cancelled');
		const body = new PassThrough();
		body.write('email\nann@example.com\n');
		const rows = readRows(body as unknown as BodyStream, { itemIndex: 0, signal: stop.signal });
		setImmediate(() => stop.abort(reason));
		await expect(rows).rejects.toBe(reason);
		body.destroy();
	});
});
