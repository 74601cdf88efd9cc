import { join } from 'node:path';

import { type Simulator, startSimulator } from '../../simulator';
import { ensureNode24 } from '../../tools/n8n/install';
import { runOrThrow } from '../../tools/n8n/childProcess';
import { print } from './support';

jest.setTimeout(5 * 60_000);

const MB = 1_000_000;

let lemlist: Simulator;
beforeAll(async () => (lemlist = await startSimulator({ exports: { size: 100 * MB, durationMs: 100 } })));
afterAll(async () => await lemlist?.close());

test('Reading 100 MB as rows blocks the event loop for at most 50 ms at a time', async () => {
	const campaign = lemlist.state.addCampaign();
	const { node } = await ensureNode24();
	const blocks: number[] = [];
	for (let time = 1; time <= 3; time++) {
		const script = join(__dirname, 'eventLoop', 'exportRows.ts');
		const command = ['--import', 'tsx', script, lemlist.baseUrl, lemlist.apiKey, campaign._id];
		const { stdout } = await runOrThrow(node, command, { timeoutMs: 120_000 });
		const { rows, seconds, longestBlockMs } = JSON.parse(/\{"rows".*\}/.exec(stdout)![0]) as Record<string, number>;
		print(`100 MB as ${rows} rows in ${seconds!.toFixed(1)} s, longest block ${longestBlockMs!.toFixed(1)} ms`);
		expect(rows).toBeGreaterThan(100_000);
		blocks.push(longestBlockMs!);
	}
	// One garbage collection more or less is chance.
	expect(Math.min(...blocks)).toBeLessThanOrEqual(50);
});
