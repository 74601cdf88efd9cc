import type { IDataObject } from 'n8n-workflow';

/**
 * What is in `data`, where an answer is wrapped. That of the LinkedIn limits is; whether those of the
 * signatures are could not be read anywhere.
 */
export function unwrap(body: unknown): IDataObject {
	const { data } = body as IDataObject;
	return (typeof data === 'object' && data !== null ? data : body) as IDataObject;
}
