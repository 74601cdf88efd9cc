import type { INodePropertyOptions } from 'n8n-workflow';

import { LemlistExportCampaign } from '../../nodes/LemlistExportCampaign/LemlistExportCampaign.node';
import { QlaraExport } from '../../nodes/QlaraExport/QlaraExport.node';
import { EXPORT_SCHEMA_FOLDERS, exportSchemas } from '../../scripts/generate/exportSchemas';
import { expectUpToDate } from '../../scripts/generate/files';

test('The previews of the export nodes show what they give, of every operation', async () => {
	const files = await exportSchemas();
	for (const folder of EXPORT_SCHEMA_FOLDERS) expectUpToDate(files, folder);
	const nodes = [new LemlistExportCampaign(), new QlaraExport()];
	const wanted = nodes.flatMap(({ description }, index) => {
		const operations = description.properties.find(({ name }) => name === 'operation')!.options;
		// As n8n asks for it: without a resource the operation stands in its place.
		return (operations as INodePropertyOptions[]).map(({ value }) => `${EXPORT_SCHEMA_FOLDERS[index]}/${value}.json`);
	});
	expect([...files.keys()].sort()).toEqual(wanted.sort());
	for (const text of files.values()) {
		const { type, properties } = JSON.parse(text) as { type: string; properties: object };
		expect([type, Object.keys(properties).length > 0]).toEqual(['object', true]);
	}
});
