import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { CsvError } from '../csv/csvError';
import { type ReadRows, readRows, storeFile } from '../csv/output';
import type { RowShape } from '../csv/rows';
import type { BodyStream } from '../http/streams';
import { hint } from '../n8n/hints';
import { ServiceError } from '../n8n/serviceError';
import { broken, type Download, downloadFile, type FileConsumer, type FileSource } from './download';

/** What a node is to make of a CSV file. */
export interface CsvRequest {
	output: 'file' | 'rows';
	/** The output field for the file. */
	binaryPropertyName: string;
	/** With its ending, safe for a file system. */
	fileName: string;
	/** What the rows are to hold; default: the columns of the file. */
	shape?: RowShape;
	itemIndex: number;
	/** What the file is of, as hints name it: `campaign cam_1`. */
	of: string;
	/** Stands beside the file; `fileName` and `fileSize` are added. */
	json: IDataObject;
}

function warnAboutSize(
	context: IExecuteFunctions,
	{ bytes, expectedBytes }: Download<unknown>,
	of: string,
	{ name }: FileSource['service'],
): void {
	if (expectedBytes === undefined || bytes <= expectedBytes) return;
	hint(
		context,
		`The file of ${of} has ${bytes} bytes, ${name} named ${expectedBytes}. It arrived whole; ${name} may count differently.`,
	);
}

/** Which columns were hinted at in an execution: many files may lack the same. */
const hinted = new WeakMap<IExecuteFunctions, Set<string>>();

function warnAboutColumns(context: IExecuteFunctions, missing: string[], of: string): void {
	const names = missing.map((name) => `"${name}"`).join(', ');
	const before = hinted.get(context) ?? new Set();
	hinted.set(context, before);
	if (before.has(names)) return;
	before.add(names);
	hint(context, `The export of ${of} has no column ${names}: the rows have an empty text there.`);
}

/**
 * Downloads a CSV file: one item with the file, or one item per row. Each is linked to the input item.
 *
 * @throws ServiceError, what n8n's storage throws, or the signal's reason
 */
export async function csvItems(
	context: IExecuteFunctions,
	source: FileSource,
	{ output, binaryPropertyName, fileName, shape, itemIndex, of, json }: CsvRequest,
	signal: AbortSignal,
): Promise<INodeExecutionData[]> {
	if (output === 'rows') {
		const rows = await downloadFile(source, wholeCsv({ itemIndex, shape, signal }), signal);
		warnAboutSize(context, rows, of, source.service);
		const { items, missingColumns } = rows.result;
		if (items.length === 0) hint(context, `The export of ${of} has no rows, so this item gives no output items.`);
		else if (missingColumns.length > 0) warnAboutColumns(context, missingColumns, of);
		return items;
	}
	const file = await downloadFile(source, async (body) => await storeFile(context, body, fileName), signal);
	warnAboutSize(context, file, of, source.service);
	return [
		{
			json: { ...json, fileName: file.result.fileName ?? fileName, fileSize: file.bytes },
			binary: { [binaryPropertyName]: file.result },
			pairedItem: { item: itemIndex },
		},
	];
}

function unreadable(error: CsvError): ServiceError {
	if (error.isCutOff) return broken(`It is not a whole CSV: ${error.message}.`);
	return new ServiceError('unexpected', {
		message: 'The file is not a CSV that can be read as rows',
		description: `${error.message}. It arrived whole, so another try gives the same. The Output "File" gives it as it is.`,
	});
}

/** Reads rows; a file that was cut is worth another try, one that is no CSV is not. */
function wholeCsv(how: Parameters<typeof readRows>[1]): FileConsumer<ReadRows> {
	return async (body: BodyStream) => {
		try {
			return await readRows(body, how);
		} catch (error) {
			throw error instanceof CsvError ? unreadable(error) : error;
		}
	};
}
