import { ServiceError } from '../shared/n8n/serviceError';

/**
 * An error of an activation, its description beginning with what happened: n8n 1 shows a failed activation's description
 * alone, n8n 2 message and description.
 */
export function wordsFirst(error: unknown): unknown {
	if (!(error instanceof ServiceError)) return error;
	const { kind, message, description, status, serviceSays, meaning, final, ids, cause } = error;
	const happened =
		serviceSays === undefined ? message : `lemlist says: ${serviceSays}${status ? ` (HTTP ${status})` : ''}`;
	return new ServiceError(kind, {
		message,
		description: [`${happened.replace(/[.]$/, '')}.`, description].filter(Boolean).join(' '),
		status,
		serviceSays,
		meaning,
		final,
		ids,
		cause,
	});
}
