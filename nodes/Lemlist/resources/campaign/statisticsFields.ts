import type { INodeProperties } from 'n8n-workflow';

import { filters, options } from '../../fields/frames';

/** Beginning and end; read them with `statisticsQuery`. */
export const statisticsPeriod: INodeProperties[] = [
	{
		displayName: 'Start Date',
		name: 'startDate',
		type: 'dateTime',
		required: true,
		default: '',
		description: "The beginning of the period, in the workflow's time zone unless it has one of its own",
	},
	{
		displayName: 'End Date',
		name: 'endDate',
		type: 'dateTime',
		required: true,
		default: '',
		description:
			"The end of the period, in the workflow's time zone unless it has one of its own. A day without a time, such as 2026-01-31, or at midnight as the date picker gives it, is included as a whole.",
	},
];

export const statisticsFilters: INodeProperties = filters(
	{
		displayName: 'A/B Version',
		name: 'abSelected',
		type: 'options',
		options: [
			{ name: 'A', value: 'A' },
			{ name: 'B', value: 'B' },
		],
		default: 'A',
		description: 'Only this version of A/B tests',
	},
	{
		displayName: 'Channels',
		name: 'channels',
		type: 'multiOptions',
		options: [
			{ name: 'Email', value: 'email' },
			{ name: 'LinkedIn', value: 'linkedin' },
			{ name: 'Others', value: 'others' },
			{ name: 'SMS', value: 'sms' },
			{ name: 'WhatsApp', value: 'whatsapp' },
		],
		default: [],
		description: 'Only these channels; none chosen means all',
	},
	{
		displayName: 'Sender',
		name: 'sendUser',
		type: 'string',
		default: '',
		placeholder: 'e.g. usr_A1B2C3D4E5F6G7H8I|ann@example.com',
		description: 'Only what this sender sent: user ID and sender email address, with | between them',
	},
);

/** Period, form of the output, filters and options. */
export const statisticsFields: INodeProperties[] = [
	...statisticsPeriod,
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: [
			{ name: 'Steps', value: 'steps', description: 'One item per step of the sequences' },
			{ name: 'Totals', value: 'totals', description: 'One item per campaign, by channel as well' },
		],
		default: 'totals',
		description: 'What an item of the output stands for',
	},
	statisticsFilters,
	options({
		displayName: 'Add Rates',
		name: 'addRates',
		type: 'boolean',
		default: true,
		description:
			"Whether to add rates in percent: opened, clicked and replied of the delivered messages, delivered and bounced of the sent ones; in the totals also unsubscribed, interested and meetings of the leads reached, and accepted of the invitations sent, and the rates of each channel in 'perChannel'. Null where there is nothing to divide by.",
	}),
];
