/**
 * Exports a campaign as rows through n8n's engine, in a process of its own, and prints how long the event loop was
 * blocked at most while the node ran: `{"rows", "seconds", "longestBlockMs"}`. A block is counted in the processor time
 * of the thread, so that a busy machine makes none longer; it takes Node 24.
 * What n8n does with the items afterwards is not measured.
 *
 *   tsx exportRows.ts <base URL> <API key> <campaign ID>
 */
import { performance } from 'node:perf_hooks';

import type { IExecuteFunctions } from 'n8n-workflow';

import { LemlistAccountApi } from '../../../credentials/LemlistAccountApi.credentials';
import { LemlistExportCampaign } from '../../../nodes/LemlistExportCampaign/LemlistExportCampaign.node.js';
import { createEngine, node, start, workflow } from '../../../tools/engine';

/** Processor time of this thread so far (ms). */
function workedMs(): number {
	const { threadCpuUsage } = process as unknown as { threadCpuUsage(): { user: number; system: number } };
	const { user, system } = threadCpuUsage();
	return (user + system) / 1000;
}

/** Looks at the time in each turn of the event loop. @returns ends it, and gives the longest turn (ms) */
function watchTurns(): () => number {
	let longestMs = 0;
	let isWatching = true;
	// The first turn loads n8n's request helpers, once for the process.
	let before = Infinity;
	const turn = () => {
		const now = workedMs();
		longestMs = Math.max(longestMs, now - before);
		before = now;
		if (isWatching) setImmediate(turn);
	};
	setImmediate(turn);
	return () => {
		isWatching = false;
		return longestMs;
	};
}

class MeasuredExport extends LemlistExportCampaign {
	override async execute(this: IExecuteFunctions) {
		const beganAt = performance.now();
		const longestTurnMs = watchTurns();
		const output = await LemlistExportCampaign.prototype.execute.call(this);
		const seconds = (performance.now() - beganAt) / 1000;
		console.log(JSON.stringify({ rows: output[0]?.length, seconds, longestBlockMs: longestTurnMs() }));
		return [[]];
	}
}

async function main([baseUrl, apiKey, campaignId]: string[]): Promise<void> {
	const type = 'n8n-nodes-lemlist.lemlistExportCampaign';
	const engine = await createEngine({
		nodes: { [type]: new MeasuredExport() },
		credentialTypes: [new LemlistAccountApi()],
		credentials: { lemlistAccountApi: { apiKey: apiKey!, baseUrl: baseUrl! } },
	});
	const parameters = { campaignId: { __rl: true, mode: 'id', value: campaignId! }, output: 'rows' };
	const run = await engine.run(workflow([start(), node('Export', type, parameters)]));
	engine.close();
	if (run.error) throw new Error(run.error.message);
}

void main(process.argv.slice(2));
