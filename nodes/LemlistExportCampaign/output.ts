import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { broken } from '../shared/asyncExport/download';
import { CsvError, readCsvRows } from '../shared/csv';
import type { BodyStream } from '../shared/transport';

/** What n8n stored: the bytes are named from n8n 2.5 on, before that its metadata has them. */
async function storedBytes({ helpers }: IExecuteFunctions, { bytes, id, data }: IBinaryData): Promise<number> {
	if (bytes !== undefined) return bytes;
	return id ? (await helpers.getBinaryMetadata(id)).fileSize : Buffer.byteLength(data, 'base64');
}

/** Streams a body into n8n's binary data; in filesystem mode nothing of it stays in memory. */
export async function storeFile(
	context: IExecuteFunctions,
	body: BodyStream,
	fileName: string,
): Promise<{ bytes: number; result: IBinaryData }> {
	const result = await context.helpers.prepareBinaryData(body, fileName, 'text/csv');
	return { bytes: await storedBytes(context, result), result };
}

/**
 * Reads a body as CSV, one item per row, each linked to the input item.
 *
 * @throws LemlistError when the text is no whole CSV: a file that was cut inside a cell looks like that
 */
export async function readRows(
	body: BodyStream,
	itemIndex: number,
	signal: AbortSignal,
): Promise<{ bytes: number; result: INodeExecutionData[] }> {
	let bytes = 0;
	const counted = async function* () {
		for await (const chunk of body as AsyncIterable<Uint8Array>) {
			bytes += chunk.length;
			yield chunk;
		}
	};
	const result: INodeExecutionData[] = [];
	try {
		for await (const rows of readCsvRows(counted(), signal)) {
			for (const row of rows) result.push({ json: row, pairedItem: { item: itemIndex } });
		}
	} catch (error) {
		return await Promise.reject(error instanceof CsvError ? broken(`It is not a whole CSV: ${error.message}.`) : error);
	}
	return { bytes, result };
}
