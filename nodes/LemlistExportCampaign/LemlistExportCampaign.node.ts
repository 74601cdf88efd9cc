import { CREDENTIAL, lemlistClient } from '../shared/lemlist/service';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { searchCampaigns } from '../shared/lemlist/campaigns';
import { ItemCredential } from '../shared/n8n/itemCredential';
import { runItems } from '../shared/n8n/items';
import { type ExportRun, runExport } from './run';
import { JobRunner } from '../shared/jobs/runJob';
import { maxConcurrency, properties, readParameters } from './parameters';

/** Turns lemlist campaigns into CSV files or rows, waiting for lemlist's background export. */
export class LemlistExportCampaign implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Lemlist Export Campaign',
		name: 'lemlistExportCampaign',
		icon: { light: 'file:../../icons/lemlist.svg', dark: 'file:../../icons/lemlist.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle:
			'={{ { export: "Export " + ($parameter["dataset"] || "statistics"), start: "Start export", getStatus: "Get status", download: "Download file", sendByEmail: "Send by email" }[$parameter["operation"]] }}',
		description: 'Export the statistics or leads of lemlist campaigns to CSV files or rows, in one step',
		defaults: { name: 'Lemlist Export Campaign' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'lemlistAccountApi', required: true }],
		hints: [
			{
				message:
					'Export waits until lemlist has made the file: seconds to minutes, at most 30 unless the option Timeout says otherwise. The browser console (F12) shows the progress, and so does the log of n8n at the level debug.',
				type: 'info',
				location: 'outputPane',
				whenToDisplay: 'beforeExecution',
				displayCondition: '={{ $parameter["operation"] === "export" && $parameter["dataset"] !== "leads" }}',
			},
			{
				message:
					'lemlist knows an export for 2 hours after its start. Get its file in time with the operation Download.',
				type: 'info',
				location: 'outputPane',
				whenToDisplay: 'always',
				displayCondition: '={{ $parameter["operation"] === "start" }}',
			},
		],
		properties,
	};

	methods = { listSearch: { searchCampaigns } };

	/** Programmatic and not declarative: it waits, and streams what may be gigabytes. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		let run: Promise<ExportRun> | undefined;
		const credential = new ItemCredential(this, CREDENTIAL);
		const outputs = await runItems(this, async (itemIndex, signal) => {
			const parameters = readParameters(this, itemIndex);
			run ??= lemlistClient(this).then((client) => ({
				context: this,
				client,
				jobs: new JobRunner(this, maxConcurrency(this)),
			}));
			await credential.check(itemIndex, signal);
			return await runExport(await run, parameters, itemIndex, signal);
		});
		(await run)?.jobs.end(outputs);
		return outputs;
	}
}
