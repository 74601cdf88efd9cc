import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { LemlistAccountApi } from '../../credentials/LemlistAccountApi.credentials';
import { QlaraApi } from '../../credentials/QlaraApi.credentials';
// With their endings: `tsx` takes a name without one for the JSON file beside the node.
import { LemlistExportCampaign } from '../../nodes/LemlistExportCampaign/LemlistExportCampaign.node.ts';
import { QlaraExport } from '../../nodes/QlaraExport/QlaraExport.node.ts';
import { startQlaraSimulator, startSimulator } from '../../simulator';
import { createEngine, type EngineOptions, node, start, workflow } from '../../tools/engine';
import type { GeneratedFiles } from './files';
import { previewText, schemaOfAll } from './jsonSchema';

/** Of nodes that have operations and no resources: n8n looks here, beside the node, for `<operation>.json`. */
export const EXPORT_SCHEMA_FOLDERS = [
	'nodes/LemlistExportCampaign/__schema__/v1.0.0',
	'nodes/QlaraExport/__schema__/v1.0.0',
] as const;

/** Runs a node with these parameters, and gives the json of its items. */
type Run = (parameters: INodeParameters) => Promise<IDataObject[]>;

/** Outputs by the value of the operation. */
type Outputs = Record<string, IDataObject[]>;

async function withNode<T>(type: string, options: EngineOptions, work: (run: Run) => Promise<T>): Promise<T> {
	const n8n = await createEngine(options);
	try {
		return await work(async (parameters) => {
			const run = await n8n.run(workflow([start(), node('Export', type, parameters)]));
			if (run.error) throw new Error([run.error.message, run.error.description].join(' '));
			return run.items('Export').map(({ json }) => json);
		});
	} finally {
		n8n.close();
	}
}

const options = { pollInterval: 0.01 };

/** With the file: which columns rows have depends on the team and the campaign. */
async function lemlistOutputs(): Promise<Outputs> {
	const lemlist = await startSimulator({ rateLimit: false, exports: { durationMs: 0 } });
	try {
		const type = 'n8n-nodes-lemlist.lemlistExportCampaign';
		const engine = {
			nodes: { [type]: new LemlistExportCampaign() },
			credentialTypes: [new LemlistAccountApi()],
			credentials: { lemlistAccountApi: { apiKey: lemlist.apiKey, baseUrl: lemlist.baseUrl } },
		};
		return await withNode(type, engine, async (run) => {
			const campaignId = lemlist.state.addCampaign()._id;
			const started = await run({ operation: 'start', campaignId });
			const exportId = String(started[0]?.exportId);
			return {
				start: started,
				getStatus: await run({ operation: 'getStatus', campaignId, exportId }),
				download: await run({ operation: 'download', campaignId, exportId, options }),
				sendByEmail: await run({ operation: 'sendByEmail', campaignId, exportId, email: 'ann@example.com' }),
				export: await run({ operation: 'export', campaignId, options }),
			};
		});
	} finally {
		await lemlist.close();
	}
}

async function qlaraOutputs(): Promise<Outputs> {
	const qlara = await startQlaraSimulator({ rateLimit: false, exports: { durationMs: 0 } });
	try {
		const type = 'n8n-nodes-lemlist.qlaraExport';
		const engine = {
			nodes: { [type]: new QlaraExport() },
			credentialTypes: [new QlaraApi()],
			credentials: { qlaraApi: { apiKey: qlara.apiKey, baseUrl: qlara.baseUrl } },
		};
		return await withNode(type, engine, async (run) => {
			const started = await run({ operation: 'start' });
			const exportId = String(started[0]?.exportId);
			const expired = qlara.state.exports.add();
			qlara.state.exports.expire(expired);
			return {
				start: started,
				getStatus: await run({ operation: 'getStatus', exportId }),
				getMany: await run({ operation: 'getMany' }),
				getLink: await run({ operation: 'getLink', exportId }),
				download: await run({ operation: 'download', exportId, options }),
				export: await run({ operation: 'export', options }),
				regenerate: await run({ operation: 'regenerate', exportId: String(expired.id) }),
			};
		});
	} finally {
		await qlara.close();
	}
}

/** The previews of what the two export nodes give, from the simulators' answers. */
export async function exportSchemas(): Promise<GeneratedFiles> {
	const outputs = [await lemlistOutputs(), await qlaraOutputs()];
	return new Map(
		EXPORT_SCHEMA_FOLDERS.flatMap((folder, index) =>
			Object.entries(outputs[index] ?? {}).map(
				([operation, items]) => [`${folder}/${operation}.json`, previewText(schemaOfAll(items))] as const,
			),
		),
	);
}
