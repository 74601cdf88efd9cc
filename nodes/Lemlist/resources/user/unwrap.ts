import type { IDataObject } from 'n8n-workflow';

import { objectOf } from '../../table/json';

/**
 * What is in `data`, where an answer is wrapped. That of the LinkedIn limits is; whether those of the
 * signatures are could not be read anywhere.
 */
export function unwrap(body: unknown): IDataObject {
	const whole = objectOf(body);
	const { data } = whole;
	return typeof data === 'object' && data !== null ? (data as IDataObject) : whole;
}
