import type { IDataObject } from 'n8n-workflow';

/** The number in a header; undefined where there is none. Names in lower case, as Node.js gives them. */
export function numberHeader(headers: IDataObject, name: string): number | undefined {
	const value = headers[name];
	const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
	return Number.isFinite(number) && value !== '' ? number : undefined;
}

/** `Retry-After` in seconds, decimals included, as milliseconds; undefined where it says no time. */
export function retryAfterMs(headers: IDataObject): number | undefined {
	const seconds = numberHeader(headers, 'retry-after');
	return seconds === undefined || seconds <= 0 ? undefined : seconds * 1000;
}
