import {
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
	NodeHelpers,
} from 'n8n-workflow';

import { LemlistExportCampaign } from '../../../../nodes/LemlistExportCampaign/LemlistExportCampaign.node';
import { maxConcurrency, readParameters } from '../../../../nodes/LemlistExportCampaign/parameters';
import type { ServiceError } from '../../../../nodes/shared/n8n/serviceError';

const { description } = new LemlistExportCampaign();
const { properties } = description;
const MINUTE = 60_000;

/** The parameters that n8n shows for these values, each with its default. */
function shownFor(values: INodeParameters): INodeParameters {
	return NodeHelpers.getNodeParameters(properties, values, true, false, null, description)!;
}

/** The context of a node whose items have these parameters; what is not shown has no value there. */
function contextWith(...items: Array<Record<string, unknown>>): IExecuteFunctions {
	return contextOf({}, ...items);
}

/** @param entered what the editor holds, expressions unresolved */
function contextOf(entered: INodeParameters, ...items: Array<Record<string, unknown>>): IExecuteFunctions {
	const withDefaults = items.map((values) => {
		const { operation = 'export', dataset = 'statistics', output = 'file' } = values as INodeParameters;
		const { campaignSelection = 'one' } = values as INodeParameters;
		return { ...shownFor({ operation, dataset, output, campaignSelection }), campaignId: 'cam_1', ...values };
	});
	return {
		// As entered in the editor: here no expression but those of `entered`.
		getNode: () => ({ parameters: entered }),
		getInputData: () => items,
		getNodeParameter: (name: string, itemIndex: number, fallback?: unknown) => {
			const [top, member] = name.split('.') as [string, string?];
			const values: Record<string, unknown> = withDefaults[itemIndex]!;
			const value = member === undefined ? values[top] : (values[top] as IDataObject | undefined)?.[member];
			return value === undefined ? fallback : value;
		},
	} as unknown as IExecuteFunctions;
}

const read = (values: Record<string, unknown>) => readParameters(contextWith(values), 0);
const readOptions = (options: Record<string, unknown>) => read({ options });

function refusalOf(action: () => unknown): ServiceError {
	try {
		action();
	} catch (error) {
		return error as ServiceError;
	}
	throw new Error('Nothing was refused');
}

describe('The parameters of an item', () => {
	it('have a default each, but for the campaign', () => {
		expect(read({})).toEqual({
			operation: 'export',
			dataset: 'statistics',
			campaignSelection: 'one',
			campaignId: 'cam_1',
			statuses: [],
			exportId: '',
			email: '',
			states: [],
			addCampaign: false,
			columns: [],
			output: 'file',
			binaryPropertyName: 'data',
			fileName: undefined,
			pollIntervalMs: 0,
			timeoutMs: 30 * MINUTE,
			onTimeout: 'fail',
		});
	});

	it('are read for each operation', () => {
		expect(read({ operation: 'start' })).toMatchObject({ operation: 'start', exportId: '' });
		expect(read({ operation: 'getStatus', exportId: 'axp_1' })).toMatchObject({
			operation: 'getStatus',
			exportId: 'axp_1',
		});
		expect(read({ operation: 'download', exportId: 'axp_1', output: 'rows' })).toMatchObject({
			operation: 'download',
			exportId: 'axp_1',
			output: 'rows',
		});
		expect(read({ operation: 'sendByEmail', email: 'ann@example.com' })).toMatchObject({
			operation: 'sendByEmail',
			exportId: '',
			email: 'ann@example.com',
		});
		expect(read({ dataset: 'leads', states: ['interested', 'paused'] })).toMatchObject({
			dataset: 'leads',
			states: ['interested', 'paused'],
		});
	});

	it('are read for each item', () => {
		const context = contextWith(
			{ campaignId: 'cam_1', options: { timeout: 1 } },
			{ campaignId: 'cam_2', options: { timeout: 2 } },
		);
		expect(readParameters(context, 0)).toMatchObject({ campaignId: 'cam_1', timeoutMs: MINUTE });
		expect(readParameters(context, 1)).toMatchObject({ campaignId: 'cam_2', timeoutMs: 2 * MINUTE });
	});

	it('come out of the options', () => {
		expect(
			readOptions({
				fileName: 'x.csv',
				pollInterval: 2,
				timeout: 0.5,
				onTimeout: 'returnPending',
				resumeExportId: ' axp_1 ',
			}),
		).toMatchObject({
			fileName: 'x.csv',
			pollIntervalMs: 2000,
			timeoutMs: MINUTE / 2,
			onTimeout: 'returnPending',
			exportId: 'axp_1',
		});
	});

	it('may be texts where an expression gives a text for a number, and the other way round', () => {
		expect(readOptions({ pollInterval: '7.5', timeout: ' 120 ', fileName: 2026 })).toMatchObject({
			pollIntervalMs: 7500,
			timeoutMs: 120 * MINUTE,
			fileName: '2026',
		});
		expect(read({ operation: 'getStatus', exportId: 12 })).toMatchObject({ exportId: '12' });
	});

	it.each([undefined, null])('have their default where an expression gives %p for an option', (nothing) => {
		expect(
			readOptions({
				fileName: nothing,
				pollInterval: nothing,
				timeout: nothing,
				onTimeout: nothing,
				resumeExportId: nothing,
			}),
		).toEqual(read({}));
		expect(read({ dataset: 'leads', states: nothing })).toMatchObject({ states: [] });
	});

	it.each([
		[['all'], ['all']],
		[[], []],
		['interested', ['interested']],
		[' interested, paused ,', ['interested', 'paused']],
		[
			['interested', ' ', 'aStateThatIsNew'],
			['interested', 'aStateThatIsNew'],
		],
	])('take the states %j', (states, expected) => {
		expect(read({ dataset: 'leads', states }).states).toEqual(expected);
	});

	it.each<[unknown]>([[[]], [''], [null], [undefined], [' , ']])(
		'are refused when the expression for the states gives %j, which would export every lead',
		(states) => {
			for (const entered of ['={{ $json.states }}', ['={{ $json.state }}']]) {
				const context = contextOf({ states: entered } as INodeParameters, { dataset: 'leads', states });
				expect(refusalOf(() => readParameters(context, 0))).toMatchObject({
					kind: 'input',
					message: "'States' is empty",
					description: expect.stringContaining('gives no state') as string,
				});
			}
		},
	);

	it('may have "all" from an expression, and nothing where nothing was entered', () => {
		const all = contextOf({ states: '={{ "all" }}' }, { dataset: 'leads', states: 'all' });
		expect(readParameters(all, 0).states).toEqual(['all']);
		expect(readParameters(contextOf({ states: [] }, { dataset: 'leads', states: [] }), 0).states).toEqual([]);
	});

	it('of several campaigns need none, and no existing export', () => {
		const options = { resumeExportId: 'axp_1' };
		expect(read({ campaignSelection: 'all', campaignId: '', options })).toMatchObject({
			campaignSelection: 'all',
			campaignId: '',
			statuses: [],
			exportId: '',
		});
		expect(read({ campaignSelection: 'status', campaignId: '', statuses: 'running, running,aNewOne' })).toMatchObject({
			campaignSelection: 'status',
			statuses: ['running', 'aNewOne'],
		});
	});

	it.each<[unknown, string[]]>([
		['email, firstName,\n', ['email', 'firstName']],
		[
			['First, last', 7],
			['First, last', '7'],
		],
		['', []],
		[undefined, []],
	])('for rows may name the columns: %j', (columns, expected) => {
		expect(read({ output: 'rows', options: { columns } }).columns).toEqual(expected);
	});

	it('refuse columns whose expression gives nothing', () => {
		const entered = { options: { columns: '={{ $json.columns }}' } };
		expect(refusalOf(() => readParameters(contextOf(entered, { output: 'rows' }), 0))).toMatchObject({
			message: "'Columns' is empty",
		});
	});

	it.each<[unknown, boolean]>([
		[undefined, true],
		[true, true],
		[false, false],
		['false', false],
	])('add the campaign to rows, unless told otherwise: %j', (addCampaign, expected) => {
		expect(read({ output: 'rows', options: { addCampaign } }).addCampaign).toBe(expected);
		expect(read({ output: 'file', options: { addCampaign } }).addCampaign).toBe(false);
	});

	it('lose the space around them', () => {
		expect(read({ operation: 'sendByEmail', email: ' ann@example.com ', exportId: '\taxp_1\n' })).toMatchObject({
			email: 'ann@example.com',
			exportId: 'axp_1',
		});
		expect(read({ binaryPropertyName: ' file ' })).toMatchObject({ binaryPropertyName: 'file' });
	});

	const inOptions = (...cases: Array<[string, string, unknown]>) =>
		cases.map(([displayName, name, value]): [string, Record<string, unknown>] => [
			displayName,
			{ options: { [name]: value } },
		]);

	it.each<[string, Record<string, unknown>]>([
		['Operation', { operation: 'exports' }],
		['Dataset', { dataset: 'stats' }],
		['Dataset', { dataset: '' }],
		['Campaign', { campaignId: '' }],
		['Campaign', { campaignId: undefined }],
		['Campaign', { campaignId: 'lea_1' }],
		['Campaign', { campaignId: 'cam_1/../cam_2' }],
		['Campaign', { campaignId: { id: 'cam_1' } }],
		['Campaign Selection', { campaignSelection: 'several' }],
		['Campaign', { operation: 'start', campaignSelection: 'all', campaignId: '' }],
		['Statuses', { campaignSelection: 'status' }],
		['Statuses', { campaignSelection: 'status', statuses: [] }],
		['Statuses', { campaignSelection: 'status', statuses: null }],
		['Statuses', { campaignSelection: 'status', statuses: ['running&x'] }],
		['Statuses', { campaignSelection: 'status', statuses: { running: true } }],
		['Export ID', { operation: 'getStatus', exportId: ' ' }],
		['Export ID', { operation: 'getStatus', exportId: null }],
		['Export ID', { operation: 'download', exportId: '' }],
		['Export ID', { operation: 'download', exportId: ['axp_1'] }],
		['Export ID', { operation: 'sendByEmail', email: 'ann@example.com', exportId: { id: 'axp_1' } }],
		['Email', { operation: 'sendByEmail', email: '' }],
		['Email', { operation: 'sendByEmail', email: undefined }],
		['Email', { operation: 'sendByEmail', email: 'ann' }],
		['Email', { operation: 'sendByEmail', email: 'ann@example.com, bob@example.com' }],
		['Email', { operation: 'sendByEmail', email: ['ann@example.com'] }],
		['States', { dataset: 'leads', states: { interested: true } }],
		['States', { dataset: 'leads', states: [{ name: 'interested' }] }],
		['States', { dataset: 'leads', states: ['interested&format=json'] }],
		['Output', { output: 'csv' }],
		['Put Output File in Field', { binaryPropertyName: '' }],
		['Put Output File in Field', { binaryPropertyName: {} }],
		...inOptions(
			['Existing Export ID', 'resumeExportId', { id: 'axp_1' }],
			['File Name', 'fileName', ['a.csv']],
			['On Timeout', 'onTimeout', 'ignore'],
			['Poll Interval (Seconds)', 'pollInterval', -1],
			['Poll Interval (Seconds)', 'pollInterval', 'often'],
			['Poll Interval (Seconds)', 'pollInterval', ''],
			['Poll Interval (Seconds)', 'pollInterval', NaN],
			['Poll Interval (Seconds)', 'pollInterval', Infinity],
			['Poll Interval (Seconds)', 'pollInterval', true],
			['Timeout (Minutes)', 'timeout', 0],
			['Timeout (Minutes)', 'timeout', -5],
			['Timeout (Minutes)', 'timeout', 120.01],
			['Timeout (Minutes)', 'timeout', '2 hours'],
			['Timeout (Minutes)', 'timeout', {}],
		),
	])("that are wrong are refused by the name on the screen: '%s' in %j", (displayName, values) => {
		const error = refusalOf(() => read(values));
		expect(error).toMatchObject({ name: 'ServiceError', kind: 'input' });
		expect(error.message).toContain(`'${displayName}'`);
		expect(error.description).toBeTruthy();
	});

	it('that are wrong are shown as they came', () => {
		expect(refusalOf(() => readOptions({ timeout: 121 }))).toMatchObject({
			message: "'Timeout (Minutes)' must be a number from 0.001 to 120",
			description: 'It is 121 for this item. Check the value, or what its expression returns.',
		});
		expect(refusalOf(() => readOptions({ onTimeout: 'x'.repeat(500) })).description?.length).toBeLessThan(200);
	});

	it('that an operation does not have do not harm it', () => {
		expect(
			read({ operation: 'start', email: 'nobody', exportId: 'axp_1', output: 'csv', options: { timeout: -1 } }),
		).toMatchObject({ operation: 'start' });
	});
});

describe('Max Concurrency', () => {
	const of = (options: Record<string, unknown>) =>
		maxConcurrency(contextWith({ options }, { options: { maxConcurrency: 99 } }));

	it.each([
		[{}, 20],
		[{ maxConcurrency: 1 }, 1],
		[{ maxConcurrency: 100 }, 100],
		[{ maxConcurrency: '5' }, 5],
		[{ maxConcurrency: 2.9 }, 2],
		[{ maxConcurrency: null }, 20],
	])('is that of the first item: %j', (options, expected) => {
		expect(of(options)).toBe(expected);
	});

	it.each([0, -1, 0.5, 101, 'many', '', NaN])('of %p fails its item alone: the next one counts', (value) => {
		expect(refusalOf(() => readOptions({ maxConcurrency: value }))).toMatchObject({
			kind: 'input',
			message: "'Max Concurrency' must be a number from 1 to 100",
		});
		expect(of({ maxConcurrency: value })).toBe(99);
	});

	it('has its default when no item has one that can be read', () => {
		expect(maxConcurrency(contextWith({ options: { maxConcurrency: 0 } }, { options: { maxConcurrency: 'x' } }))).toBe(
			20,
		);
	});

	it('is of no account for leads, which need no export', () => {
		expect(read({ dataset: 'leads', options: { maxConcurrency: 'x' } })).toMatchObject({ dataset: 'leads' });
	});

	it('has its default for operations without options', () => {
		expect(maxConcurrency(contextWith({ operation: 'start' }))).toBe(20);
	});
});

it('A node with a wrong parameter sends nothing and does not even read the credential', async () => {
	const node: INode = {
		id: '1',
		name: 'Lemlist Export Campaign',
		type: 'lemlistExportCampaign',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const context = {
		...contextWith({ options: { timeout: 0 } }),
		getNode: () => node,
		getInputData: () => [{ json: {} }],
		continueOnFail: () => false,
		getCredentials: jest.fn(),
		helpers: { httpRequest: jest.fn(), httpRequestWithAuthentication: jest.fn() },
	};
	await expect(new LemlistExportCampaign().execute.call(context as unknown as IExecuteFunctions)).rejects.toMatchObject(
		{
			message: expect.stringContaining("'Timeout (Minutes)'"),
			context: { itemIndex: 0 },
		},
	);
	expect(context.getCredentials).not.toHaveBeenCalled();
	expect(context.helpers.httpRequest).not.toHaveBeenCalled();
	expect(context.helpers.httpRequestWithAuthentication).not.toHaveBeenCalled();
});

describe('The description of the node', () => {
	/** The parameters, and those inside collections. */
	const all = properties.flatMap((property) => [
		property,
		...(property.type === 'collection' ? (property.options as INodeProperties[]) : []),
	]);
	const lists = all.filter(({ type }) => type === 'options' || type === 'multiOptions');
	const optionsOf = ({ options }: INodeProperties) => options as INodePropertyOptions[];
	const collection = properties.find(({ name }) => name === 'options')!;

	it('has the public names of the node', () => {
		expect(description).toMatchObject({
			displayName: 'Lemlist Export Campaign',
			name: 'lemlistExportCampaign',
			version: 1,
			usableAsTool: true,
		});
		expect(description.credentials).toEqual([{ name: 'lemlistAccountApi', required: true }]);
	});

	const locator = { __rl: true, mode: 'list', value: '' };
	const one = { campaignSelection: 'one', campaignId: locator };

	it.each<[INodeParameters, INodeParameters]>([
		[
			{ operation: 'export' },
			{ ...one, dataset: 'statistics', output: 'file', binaryPropertyName: 'data', options: {} },
		],
		[
			{ operation: 'export', output: 'rows' },
			{ ...one, dataset: 'statistics', options: {} },
		],
		[
			{ operation: 'export', dataset: 'leads' },
			{ ...one, states: [], output: 'file', binaryPropertyName: 'data', options: {} },
		],
		[
			{ operation: 'export', campaignSelection: 'all' },
			{ dataset: 'statistics', output: 'file', binaryPropertyName: 'data', options: {} },
		],
		[
			{ operation: 'export', campaignSelection: 'status' },
			{ statuses: [], dataset: 'statistics', output: 'file', binaryPropertyName: 'data', options: {} },
		],
		[{ operation: 'start' }, { campaignId: locator }],
		[{ operation: 'getStatus' }, { campaignId: locator, exportId: '' }],
		[
			{ operation: 'download' },
			{ campaignId: locator, exportId: '', output: 'file', binaryPropertyName: 'data', options: {} },
		],
		[{ operation: 'sendByEmail' }, { campaignId: locator, exportId: '', email: '' }],
	])('shows, for %j, no more than %j', (values, others) => {
		expect(shownFor(values)).toEqual({ ...values, ...others });
	});

	it('begins with Export', () => {
		expect(shownFor({})).toMatchObject({ operation: 'export' });
	});

	it('has the operations by their public names', () => {
		const operations = optionsOf(properties.find(({ name }) => name === 'operation')!);
		expect(operations.map(({ value }) => value).sort()).toEqual([
			'download',
			'export',
			'getStatus',
			'sendByEmail',
			'start',
		]);
	});

	it.each<[INodeParameters, string[]]>([
		[
			{ operation: 'export', campaignSelection: 'one', dataset: 'statistics', output: 'file' },
			['fileName', 'maxConcurrency', 'onTimeout', 'pollInterval', 'resumeExportId', 'timeout'],
		],
		[
			{ operation: 'export', campaignSelection: 'one', dataset: 'statistics', output: 'rows' },
			['addCampaign', 'columns', 'maxConcurrency', 'onTimeout', 'pollInterval', 'resumeExportId', 'timeout'],
		],
		[
			{ operation: 'export', campaignSelection: 'all', dataset: 'statistics', output: 'file' },
			['fileName', 'maxConcurrency', 'onTimeout', 'pollInterval', 'timeout'],
		],
		[{ operation: 'export', dataset: 'leads', output: 'file' }, ['fileName', 'timeout']],
		[{ operation: 'download', output: 'file' }, ['fileName', 'timeout']],
		[{ operation: 'download', output: 'rows' }, ['addCampaign', 'columns', 'timeout']],
	])('offers, for %j, the options %j', (values, names) => {
		const nodeValues = { parameters: { ...values, options: {} } } as unknown as INodeParameters;
		const shown = (collection.options as INodeProperties[]).filter((option) =>
			NodeHelpers.displayParameterPath(nodeValues, option, 'parameters.options', null, description),
		);
		expect(shown.map(({ name }) => name).sort()).toEqual(names);
	});

	it('has the documented defaults of the options', () => {
		const defaults = Object.fromEntries(
			(collection.options as INodeProperties[]).map(({ name, default: value }) => [name, value]),
		);
		expect(defaults).toEqual({
			addCampaign: true,
			columns: '',
			fileName: '',
			pollInterval: 0,
			timeout: 30,
			onTimeout: 'fail',
			maxConcurrency: 20,
			resumeExportId: '',
		});
	});

	it('has defaults that the node accepts itself', () => {
		const defaults = Object.fromEntries(
			(collection.options as INodeProperties[]).map(({ name, default: value }) => [name, value]),
		);
		expect(readOptions(defaults)).toEqual(read({}));
		expect(maxConcurrency(contextWith({ options: defaults }))).toBe(20);
	});

	it('lets a campaign be chosen from a list, by ID and by URL', () => {
		const locators = properties.filter(({ name }) => name === 'campaignId');
		// With several campaigns chosen, none is chosen here; n8n would demand one where the choice is an expression.
		expect(locators.map(({ required }) => required)).toEqual([false, true]);
		for (const locator of locators) {
			expect(locator).toMatchObject({ type: 'resourceLocator', default: { mode: 'list', value: '' } });
			expect(locator.modes?.map(({ name }) => name)).toEqual(['list', 'id', 'url']);
		}
	});

	it.each(lists.map((list) => [list.displayName, list] as const))(
		'has a default among the choices of "%s"',
		(_name, list) => {
			const values = optionsOf(list).map(({ value }) => value);
			expect(values).toEqual(expect.arrayContaining([list.default].flat()));
		},
	);

	it.each(lists.map((list) => [list.displayName, list] as const))('names each choice of "%s" once', (_name, list) => {
		for (const key of ['name', 'value'] as const) {
			const texts = optionsOf(list).map((option) => option[key]);
			expect(new Set(texts).size).toBe(texts.length);
		}
	});

	it("sorts lists of five and more, as n8n's own rules do", () => {
		const long = [
			...lists.map((list) => optionsOf(list).map(({ name }) => name)),
			(collection.options as INodeProperties[]).map(({ displayName }) => displayName),
		].filter((names) => names.length >= 5);
		expect(long.length).toBeGreaterThanOrEqual(2);
		for (const names of long) expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
	});

	it('words each action in sentence case, and describes each operation', () => {
		for (const { action, description: text } of optionsOf(properties.find(({ name }) => name === 'operation')!)) {
			expect(action).toMatch(/^[A-Z][a-z ]+[a-z]$/);
			expect(text).toMatch(/^[A-Z].+[^.]$/);
		}
	});

	it('has no parameter without a name, a label and a default', () => {
		for (const { name, displayName, default: value } of all) {
			expect(name).toMatch(/^[a-z][A-Za-z]*$/);
			expect(displayName).toMatch(/^[A-Z]/);
			expect(value).toBeDefined();
		}
	});
});
