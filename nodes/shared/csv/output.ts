import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { BodyStream } from '../http/streams';
import { ServiceError } from '../n8n/serviceError';
import { readCsvRows, type RowShape } from './rows';

/** What n8n stored: the bytes are named from n8n 2.5 on, before that its metadata has them. */
async function storedBytes({ helpers }: IExecuteFunctions, { bytes, id, data }: IBinaryData): Promise<number> {
	if (bytes !== undefined) return bytes;
	return id ? (await helpers.getBinaryMetadata(id)).fileSize : Buffer.byteLength(data, 'base64');
}

/** The codes with which a file system refuses more. */
const STORAGE_CODES = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EMFILE', 'EIO']);

/** The error for a file that n8n cannot keep, with advice; undefined where something else went wrong. */
function storageError(error: unknown): ServiceError | undefined {
	if (!(error instanceof Error)) return undefined;
	// Where n8n keeps files in its database, larger ones are refused by this class of n8n-core.
	if (error.constructor.name === 'FileTooLargeError') {
		return new ServiceError('storage', {
			message: 'The file is too large for the place where n8n keeps files',
			description: `${error.message} In its database mode n8n takes files up to 512 MiB unless told otherwise; in its filesystem mode (N8N_DEFAULT_BINARY_DATA_MODE=filesystem) it streams any size to disk. The Output "Rows" needs no file.`,
			cause: error,
		});
	}
	if (!STORAGE_CODES.has(String((error as { code?: unknown }).code))) return undefined;
	return new ServiceError('storage', {
		message: 'n8n could not store the file',
		description: `The system says: ${error.message}.`,
		cause: error,
	});
}

/**
 * Puts a body into n8n's binary data; of a stream, nothing stays in memory in filesystem mode.
 *
 * @throws ServiceError of kind `storage` where n8n cannot keep it; what else n8n's storage throws
 */
export async function storeFile(
	context: IExecuteFunctions,
	body: BodyStream | Buffer,
	fileName: string,
	mimeType = 'text/csv',
): Promise<{ bytes: number; result: IBinaryData }> {
	const result = await context.helpers.prepareBinaryData(body, fileName, mimeType).catch((error: unknown) => {
		throw storageError(error) ?? error;
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
