/** The process that is killed: runs workflows at once, and writes n8n's log to its output. */
import { LemlistAccountApi } from '../../../credentials/LemlistAccountApi.credentials';
import { QlaraApi } from '../../../credentials/QlaraApi.credentials';
import { Lemlist } from '../../../nodes/Lemlist/Lemlist.node.ts';
import { LemlistExportCampaign } from '../../../nodes/LemlistExportCampaign/LemlistExportCampaign.node.ts';
import { LemlistPollingTrigger } from '../../../nodes/LemlistPollingTrigger/LemlistPollingTrigger.node.ts';
import { QlaraExport } from '../../../nodes/QlaraExport/QlaraExport.node.ts';
import { createEngine, type WorkflowJson } from '../../../tools/engine';
import { pollContext } from '../triggers/triggerContexts';

/** What it is told on its command line. */
export interface KilledWork {
	apiKey: string;
	lemlistUrl: string;
	qlaraUrl: string;
	runs: Array<{ json: WorkflowJson; input: Record<string, string> }>;
	/** Of the polling trigger. */
	staticData: Record<string, never>;
}

async function main({ apiKey, lemlistUrl, qlaraUrl, runs, staticData }: KilledWork): Promise<void> {
	const lemlistAccountApi = { apiKey, baseUrl: lemlistUrl };
	const engine = await createEngine({
		nodes: {
			'n8n-nodes-lemlist.lemlist': new Lemlist(),
			'n8n-nodes-lemlist.lemlistExportCampaign': new LemlistExportCampaign(),
			'n8n-nodes-lemlist.qlaraExport': new QlaraExport(),
		},
		credentialTypes: [new LemlistAccountApi(), new QlaraApi()],
		credentials: { lemlistAccountApi, qlaraApi: { apiKey, baseUrl: qlaraUrl } },
	});
	const trigger = new LemlistPollingTrigger();
	const setup = { nodeType: trigger, parameters: { events: ['all'] }, credential: lemlistAccountApi, staticData };
	await Promise.all([
		trigger.poll.call(pollContext(setup)),
		...runs.map(
			async ({ json, input }) =>
				await engine.run(json, {
					pinnedInput: [{ json: input }],
					onLog: ({ message }) => process.stdout.write(`${message}\n`),
				}),
		),
	]);
}

main(JSON.parse(process.argv[2]!) as KilledWork).catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
