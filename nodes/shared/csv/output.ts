import { type IBinaryData, type IExecuteFunctions, type INodeExecutionData, NodeOperationError } from 'n8n-workflow';

import { readCsvRows, type RowShape } from './rows';
import type { BodyStream } from '../http/streams';

/** What n8n stored: the bytes are named from n8n 2.5 on, before that its metadata has them. */
async function storedBytes({ helpers }: IExecuteFunctions, { bytes, id, data }: IBinaryData): Promise<number> {
	if (bytes !== undefined) return bytes;
	return id ? (await helpers.getBinaryMetadata(id)).fileSize : Buffer.byteLength(data, 'base64');
}

/** Where n8n keeps files in its database, larger ones are refused by this class of n8n-core. */
function isTooLarge(error: unknown): error is Error {
	return error instanceof Error && error.constructor.name === 'FileTooLargeError';
}

/**
 * Streams a body into n8n's binary data; in filesystem mode nothing of it stays in memory.
 *
 * @throws what n8n's storage throws, with advice where the file is too large for it
 */
export async function storeFile(
	context: IExecuteFunctions,
	body: BodyStream,
	fileName: string,
): Promise<{ bytes: number; result: IBinaryData }> {
	const result = await context.helpers.prepareBinaryData(body, fileName, 'text/csv').catch((error: unknown) => {
		if (!isTooLarge(error)) throw error;
		throw new NodeOperationError(context.getNode(), error, {
			message: 'The file is too large for the place where n8n keeps files',
			description: `${error.message} In its database mode n8n takes files up to 512 MiB unless told otherwise; in its filesystem mode (N8N_DEFAULT_BINARY_DATA_MODE=filesystem) it streams any size to disk. The Output "Rows" needs no file.`,
		});
	});
	return { bytes: await storedBytes(context, result), result };
}

/** The rows of a file as items, and the columns that were asked for and are not in it. */
export interface ReadRows {
	items: INodeExecutionData[];
	missingColumns: string[];
}

/**
 * Reads a body as CSV, one item per row, each linked to the input item.
 *
 * @throws CsvError when the text is no whole CSV: a file that was cut inside a cell looks like that
 */
export async function readRows(
	body: BodyStream,
	{ itemIndex, shape, signal }: { itemIndex: number; shape?: RowShape; signal: AbortSignal },
): Promise<{ bytes: number; result: ReadRows }> {
	let bytes = 0;
	const counted = async function* () {
		for await (const chunk of body as AsyncIterable<Uint8Array>) {
			bytes += chunk.length;
			yield chunk;
		}
	};
	const items: INodeExecutionData[] = [];
	let missingColumns: string[] = [];
	const onMissing = (columns: string[]) => (missingColumns = columns);
	for await (const rows of readCsvRows(counted(), { ...shape, signal, onMissing })) {
		for (const row of rows) items.push({ json: row, pairedItem: { item: itemIndex } });
	}
	return { bytes, result: { items, missingColumns } };
}
