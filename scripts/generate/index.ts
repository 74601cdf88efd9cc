/**
 * `npm run generate` writes all files that are made from the code:
 *
 *   nodes/Lemlist/__schema__/            n8n's previews of outputs, from the simulator's answers
 *   nodes/{LemlistExportCampaign,QlaraExport}/__schema__/  the same of the export nodes
 *   docs/operations.md, docs/lemlist.md  the tables of operations
 *   docs/events.md, Lemlist*Trigger/__schema__/  the events, samples and previews of the triggers
 *   test/fixtures/lemlist/contract.json  facts of lemlist's routes, from the two files beside it
 *
 * A test fails while one of them is not up to date.
 */
import { contract } from './contract';
import { eventsDocuments } from './eventsDocument';
import { EXPORT_SCHEMA_FOLDERS, exportSchemas } from './exportSchemas';
import { ROOT, writeFiles } from './files';
import { operationsDocuments } from './operationsDocuments';
import { outputSchemas, SCHEMA_FOLDER } from './outputSchemas';

async function main(): Promise<void> {
	const ofExports = await exportSchemas();
	const written = [
		...writeFiles(contract(ROOT)),
		...writeFiles(operationsDocuments()),
		...writeFiles(eventsDocuments()),
		...writeFiles(await outputSchemas(), SCHEMA_FOLDER),
		...EXPORT_SCHEMA_FOLDERS.flatMap((folder) => writeFiles(ofExports, folder)),
	];
	console.log(written.length > 0 ? `Written:\n${written.join('\n')}` : 'Everything is up to date');
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
