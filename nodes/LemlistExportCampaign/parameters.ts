import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { binaryPropertyName, csvOutput, type CsvOutput, fileName, readCsvOutput } from '../shared/csv/parameters';
import { noPatience, onTimeout, type Patience, pollInterval, readPatience, timeout } from '../shared/jobs/parameters';
import { campaignIdOf, campaignLocator } from '../shared/lemlist/campaigns';
import { campaignStatuses } from '../shared/lemlist/campaignStatuses';
import { leadStates } from '../shared/lemlist/leadStates';
import { fieldLabels, ItemParameters } from '../shared/n8n/parameters';

const OPERATIONS = ['export', 'start', 'getStatus', 'download', 'sendByEmail'] as const;

const SELECTIONS = ['one', 'all', 'status'] as const;

export type Operation = (typeof OPERATIONS)[number];

/** What the node is to do for one item, checked. Times in ms. */
export interface ExportParameters extends CsvOutput, Patience {
	operation: Operation;
	dataset: 'statistics' | 'leads';
	/** Which campaigns: the one of `campaignId`, or several, each of which is exported by itself. */
	campaignSelection: (typeof SELECTIONS)[number];
	/** Empty where several are selected. */
	campaignId: string;
	/** For the selection `status`, at least one. */
	statuses: string[];
	/** Empty where the operation needs none, or none was given. */
	exportId: string;
	email: string;
	states: string[];
	/** For rows: whether each names its campaign, and which columns to keep; none for all. */
	addCampaign: boolean;
	columns: string[];
}

/** lemlist forgets an export after 2 hours. */
const TIMEOUT = { longest: 120, usual: 30 };
const DEFAULT_CONCURRENCY = 20;
const HIGHEST_CONCURRENCY = 100;

const withFile = { operation: ['export', 'download'] };
const waits = { show: { '/operation': ['export'], '/dataset': ['statistics'] } };

export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'export',
		options: [
			{
				name: 'Download',
				value: 'download',
				action: 'Download finished export',
				description: 'Get the file of an export that was started before and is done',
			},
			{
				name: 'Export',
				value: 'export',
				action: 'Export campaign',
				description: 'Start the export of a campaign, wait until lemlist is done, and get the file or its rows',
			},
			{
				name: 'Get Status',
				value: 'getStatus',
				action: 'Get status of export',
				description: 'Look once how far an export is',
			},
			{
				name: 'Send by Email',
				value: 'sendByEmail',
				action: 'Send export by email',
				description: 'Have lemlist mail the link to the file as soon as the export is done',
			},
			{
				name: 'Start',
				value: 'start',
				action: 'Start export',
				description: 'Start an export and go on at once with its ID, without waiting',
			},
		],
	},
	{
		displayName: 'Dataset',
		name: 'dataset',
		type: 'options',
		default: 'statistics',
		description: 'What to export',
		options: [
			{
				name: 'Statistics',
				value: 'statistics',
				description: 'Everything that happened in the campaign. lemlist prepares the file, and the node waits for it.',
			},
			{
				name: 'Leads',
				value: 'leads',
				description: 'The leads of the campaign with their fields and last state. The file comes at once.',
			},
		],
		displayOptions: { show: { operation: ['export'] } },
	},
	{
		displayName: 'Campaign Selection',
		name: 'campaignSelection',
		type: 'options',
		default: 'one',
		description: 'Which campaigns to export',
		options: [
			{ name: 'One Campaign', value: 'one', description: 'The campaign that is chosen below' },
			{
				name: 'All Campaigns',
				value: 'all',
				description: 'Every campaign of the team, newest first, for each input item',
			},
			{
				name: 'Campaigns by Status',
				value: 'status',
				description: 'Every campaign in one of the chosen statuses, newest first, for each input item',
			},
		],
		displayOptions: { show: { operation: ['export'] } },
	},
	{
		...campaignLocator,
		required: false,
		description: 'The campaign to export',
		displayOptions: { show: { operation: ['export'], campaignSelection: ['one'] } },
	},
	{
		...campaignLocator,
		description: 'The campaign that the export is of',
		displayOptions: { show: { operation: OPERATIONS.filter((one) => one !== 'export') } },
	},
	{
		displayName: 'Statuses',
		name: 'statuses',
		type: 'multiOptions',
		default: [],
		description:
			'The statuses of the campaigns to export, at least one. A campaign in several of them, such as Paused and Errors, is exported once.',
		options: campaignStatuses,
		displayOptions: { show: { operation: ['export'], campaignSelection: ['status'] } },
	},
	{
		displayName: 'Export ID',
		name: 'exportId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. axp_Vv6lJOc8NlVVmDud5',
		description: 'The ID that the operation Start gave. lemlist knows it for 2 hours.',
		displayOptions: { show: { operation: ['getStatus', 'download'] } },
	},
	{
		displayName: 'Export ID',
		name: 'exportId',
		type: 'string',
		default: '',
		placeholder: 'e.g. axp_Vv6lJOc8NlVVmDud5',
		description: 'The ID of an export that was started before. Leave empty to start one.',
		displayOptions: { show: { operation: ['sendByEmail'] } },
	},
	{
		displayName: 'Email',
		name: 'email',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. nathan@example.com',
		description: 'Who gets the link to the file',
		displayOptions: { show: { operation: ['sendByEmail'] } },
	},
	{
		displayName: 'States',
		name: 'states',
		type: 'multiOptions',
		default: [],
		description: 'Which leads to export, by their last state. Leave empty to export all of them.',
		options: leadStates,
		displayOptions: { show: { operation: ['export'], dataset: ['leads'] } },
	},
	...csvOutput(
		{
			description: 'What the next node gets',
			file: 'A CSV file per campaign, ready to upload or send, also a large one',
			rows: 'One item per row of the CSV, ready for Google Sheets, a database or a CRM',
		},
		withFile,
	),
	{ ...binaryPropertyName, displayOptions: { show: { ...withFile, output: ['file'] } } },
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show: withFile },
		options: [
			{
				displayName: 'Add Campaign',
				name: 'addCampaign',
				type: 'boolean',
				default: true,
				description:
					'Whether each row begins with campaignId and campaignName. A column of the file with such a name gets another one.',
				displayOptions: { show: { '/output': ['rows'] } },
			},
			{
				displayName: 'Columns',
				name: 'columns',
				type: 'string',
				default: '',
				placeholder: 'e.g. email, firstName, lastState',
				description:
					'Which columns the rows keep, in this order: names with commas between them, or a list from an expression. Leave empty to keep all.',
				displayOptions: { show: { '/output': ['rows'] } },
			},
			{
				displayName: 'Existing Export ID',
				name: 'resumeExportId',
				type: 'string',
				default: '',
				placeholder: 'e.g. axp_Vv6lJOc8NlVVmDud5',
				description:
					'Wait for an export that was started before, instead of starting one. lemlist knows it for 2 hours.',
				displayOptions: {
					show: { '/operation': ['export'], '/dataset': ['statistics'], '/campaignSelection': ['one'] },
				},
			},
			{
				...fileName({
					description: 'Default is the name of the campaign and the date',
					placeholder: 'e.g. campaign.csv',
				}),
				displayOptions: { show: { '/output': ['file'] } },
			},
			{
				displayName: 'Max Concurrency',
				name: 'maxConcurrency',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: HIGHEST_CONCURRENCY, numberPrecision: 0 },
				default: DEFAULT_CONCURRENCY,
				description:
					'How many exports may run at lemlist at once. The value of the first item counts, or of the next one where it cannot be read.',
				displayOptions: waits,
			},
			{ ...onTimeout, displayOptions: waits },
			{
				...pollInterval(
					'Time between two looks at the export. 0 adapts it: often at first, then every 5 to 15 seconds, as lemlist advises.',
				),
				displayOptions: waits,
			},
			timeout(TIMEOUT, 'How long to wait for the file, at most 120: lemlist forgets an export after 2 hours'),
		],
	},
];

const labels = fieldLabels(properties);

function concurrencyOf(parameters: ItemParameters): number {
	const bounds = { lowest: 1, highest: HIGHEST_CONCURRENCY, fallback: DEFAULT_CONCURRENCY };
	return Math.floor(parameters.number('options.maxConcurrency', bounds));
}

/**
 * How many exports may run at once, one value for all items: that of the first item whose value can be read. An item
 * whose value cannot be read fails by itself, see `readParameters`.
 */
export function maxConcurrency(context: IExecuteFunctions): number {
	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex++) {
		try {
			return concurrencyOf(new ItemParameters(context, itemIndex, labels));
		} catch {
			// The next item may have one.
		}
	}
	return DEFAULT_CONCURRENCY;
}

/** One campaign, or which of several. An existing export is of one. */
function campaignsOf(
	parameters: ItemParameters,
	isExport: boolean,
): Pick<ExportParameters, 'campaignSelection' | 'campaignId' | 'statuses'> {
	const campaignSelection = isExport ? parameters.oneOf('campaignSelection', SELECTIONS, 'one') : 'one';
	if (campaignSelection === 'one') return { campaignSelection, campaignId: campaignIdOf(parameters), statuses: [] };
	if (campaignSelection === 'all') return { campaignSelection, campaignId: '', statuses: [] };
	const statuses = parameters.requiredList('statuses', 'Choose at least one, or select all campaigns.');
	const wrong = statuses.find((status) => !/^\w+$/.test(status));
	if (wrong === undefined) return { campaignSelection, campaignId: '', statuses };
	throw parameters.mustBe('statuses', 'a list of campaign statuses, such as running', wrong);
}

/** What rows hold. */
function rowsOf(
	parameters: ItemParameters,
	output: 'file' | 'rows',
): Pick<ExportParameters, 'addCampaign' | 'columns'> {
	if (output === 'file') return { addCampaign: false, columns: [] };
	return {
		addCampaign: parameters.boolean('options.addCampaign', true),
		columns: parameters.choices('options.columns', 'Its expression gives no column for this item. Check it.'),
	};
}

const NEW_EXPORT = 'Its expression gives no ID for this item, and a new export would be started. Check it.';

function exportIdOf(parameters: ItemParameters, operation: Operation): string {
	if (operation === 'export') return parameters.optional('options.resumeExportId', NEW_EXPORT);
	if (operation === 'sendByEmail') return parameters.optional('exportId', NEW_EXPORT);
	const exportId = parameters.text('exportId');
	if (exportId !== '' || operation === 'start') return exportId;
	throw parameters.mustBe('exportId', 'the ID of an export, such as axp_Vv6lJOc8NlVVmDud5', exportId);
}

/** The chosen states, none for all. An expression that gives nothing is refused: it would export every lead. */
function statesOf(parameters: ItemParameters): string[] {
	const states = parameters.words('states', 'a list of lead states, such as interested');
	if (states.length > 0 || !parameters.wasEntered('states')) return states;
	throw parameters.refuse(
		'states',
		'is empty',
		'Its expression gives no state for this item. Check it, or let it give "all" where you want the leads of every state.',
	);
}

function emailOf(parameters: ItemParameters): string {
	const email = parameters.text('email');
	if (/^\S+@\S+$/.test(email)) return email;
	throw parameters.mustBe('email', 'an email address', email);
}

const WITHOUT_FILE = { output: 'file', binaryPropertyName: 'data', ...noPatience(TIMEOUT) } as const;

/**
 * Reads and checks the parameters of one item. Nothing is sent before they are right.
 *
 * @throws ServiceError of kind `input`
 */
export function readParameters(context: IExecuteFunctions, itemIndex: number): ExportParameters {
	const parameters = new ItemParameters(context, itemIndex, labels);
	const operation = parameters.oneOf('operation', OPERATIONS);
	const isExport = operation === 'export';
	const dataset = isExport ? parameters.oneOf('dataset', ['statistics', 'leads'], 'statistics') : 'statistics';
	// It counts for the run, see `maxConcurrency`; a wrong one fails its item alone.
	if (isExport && dataset === 'statistics') concurrencyOf(parameters);
	const campaigns = campaignsOf(parameters, isExport);
	const file =
		isExport || operation === 'download'
			? { ...readCsvOutput(parameters), ...readPatience(parameters, TIMEOUT) }
			: WITHOUT_FILE;
	const isOne = campaigns.campaignSelection === 'one';
	return {
		operation,
		dataset,
		...campaigns,
		exportId: isOne ? exportIdOf(parameters, operation) : '',
		email: operation === 'sendByEmail' ? emailOf(parameters) : '',
		states: dataset === 'leads' ? statesOf(parameters) : [],
		...rowsOf(parameters, file.output),
		...file,
	};
}
