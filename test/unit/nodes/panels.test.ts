import type { INodeType } from 'n8n-workflow';

import { Lemlist } from '../../../nodes/Lemlist/Lemlist.node';
import { LemlistExportCampaign } from '../../../nodes/LemlistExportCampaign/LemlistExportCampaign.node';
import { LemlistPollingTrigger } from '../../../nodes/LemlistPollingTrigger/LemlistPollingTrigger.node';
import { LemlistTrigger } from '../../../nodes/LemlistTrigger/LemlistTrigger.node';
import { QlaraExport } from '../../../nodes/QlaraExport/QlaraExport.node';

const nodes: INodeType[] = [
	new Lemlist(),
	new LemlistExportCampaign(),
	new LemlistPollingTrigger(),
	new LemlistTrigger(),
	new QlaraExport(),
];

describe.each(nodes.map(({ description }) => [description.displayName, description.properties] as const))(
	'The panel of %s',
	(_name, properties) => {
		const fixed = new Set(properties.filter(({ noDataExpression }) => noDataExpression).map(({ name }) => name));

		// n8n then shows the fields of every choice, and would demand all of them. The node refuses an empty one itself.
		test('requires no field of a choice that can be an expression, unless it is filled in', () => {
			const ofChoice = properties.filter(({ displayOptions }) =>
				Object.keys(displayOptions?.show ?? {}).some((name) => !fixed.has(name)),
			);
			const required = ofChoice.filter((field) => field.required && field.default !== 'data');
			expect(required.map(({ name }) => name)).toEqual([]);
		});

		test('has operations whose descriptions n8n does not cut', () => {
			const choices = properties.flatMap(
				({ options = [] }) => options as Array<{ description?: string; value?: unknown }>,
			);
			const long = choices.filter(({ description = '', value }) => value !== undefined && description.length > 100);
			expect(long.map(({ description }) => description)).toEqual([]);
		});
	},
);
