import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';

import { type QlaraExportSettings, qlaraFileChunks, type QlaraSimulator, startQlaraSimulator } from '../../simulator';
import { createN8n, type Execution, type N8n } from '../../tools/n8n';
import { API_KEY, expectNoKey, itemsOf, print } from './support';

const MINUTE = 60_000;
const MB = 1_000_000;
const CREDENTIAL = { id: 'qlara', name: 'Qlara account' };

jest.setTimeout(10 * MINUTE);

let qlara: QlaraSimulator;
let n8n: N8n;

beforeAll(async () => {
	qlara = await startQlaraSimulator({ apiKey: API_KEY });
	n8n = await createN8n({ tarball: process.env.LEMLIST_TARBALL as string });
	await n8n.importCredentials([{ ...CREDENTIAL, type: 'qlaraApi', data: { apiKey: API_KEY, baseUrl: qlara.baseUrl } }]);
});

afterAll(async () => {
	await n8n?.cleanup();
	await qlara?.close();
});

/** Manual Trigger → Qlara Export. */
function exportWorkflow(id: string, parameters: Record<string, unknown> = {}) {
	const nodes = [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
		{
			name: 'Export',
			type: 'n8n-nodes-lemlist.qlaraExport',
			typeVersion: 1,
			parameters: { options: { pollInterval: 0.2 }, ...parameters },
			credentials: { qlaraApi: CREDENTIAL },
		},
	].map((node, index) => ({ ...node, id: `${id}-${index}`, position: [index * 200, 0] }));
	const connections = { Start: { main: [[{ node: 'Export', type: 'main', index: 0 }]] } };
	return { id, name: id, nodes, connections, settings: {}, active: false };
}

/** Runs an imported workflow, whose export is to behave so. The API key is printed nowhere, nor sent with the file. */
async function execute(id: string, settings: Partial<QlaraExportSettings> = {}): Promise<Execution> {
	qlara.state.exports.setNext(settings);
	const execution = await n8n.execute(id);
	expectNoKey(execution);
	expect(qlara.files.gotKey()).toBe(false);
	return execution;
}

const newest = () => [...qlara.state.exports.values()].at(-1)!;

async function hashOf(chunks: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of chunks) hash.update(chunk);
	return hash.digest('hex');
}

test('The packed tarball exports the contacts of Qlara as a file, byte for byte', async () => {
	await n8n.importWorkflows([exportWorkflow('qlara-file')]);
	const [item] = itemsOf(await execute('qlara-file'), 'Export');
	const stored = await n8n.readBinary(item!.binary!.data!.id as string);
	expect(stored.equals(Buffer.concat([...qlaraFileChunks(newest())]))).toBe(true);
	expect(item!.json).toMatchObject({ dataset: 'contacts', exportId: newest().id, fileSize: stored.length });
	expect(newest().filters).toEqual({});
});

test('It gives delivery reports of a period as rows, of an export whose start names no ID', async () => {
	const period = { reportsFrom: 'period', startDate: '2026-01-01', endDate: '2026-01-31' };
	await n8n.importWorkflows([exportWorkflow('qlara-rows', { dataset: 'deliveryReports', ...period, output: 'rows' })]);
	qlara.state.answers.accepted = {};
	const execution = await execute('qlara-rows', { content: 'messageId,status\n1,"DELIVERED, late"\n' });
	qlara.state.answers.accepted = { idName: 'exportId' };
	expect(itemsOf(execution, 'Export').map(({ json }) => json)).toEqual([{ messageId: '1', status: 'DELIVERED, late' }]);
	expect(Object.keys(newest().filters)).toEqual(['startDateTime', 'endDateTime']);
});

describe('Memory, with n8n storing files in its filesystem mode', () => {
	const RUNS = [1, 2];

	/** The peak memory of n8n (bytes, VmHWM) while it exports a file of so many bytes: the lower of two. */
	async function lowerPeak(size: number): Promise<number> {
		const peaks: number[] = [];
		for (const time of RUNS) {
			const execution = await execute(`qlara-memory-${time}`, { size, durationMs: 100 });
			const path = n8n.binaryPath(itemsOf(execution, 'Export')[0]!.binary!.data!.id as string);
			expect(await hashOf(createReadStream(path))).toBe(await hashOf(qlaraFileChunks(newest())));
			await rm(path);
			peaks.push(execution.peakRssBytes);
		}
		return Math.min(...peaks);
	}

	test('a 300 MB CSV adds at most 120 MB', async () => {
		await n8n.importWorkflows(RUNS.map((time) => exportWorkflow(`qlara-memory-${time}`)));
		const baseline = await lowerPeak(10_000);
		const added = (await lowerPeak(300 * MB)) - baseline;
		print(
			`a CSV of 300 MB, identical, adds ${Math.round(added / MB)} MB to the ${Math.round(baseline / MB)} MB of n8n`,
		);
		expect(added).toBeLessThanOrEqual(120 * MB);
	});
});
