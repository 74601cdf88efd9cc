import type { INodeProperties } from 'n8n-workflow';

import { binaryPropertyName, csvOutput, fileName } from '../../../shared/csv/parameters';
import { options } from '../../fields/frames';

/** What an entry of the unsubscribe list is about. It becomes a part of the path. */
export const value: INodeProperties = {
	displayName: 'Value',
	name: 'value',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. john.doe@example.com',
	description:
		'An email address, a domain such as @example.com, a phone number such as +33612345678, or a LinkedIn URL',
};

/** The parameters of an operation that gives a CSV file or its rows; read by `csvExport`. */
export const csvExportFields: INodeProperties[] = [
	...csvOutput({
		description: 'Whether to give the list as a CSV file or as items',
		file: 'One CSV file',
		rows: 'One item per row of the CSV',
	}),
	binaryPropertyName,
	{
		...options(
			fileName({
				description: 'The name of the file; by default what it holds, and the date',
				placeholder: 'e.g. unsubscribes.csv',
			}),
		),
		displayOptions: { show: { output: ['file'] } },
	},
];
