import { STATUS_CODES } from 'node:http';
import { ApiError } from '../engine/apiError';
import type { World } from '../engine/world';
import { Answers } from './answers';

/** The body of an error as the one documented for 429 is; for faults that tests ask for. */
export function qlaraError(status: number, message: string): Record<string, unknown> {
	return { status, error: STATUS_CODES[status], message };
}

/**
 * The answer to a request that is refused, in the form `errorShape` asks for.
 * @param path of the request, which Spring's own form names
 */
export function refusal(world: World, path: string, status: number, message: string): ApiError {
	switch (world.store(Answers).errorShape) {
		case 'text':
			return new ApiError(status, message);
		case 'empty':
			return new ApiError(status, '');
		case 'spring':
			return new ApiError(status, {
				timestamp: world.now(),
				status,
				error: STATUS_CODES[status],
				path: path.replace(/\?.*$/, ''),
			});
		case 'message':
			return new ApiError(status, qlaraError(status, message));
	}
}
