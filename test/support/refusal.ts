import { refusal as refusalOf } from '../../nodes/shared/http/refusals';
import { lemlist } from '../../nodes/shared/lemlist/service';
import type { ServiceError } from '../../nodes/shared/n8n/serviceError';

/** The error for an answer of lemlist with an error status. */
export function refusal(status: number, body: unknown): ServiceError {
	return refusalOf(lemlist, { status, headers: {}, body });
}
