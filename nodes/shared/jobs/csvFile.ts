import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { readRows, storeFile } from '../csv/output';
import { CsvError } from '../csv/parser';
import type { BodyStream } from '../http/streams';
import { broken, type Download, downloadFile, type FileConsumer, type FileSource } from './download';

/** What a node is to make of a CSV file. */
export interface CsvRequest {
	output: 'file' | 'rows';
	/** The output field for the file. */
	binaryPropertyName: string;
	/** With its ending, safe for a file system. */
	fileName: string;
	itemIndex: number;
	/** What the file is of, as hints name it: `campaign cam_1`. */
	of: string;
	/** Stands beside the file; `fileName` and `fileSize` are added. */
	json: IDataObject;
}

function hint(context: IExecuteFunctions, message: string): void {
	context.addExecutionHints?.({ message, type: 'warning', location: 'outputPane' });
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

/**
 * Downloads a CSV file: one item with the file, or one item per row. Each is linked to the input item.
 *
 * @throws ServiceError, what n8n's storage throws, or the signal's reason
 */
export async function csvItems(
	context: IExecuteFunctions,
	source: FileSource,
	{ output, binaryPropertyName, fileName, itemIndex, of, json }: CsvRequest,
	signal: AbortSignal,
): Promise<INodeExecutionData[]> {
	if (output === 'rows') {
		const rows = await downloadFile(source, wholeCsv(itemIndex, signal), signal);
		warnAboutSize(context, rows, of, source.service);
		if (rows.result.length === 0) hint(context, `The export of ${of} has no rows, so this item gives no output items.`);
		return rows.result;
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

/** Reads rows; a file that was cut inside a cell is no CSV, and worth another try. */
function wholeCsv(itemIndex: number, signal: AbortSignal): FileConsumer<INodeExecutionData[]> {
	return async (body: BodyStream) => {
		try {
			return await readRows(body, itemIndex, signal);
		} catch (error) {
			throw error instanceof CsvError ? broken(`It is not a whole CSV: ${error.message}.`) : error;
		}
	};
}
