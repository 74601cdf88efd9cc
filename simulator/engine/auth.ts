import { ApiError } from './context';
import type { ApiKey, State } from '../state';

/** The API key in a Basic header (`:key`, lemlist's user name is empty); undefined if there is none. */
export function readKey(authorization: string | undefined): string | undefined {
	const encoded = /^Basic\s+(\S+)$/i.exec(authorization ?? '')?.[1];
	const credentials = Buffer.from(encoded ?? '', 'base64').toString();
	return credentials.startsWith(':') && credentials.length > 1 ? credentials.slice(1) : undefined;
}

/** The key a request came with. Throws the answer lemlist documents for a request it does not let in. */
export function authenticate(state: State, authorization: string | undefined): ApiKey {
	if (authorization === undefined) throw new ApiError(400, 'No API key provided');
	const key = state.keys.get(readKey(authorization) ?? '');
	if (key === undefined) throw new ApiError(401, 'The authentication you supplied is incorrect');
	if (key.condition === 'blocked') throw new ApiError(403, 'User linked to this API key is blocked');
	if (key.condition === 'withoutUser') throw new ApiError(404, 'No user found for this API key');
	return key;
}
