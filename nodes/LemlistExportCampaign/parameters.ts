import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { campaignIdOf, campaignLocator } from '../shared/lemlist/campaigns';
import { ServiceError } from '../shared/n8n/serviceError';
import { leadStates } from '../shared/lemlist/leadStates';

const OPERATIONS = ['export', 'start', 'getStatus', 'download', 'sendByEmail'] as const;

export type Operation = (typeof OPERATIONS)[number];

/** What the node is to do for one item, checked. Times in ms. */
export interface ExportParameters {
	operation: Operation;
	dataset: 'statistics' | 'leads';
	campaignId: string;
	/** Empty where the operation needs none, or none was given. */
	exportId: string;
	email: string;
	states: string[];
	output: 'file' | 'rows';
	binaryPropertyName: string;
	fileName?: string;
	/** 0 = adaptive. */
	pollIntervalMs: number;
	timeoutMs: number;
	onTimeout: 'fail' | 'returnPending';
}

/** lemlist forgets an export after 2 hours. */
const LONGEST_TIMEOUT_MIN = 120;
const DEFAULT_TIMEOUT_MIN = 30;
const DEFAULT_CONCURRENCY = 20;
const HIGHEST_CONCURRENCY = 100;

const withFile = { operation: ['export', 'download'] };

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
				description:
					'Everything that happened in the campaign. lemlist prepares the file in the background; the node waits for it.',
			},
			{
				name: 'Leads',
				value: 'leads',
				description: 'The leads of the campaign with their fields and last state. The file comes at once.',
			},
		],
		displayOptions: { show: { operation: ['export'] } },
	},
	{ ...campaignLocator, description: 'The campaign to export' },
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
		default: ['all'],
		description: 'Which leads to export, by their last state',
		options: leadStates,
		displayOptions: { show: { operation: ['export'], dataset: ['leads'] } },
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		default: 'file',
		description: 'What the next node gets',
		options: [
			{
				name: 'File',
				value: 'file',
				description:
					'One CSV file per campaign, ready to upload, store or send. Large files stay out of memory. An AI agent sees no files.',
			},
			{
				name: 'Rows',
				value: 'rows',
				description: 'One item per row of the CSV, ready for Google Sheets, a database or a CRM',
			},
		],
		displayOptions: { show: withFile },
	},
	{
		displayName: 'Put Output File in Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		placeholder: 'e.g. data',
		hint: 'The name of the output field to put the file in',
		displayOptions: { show: { ...withFile, output: ['file'] } },
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
				placeholder: 'e.g. axp_Vv6lJOc8NlVVmDud5',
				description:
					'Wait for an export that was started before, instead of starting one. lemlist knows it for 2 hours.',
				displayOptions: { show: { '/operation': ['export'], '/dataset': ['statistics'] } },
			},
			{
				displayName: 'File Name',
				name: 'fileName',
				type: 'string',
				default: '',
				placeholder: 'e.g. campaign.csv',
				description: 'Default is the name of the campaign and the date',
				displayOptions: { show: { '/output': ['file'] } },
			},
			{
				displayName: 'Max Concurrency',
				name: 'maxConcurrency',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: HIGHEST_CONCURRENCY, numberPrecision: 0 },
				default: DEFAULT_CONCURRENCY,
				description: 'How many exports may run at lemlist at once. The value of the first item counts.',
				displayOptions: { show: { '/operation': ['export'], '/dataset': ['statistics'] } },
			},
			{
				displayName: 'On Timeout',
				name: 'onTimeout',
				type: 'options',
				default: 'fail',
				description: 'What to do when the export is not done in time',
				options: [
					{ name: 'Fail', value: 'fail', description: 'Stop with a message that tells how to get the file later' },
					{
						name: 'Return Pending Item',
						value: 'returnPending',
						description:
							'Go on with an item of status "pending" and the export ID, for a loop with Wait and Get Status',
					},
				],
				displayOptions: { show: { '/operation': ['export'], '/dataset': ['statistics'] } },
			},
			{
				displayName: 'Poll Interval (Seconds)',
				name: 'pollInterval',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description:
					'Time between two looks at the export. 0 adapts it: often at first, then every 5 to 15 seconds, as lemlist advises.',
				displayOptions: { show: { '/operation': ['export'], '/dataset': ['statistics'] } },
			},
			{
				displayName: 'Timeout (Minutes)',
				name: 'timeout',
				type: 'number',
				typeOptions: { minValue: 0.05, maxValue: LONGEST_TIMEOUT_MIN, numberPrecision: 2 },
				default: DEFAULT_TIMEOUT_MIN,
				description: 'How long to wait for the file, at most 120: lemlist forgets an export after 2 hours',
			},
		],
	},
];

function bad(name: string, value: unknown, wanted: string): ServiceError {
	return new ServiceError('input', {
		message: `'${name}' must be ${wanted}`,
		description: `It is ${JSON.stringify(value)?.slice(0, 60) ?? 'empty'} for this item. Check the value, or what its expression returns.`,
	});
}

function numberBetween(name: string, value: unknown, lowest: number, highest: number): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number !== 'number' || !Number.isFinite(number) || number < lowest || number > highest) {
		throw bad(
			name,
			value,
			highest === Infinity ? `a number from ${lowest} up` : `a number from ${lowest} to ${highest}`,
		);
	}
	return number;
}

/** An expression may give a number for a text, and nothing for an empty one. */
function text(name: string, value: unknown): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string' || typeof value === 'number') return String(value).trim();
	throw bad(name, value, 'a text');
}

function oneOf<Value extends string>(name: string, value: unknown, allowed: readonly Value[]): Value {
	const found = allowed.find((one) => one === value);
	if (found === undefined) throw bad(name, value, `one of: ${allowed.join(', ')}`);
	return found;
}

/** A list, or a text with commas. New states of lemlist pass; they are words. */
function statesOf(value: unknown): string[] {
	const states: unknown[] = Array.isArray(value) ? value : text('States', value).split(',');
	return states
		.map((state) => text('States', state))
		.filter((state) => {
			if (!/^\w*$/.test(state)) throw bad('States', state, 'a list of lead states, such as interested');
			return state !== '';
		});
}

/** How many exports may run at once; one value for all items. */
export function maxConcurrency(context: IExecuteFunctions): number {
	const options = context.getNodeParameter('options', 0, {}) as { maxConcurrency?: unknown };
	return Math.floor(
		numberBetween('Max Concurrency', options.maxConcurrency ?? DEFAULT_CONCURRENCY, 1, HIGHEST_CONCURRENCY),
	);
}

/**
 * Reads and checks the parameters of one item. Nothing is sent before they are right.
 *
 * @throws ServiceError of kind `input`
 */
export function readParameters(context: IExecuteFunctions, itemIndex: number): ExportParameters {
	const given = (name: string, fallback: unknown = '') => context.getNodeParameter(name, itemIndex, fallback);
	const operation = oneOf('Operation', given('operation'), OPERATIONS);
	const dataset =
		operation === 'export' ? oneOf('Dataset', given('dataset', 'statistics'), ['statistics', 'leads']) : 'statistics';
	const withOutput = operation === 'export' || operation === 'download';
	const options = withOutput ? (given('options', {}) as Record<string, unknown>) : {};
	const output = withOutput ? oneOf('Output', given('output', 'file'), ['file', 'rows']) : 'file';
	const parameters: ExportParameters = {
		operation,
		dataset,
		campaignId: campaignIdOf(context.getNodeParameter('campaignId', itemIndex, '', { extractValue: true })),
		exportId:
			operation === 'export'
				? text('Existing Export ID', options.resumeExportId)
				: text('Export ID', given('exportId')),
		email: operation === 'sendByEmail' ? text('Email', given('email')) : '',
		states: dataset === 'leads' ? statesOf(given('states', [])) : [],
		output,
		binaryPropertyName:
			withOutput && output === 'file' ? text('Put Output File in Field', given('binaryPropertyName')) : 'data',
		fileName: text('File Name', options.fileName) || undefined,
		pollIntervalMs: numberBetween('Poll Interval', options.pollInterval ?? 0, 0, Infinity) * 1000,
		timeoutMs: numberBetween('Timeout', options.timeout ?? DEFAULT_TIMEOUT_MIN, 0.001, LONGEST_TIMEOUT_MIN) * 60_000,
		onTimeout: oneOf('On Timeout', options.onTimeout ?? 'fail', ['fail', 'returnPending']),
	};
	if ((operation === 'getStatus' || operation === 'download') && parameters.exportId === '') {
		throw bad('Export ID', parameters.exportId, 'the ID of an export, such as axp_Vv6lJOc8NlVVmDud5');
	}
	if (operation === 'sendByEmail' && !/^\S+@\S+$/.test(parameters.email)) {
		throw bad('Email', parameters.email, 'an email address');
	}
	if (parameters.binaryPropertyName === '') throw bad('Put Output File in Field', '', 'the name of a field');
	return parameters;
}
