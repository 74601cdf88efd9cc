import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { JobRunner } from '../shared/jobs/runJob';
import { ItemCredential } from '../shared/n8n/itemCredential';
import { runItems } from '../shared/n8n/items';
import { CREDENTIAL, qlaraClient } from '../shared/qlara/service';
import { properties, readParameters } from './parameters';
import { type ExportRun, runExport } from './run';

/** Exports contacts or delivery reports of Qlara to CSV files or rows, waiting for Qlara's background export. */
export class QlaraExport implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Qlara Export',
		name: 'qlaraExport',
		icon: { light: 'file:../../icons/qlara.svg', dark: 'file:../../icons/qlara.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle:
			'={{ { export: "Export " + ($parameter["dataset"] === "deliveryReports" ? "delivery reports" : "contacts"), start: "Start export", getStatus: "Get status", download: "Download file", getLink: "Get link", getMany: "Get many", regenerate: "Regenerate" }[$parameter["operation"]] }}',
		description: 'Export the contacts or delivery reports of a Qlara account to CSV files or rows, in one step',
		defaults: { name: 'Qlara Export' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'qlaraApi', required: true }],
		hints: [
			{
				message:
					'Export waits until Qlara has made the file: at most 30 minutes unless the option Timeout says otherwise. The browser console (F12) shows the progress, and so does the log of n8n at the level debug.',
				type: 'info',
				location: 'outputPane',
				whenToDisplay: 'beforeExecution',
				displayCondition: '={{ $parameter["operation"] === "export" }}',
			},
		],
		properties,
	};

	/** Programmatic and not declarative: it waits, and streams what may be gigabytes. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		let run: Promise<ExportRun> | undefined;
		const credential = new ItemCredential(this, CREDENTIAL);
		const outputs = await runItems(this, async (itemIndex, signal) => {
			const parameters = readParameters(this, itemIndex);
			run ??= qlaraClient(this).then((client) => ({ context: this, client, jobs: new JobRunner(this) }));
			await credential.check(itemIndex, signal);
			return await runExport(await run, parameters, itemIndex, signal);
		});
		(await run)?.jobs.end(outputs);
		return outputs;
	}
}
