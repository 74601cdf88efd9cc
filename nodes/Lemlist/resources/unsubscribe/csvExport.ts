import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { downloadFile } from '../../../shared/jobs/download';
import { csvRoute } from '../../../shared/jobs/csvRoute';
import { readRows, storeFile } from '../../../shared/csv/output';
import { csvFileName } from '../../../shared/csv/fileName';
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
	const source = csvRoute(client, route, {}, signal);
	if (parameters.raw('output') === 'rows') {
		const { result } = await downloadFile(source, async (body) => await readRows(body, itemIndex, signal), signal);
		return result.map(({ json }) => json);
	}
	const field = parameters.required('binaryPropertyName');
	const { fileName: chosen } = parameters.filled('options') as { fileName?: string };
	const fileName = csvFileName({ chosen, name: content, date: new Date(), timeZone: context.getTimezone() });
	const { result, bytes } = await downloadFile(
		source,
		async (body) => await storeFile(context, body, fileName),
		signal,
	);
	return [{ json: { fileName, fileSize: bytes }, binary: { [field]: result } }];
}
