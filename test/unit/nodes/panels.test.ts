import { type INodeProperties, type INodeType, NodeConnectionTypes, Workflow } from 'n8n-workflow';

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

		test('names a time zone in one way', () => {
			const inside = (field: INodeProperties): INodeProperties[] => {
				const inner = (field.options ?? []) as Array<Partial<INodeProperties> & { values?: INodeProperties[] }>;
				return [
					field,
					...inner.flatMap((one) => one.values ?? (one.type ? [one as INodeProperties] : [])).flatMap(inside),
				];
			};
			const texts = properties
				.flatMap(inside)
				.flatMap(({ displayName, description = '', name }) => [name === 'timezone' ? displayName : '', description]);
			expect(texts.filter((text) => /timezone/i.test(text))).toEqual([]);
			for (const { name, displayName } of properties.flatMap(inside))
				if (name === 'timezone') expect(displayName).toBe('Time Zone');
		});
	},
);

describe('Before an export has run, its output pane', () => {
	/** What n8n shows there of a node with these parameters. */
	function hintsOf(node: INodeType, parameters: Record<string, string>): string[] {
		const { description } = node;
		const nodeTypes = { getByName: () => node, getByNameAndVersion: () => node, getKnownTypes: () => ({}) };
		const one = {
			id: '1',
			name: 'Export',
			type: description.name,
			typeVersion: 1,
			position: [0, 0] as [number, number],
		};
		const workflow = new Workflow({ nodes: [{ ...one, parameters }], connections: {}, active: false, nodeTypes });
		const known = workflow.getNode('Export')!;
		return (description.hints ?? [])
			.filter(({ whenToDisplay, location }) => whenToDisplay !== 'afterExecution' && location === 'outputPane')
			.filter(({ displayCondition = '' }) =>
				workflow.expression.getSimpleParameterValue(known, displayCondition, 'internal', {}),
			)
			.map(({ message }) => message);
	}

	test.each([
		['lemlist', new LemlistExportCampaign()],
		['Qlara', new QlaraExport()],
	])('says how long it waits for %s, and where the progress is shown', (_name, node) => {
		expect(node.description.outputs).toEqual([NodeConnectionTypes.Main]);
		const [hint, ...others] = hintsOf(node, { operation: 'export' });
		expect(hint).toMatch(/waits .* 30 .*Timeout.*console \(F12\).*log/);
		expect(others).toEqual([]);
		expect(hintsOf(node, { operation: 'getStatus' })).toEqual([]);
	});

	test('says nothing of it for leads, which come at once', () => {
		expect(hintsOf(new LemlistExportCampaign(), { operation: 'export', dataset: 'leads' })).toEqual([]);
	});
});
