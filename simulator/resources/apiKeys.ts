import { ApiError } from '../engine/apiError';
import { type Resource, Store } from '../engine/world';

/** An API key: one team, and whether lemlist lets its user in. */
export interface ApiKey {
	key: string;
	teamId: string;
	condition: 'valid' | 'blocked' | 'withoutUser';
}

/** The API key in a Basic header (`:key`, lemlist's user name is empty); undefined if there is none. */
export function readKey(authorization: string | undefined): string | undefined {
	const encoded = /^Basic\s+(\S+)$/i.exec(authorization ?? '')?.[1];
	const credentials = Buffer.from(encoded ?? '', 'base64').toString();
	return credentials.startsWith(':') && credentials.length > 1 ? credentials.slice(1) : undefined;
}

/** Keys by themselves. */
export class ApiKeys extends Store<ApiKey> {
	/** Adds a key, or changes the team or condition of one that exists. */
	add(key: string, teamId: string, condition: ApiKey['condition'] = 'valid'): ApiKey {
		const added: ApiKey = { key, teamId, condition };
		this.set(key, added);
		return added;
	}

	/** A key of this team. */
	ofTeam(teamId: string): string | undefined {
		return [...this.values()].find((key) => key.teamId === teamId)?.key;
	}

	/** The key a request came with. Throws the answer lemlist documents for a request it does not let in. */
	authenticate(authorization: string | undefined): ApiKey {
		if (authorization === undefined) throw new ApiError(400, 'No API key provided');
		const key = this.get(readKey(authorization) ?? '');
		if (key === undefined) throw new ApiError(401, 'The authentication you supplied is incorrect');
		if (key.condition === 'blocked') throw new ApiError(403, 'User linked to this API key is blocked');
		if (key.condition === 'withoutUser') throw new ApiError(404, 'No user found for this API key');
		return key;
	}
}

export const keys = { store: ApiKeys } satisfies Resource;
