/**
 * Exports a campaign as rows through n8n's engine, in a process of its own, and prints how long the
 * event loop was blocked at most while the node ran: `{"rows", "seconds", "longestBlockMs"}`.
 * What n8n does with the items afterwards is not measured.
 *
 *   tsx exportRows.ts <base URL> <API key> <campaign ID>
 */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

import type { IExecuteFunctions } from 'n8n-workflow';

import { LemlistAccountApi } from '../../../credentials/LemlistAccountApi.credentials';
import { LemlistExportCampaign } from '../../../nodes/LemlistExportCampaign/LemlistExportCampaign.node.js';
import { createEngine, node, start, workflow } from '../../../tools/engine';

const RESOLUTION_MS = 1;

class MeasuredExport extends LemlistExportCampaign {
	override async execute(this: IExecuteFunctions) {
		const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
		const beganAt = performance.now();
		delay.enable();
		const output = await LemlistExportCampaign.prototype.execute.call(this);
		delay.disable();
		const seconds = (performance.now() - beganAt) / 1000;
		console.log(JSON.stringify({ rows: output[0]?.length, seconds, longestBlockMs: delay.max / 1e6 - RESOLUTION_MS }));
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
