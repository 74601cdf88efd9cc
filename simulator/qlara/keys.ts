import type { FastifyRequest } from 'fastify';
import { Store } from '../engine/world';
import { refusal } from './errors';

/** An API key: one account, and whether the address it is used from is on the account's list. */
export interface QlaraKey {
	key: string;
	account: string;
	condition: 'valid' | 'addressNotAllowed';
}

declare module 'fastify' {
	interface FastifyRequest {
		/** The account of the key a request to Qlara came with. */
		account: string;
	}
}

/** The account of the key the simulator was started with. */
export const FIRST_ACCOUNT = 'account-1';

/** The API key a request came with. */
export function readKey({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
	const key = headers['x-api-key'];
	return typeof key === 'string' && key !== '' ? key : undefined;
}

/** Keys by themselves. */
export class QlaraKeys extends Store<QlaraKey> {
	/** Adds a key, or changes the account or condition of one that exists. */
	add(key: string, account = FIRST_ACCOUNT, condition: QlaraKey['condition'] = 'valid'): QlaraKey {
		const added: QlaraKey = { key, account, condition };
		this.set(key, added);
		return added;
	}

	/** The key of a request. Throws the answer to one that is not let in. */
	authenticate(request: FastifyRequest): QlaraKey {
		const key = this.get(readKey(request) ?? '');
		if (key === undefined) throw refusal(this.world, request.url, 401, 'Missing or invalid credentials');
		if (key.condition === 'addressNotAllowed')
			throw refusal(this.world, request.url, 403, 'Access denied: your IP address is not in the list of allowed ones');
		return key;
	}
}
