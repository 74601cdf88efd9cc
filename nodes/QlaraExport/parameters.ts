import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { binaryPropertyName, csvOutput, type CsvOutput, fileName, readCsvOutput } from '../shared/csv/parameters';
import { noPatience, onTimeout, type Patience, pollInterval, readPatience, timeout } from '../shared/jobs/parameters';
import { fieldLabels, ItemParameters } from '../shared/n8n/parameters';
import type { ExportRequest } from '../shared/qlara/exports';
import { isoWithOffset } from '../shared/time/dates';

const OPERATIONS = ['export', 'start', 'getStatus', 'download', 'getLink', 'getMany', 'regenerate'] as const;

export type Operation = (typeof OPERATIONS)[number];

/** What the node is to do for one item, checked. Times in ms. */
export interface ExportParameters extends CsvOutput, Patience {
	operation: Operation;
	/** What is to be exported, for `export` and `start`. */
	request?: ExportRequest;
	/** Empty where the operation needs none, or none was given. */
	exportId: string;
	/** For `getMany`; Infinity for all. */
	atMost: number;
	regenerateExpired: boolean;
}

const TIMEOUT = { longest: 1440, usual: 30 };

const starts = { operation: ['export', 'start'] };
const withFile = { operation: ['export', 'download'] };
const contacts = { ...starts, dataset: ['contacts'] };
const deliveryReports = { ...starts, dataset: ['deliveryReports'] };
const period = { ...deliveryReports, reportsFrom: ['period'] };

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
				action: 'Export contacts or delivery reports',
				description: 'Start an export, wait until Qlara is done, and get the file or its rows',
			},
			{
				name: 'Get Link',
				value: 'getLink',
				action: 'Get link to file of export',
				description: 'Get the address of the file of a finished export, which works for a while',
			},
			{
				name: 'Get Many',
				value: 'getMany',
				action: 'Get many exports',
				description: 'List the exports of the account',
			},
			{
				name: 'Get Status',
				value: 'getStatus',
				action: 'Get status of export',
				description: 'Look once how far an export is',
			},
			{
				name: 'Regenerate',
				value: 'regenerate',
				action: 'Regenerate expired export',
				description: 'Have Qlara make the file of an expired export again, with the same filters',
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
		default: 'contacts',
		description: 'What to export',
		options: [
			{ name: 'Contacts', value: 'contacts', description: 'The contacts of the account' },
			{
				name: 'Delivery Reports',
				value: 'deliveryReports',
				description: 'What was sent, and what became of each message',
			},
		],
		displayOptions: { show: starts },
	},
	{
		displayName: 'Contacts From',
		name: 'contactsFrom',
		type: 'options',
		default: 'all',
		description: 'Which contacts to export',
		options: [
			{ name: 'All Contacts', value: 'all', description: 'Every contact of the account' },
			{ name: 'Contact Lists', value: 'lists', description: 'The contacts of one or more lists' },
			{ name: 'Certain Contacts', value: 'contacts', description: 'The contacts with the IDs below' },
		],
		displayOptions: { show: contacts },
	},
	{
		displayName: 'List IDs',
		name: 'listIds',
		type: 'string',
		default: '',
		placeholder: 'e.g. 12, 34',
		description: 'The IDs of the contact lists: a text with commas, or a list from an expression',
		displayOptions: { show: { ...contacts, contactsFrom: ['lists'] } },
	},
	{
		displayName: 'Contact IDs',
		name: 'contactIds',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1001, 1002',
		description: 'The IDs of the contacts: a text with commas, or a list from an expression',
		displayOptions: { show: { ...contacts, contactsFrom: ['contacts'] } },
	},
	{
		displayName: 'Reports From',
		name: 'reportsFrom',
		type: 'options',
		default: 'campaign',
		description: 'Which delivery reports to export',
		options: [
			{ name: 'Campaign', value: 'campaign', description: 'Those of one campaign' },
			{ name: 'Period', value: 'period', description: 'All of a period' },
		],
		displayOptions: { show: deliveryReports },
	},
	{
		displayName: 'Campaign ID',
		name: 'campaignId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 4711',
		description: 'The ID of the campaign in Qlara',
		displayOptions: { show: { ...deliveryReports, reportsFrom: ['campaign'] } },
	},
	{
		displayName: 'Start Date',
		name: 'startDate',
		type: 'dateTime',
		default: '',
		description: "The beginning of the period, in the workflow's time zone unless it has one of its own",
		displayOptions: { show: period },
	},
	{
		displayName: 'End Date',
		name: 'endDate',
		type: 'dateTime',
		default: '',
		description: 'The end of the period. A date without a time, or at midnight, means the end of that day.',
		displayOptions: { show: period },
	},
	{
		displayName: 'Export ID',
		name: 'exportId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 8f14e45f-ceea-467f-a0e6-5a2b9c1d7e33',
		description: 'The ID that the operation Start or Get Many gave',
		displayOptions: { show: { operation: ['getStatus', 'download', 'getLink', 'regenerate'] } },
	},
	...csvOutput(
		{
			description: 'What the next node gets',
			file: 'One CSV file per export, ready to upload, store or send. Large files stay out of memory.',
			rows: 'One item per row of the CSV, ready for Google Sheets, a database or a CRM',
		},
		withFile,
	),
	{ ...binaryPropertyName, displayOptions: { show: { ...withFile, output: ['file'] } } },
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
		displayOptions: { show: { operation: ['getMany'] } },
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { operation: ['getMany'], returnAll: [false] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show: withFile },
		options: [
			{
				displayName: 'Existing Export ID',
				name: 'resumeExportId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 8f14e45f-ceea-467f-a0e6-5a2b9c1d7e33',
				description: 'Wait for an export that was started before, instead of starting one',
				displayOptions: { show: { '/operation': ['export'] } },
			},
			{
				...fileName({
					description: 'Default is what the export is of, and the date',
					placeholder: 'e.g. contacts.csv',
				}),
				displayOptions: { show: { '/output': ['file'] } },
			},
			onTimeout,
			pollInterval('Time between two looks at the list of exports. 0 means every 5 to 10 seconds, as Qlara advises.'),
			{
				displayName: 'Regenerate Expired',
				name: 'regenerateExpired',
				type: 'boolean',
				default: true,
				description: 'Whether to have Qlara make the file again, once, where it has expired',
			},
			timeout(TIMEOUT, 'How long to wait for the file, at most 1440 (a day)'),
		],
	},
];

const labels = fieldLabels(properties);

/** IDs, at least one: without any Qlara would export every contact. */
function idsOf(parameters: ItemParameters, name: 'listIds' | 'contactIds'): IDataObject {
	const advice = "Enter at least one ID, or choose 'All Contacts'. Check what the expression returns for this item.";
	return { [name]: parameters.requiredList(name, advice) };
}

/** One end of the period may not be missing: neither does Qlara take half of one. */
function periodOf(parameters: ItemParameters, timeZone: string): IDataObject {
	const { from, to } = parameters.period('startDate', 'endDate');
	const advice = 'Enter a date, or check what the expression returns for this item.';
	if (from === undefined) throw parameters.refuse('startDate', 'is empty', advice);
	if (to === undefined) throw parameters.refuse('endDate', 'is empty', advice);
	return { startDateTime: isoWithOffset(from, timeZone), endDateTime: isoWithOffset(to, timeZone) };
}

function requestOf(parameters: ItemParameters, timeZone: string): ExportRequest {
	const dataset = parameters.oneOf('dataset', ['contacts', 'deliveryReports'], 'contacts');
	if (dataset === 'contacts') {
		const scope = parameters.oneOf('contactsFrom', ['all', 'lists', 'contacts'], 'all');
		if (scope === 'all') return { dataset, filters: {} };
		return { dataset, filters: idsOf(parameters, scope === 'lists' ? 'listIds' : 'contactIds') };
	}
	const scope = parameters.oneOf('reportsFrom', ['campaign', 'period'], 'campaign');
	if (scope === 'period') return { dataset, filters: periodOf(parameters, timeZone) };
	return { dataset, filters: { campaignId: parameters.required('campaignId') } };
}

const WITHOUT_FILE = {
	output: 'file',
	binaryPropertyName: 'data',
	...noPatience(TIMEOUT),
	regenerateExpired: true,
} as const;

/** What is wanted of the file, and how long and how often to look for it. */
function fileOf(parameters: ItemParameters) {
	return {
		...readCsvOutput(parameters),
		...readPatience(parameters, TIMEOUT),
		regenerateExpired: parameters.boolean('options.regenerateExpired', true),
	};
}

function exportIdOf(parameters: ItemParameters, operation: Operation): string {
	if (operation === 'start' || operation === 'getMany') return '';
	if (operation !== 'export') return parameters.required('exportId');
	return parameters.optional(
		'options.resumeExportId',
		'Its expression gives no ID for this item, and a new export would be started. Check it, or remove the option.',
	);
}

/**
 * Reads and checks the parameters of one item. Nothing is sent before they are right.
 *
 * @throws ServiceError of kind `input`
 */
export function readParameters(context: IExecuteFunctions, itemIndex: number): ExportParameters {
	const parameters = new ItemParameters(context, itemIndex, labels);
	const operation = parameters.oneOf('operation', OPERATIONS);
	const exportId = exportIdOf(parameters, operation);
	// An existing export has its filters.
	const isNew = operation === 'start' || (operation === 'export' && exportId === '');
	const isLimited = operation === 'getMany' && !parameters.boolean('returnAll');
	return {
		operation,
		request: isNew ? requestOf(parameters, context.getTimezone()) : undefined,
		exportId,
		atMost: isLimited ? parameters.wholeNumber('limit', { lowest: 1 }) : Infinity,
		...(operation === 'export' || operation === 'download' ? fileOf(parameters) : WITHOUT_FILE),
	};
}
