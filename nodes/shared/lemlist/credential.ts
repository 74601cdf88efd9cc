import { signWith } from '../http/keyOrigin';

/** Basic authentication with an empty user name and the key as password (lemlist, "Authentication"). */
export const authenticate = signWith('lemlist', (apiKey) => ({
	Authorization: `Basic ${Buffer.from(`:${apiKey}`).toString('base64')}`,
}));
