import { signWith } from '../http/keyOrigin';

/** The header `X-Api-Key` (Qlara, "Authentication"; recommended there over a user name and password). */
export const authenticate = signWith('Qlara', (apiKey) => ({ 'X-Api-Key': apiKey }));
