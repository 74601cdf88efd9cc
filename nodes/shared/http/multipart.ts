import { randomUUID } from 'node:crypto';

import { RawBody } from './client';

/** A file to send. */
export interface Upload {
	fileName: string;
	mimeType: string;
	content: Buffer;
}

/** A text inside quotes of a header, escaped as browsers do for forms (WHATWG HTML, "multipart/form-data"). */
function quoted(text: string): string {
	return `"${text.replace(/\r/g, '%0D').replace(/\n/g, '%0A').replace(/"/g, '%22')}"`;
}

/** A `multipart/form-data` body with one file (RFC 7578). */
export function multipartFile(fieldName: string, { fileName, mimeType, content }: Upload): RawBody {
	const boundary = `----n8n-${randomUUID()}`;
	const head = [
		`--${boundary}`,
		`Content-Disposition: form-data; name=${quoted(fieldName)}; filename=${quoted(fileName)}`,
		`Content-Type: ${mimeType.replace(/[\r\n]/g, '')}`,
		'',
		'',
	].join('\r\n');
	return new RawBody(
		`multipart/form-data; boundary=${boundary}`,
		Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]),
	);
}
