import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { csvFileName } from '../../../shared/csv/fileName';
import { csvItems } from '../../../shared/jobs/csvFile';
import { csvRoute } from '../../../shared/jobs/csvRoute';
import type { Call } from '../../table/operation';

/** The parameters of an operation that gives a CSV file or its rows; read by `csvExport`. */
export const csvExportFields: INodeProperties[] = [
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		default: 'file',
		options: [
			{ name: 'File', value: 'file', description: 'One CSV file' },
			{ name: 'Rows', value: 'rows', description: 'One item per row of the CSV' },
		],
		description: 'Whether to give the list as a CSV file or as items',
	},
	{
		displayName: 'Put Output File in Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		placeholder: 'e.g. data',
		hint: 'The name of the output binary field to put the file in',
		displayOptions: { show: { output: ['file'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show: { output: ['file'] } },
		options: [
			{
				displayName: 'File Name',
				name: 'fileName',
				type: 'string',
				default: '',
				placeholder: 'e.g. unsubscribes.csv',
				description: 'The name of the file; by default what it holds, and the date',
			},
		],
	},
];

/**
 * Downloads a route that answers with CSV, as a file or as rows.
 *
 * @param route path below the base URL
 * @param content names what the file holds, for its name
 */
export async function csvExport(
	{ context, client, parameters, itemIndex, signal }: Call,
	route: string,
	content: string,
): Promise<IDataObject[] | INodeExecutionData[]> {
	const { fileName: chosen } = parameters.filled('options') as { fileName?: string };
	const output = parameters.text('output') === 'rows' ? 'rows' : 'file';
	const items = await csvItems(
		context,
		csvRoute(client, route),
		{
			output,
			binaryPropertyName: output === 'file' ? parameters.required('binaryPropertyName') : '',
			fileName: csvFileName({ chosen, name: content, date: new Date(), timeZone: context.getTimezone() }),
			itemIndex,
			of: content,
			json: {},
		},
		signal,
	);
	return output === 'rows' ? items.map(({ json }) => json) : items;
}
