import { unknownForm } from '../http/answers';
import type { ServiceClient } from '../http/client';
import { path } from '../http/path';
import { ServiceError } from '../n8n/serviceError';
import { qlara } from './service';

/** Deepest level of an answer in which a link is looked for. */
const DEEPEST = 5;

/** All texts in an answer that are addresses as a whole, each once. */
function addressesIn(value: unknown, depth = 0): string[] {
	if (typeof value === 'string') return /^https?:\/\/\S+$/i.test(value.trim()) ? [value.trim()] : [];
	if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
	return [...new Set(Object.values(value).flatMap((one) => addressesIn(one, depth + 1)))];
}

/** Without its query, which is a key to the file. */
function shown(address: string): string {
	return URL.canParse(address) ? `${new URL(address).origin}${new URL(address).pathname}` : address;
}

/**
 * The download link in an answer: the one address in it, whatever its name is, which is not documented; or the answer
 * itself.
 *
 * @throws ServiceError of kind `unexpected` where there is none, or none that is encrypted, or several
 */
function linkIn(client: ServiceClient, body: unknown): string {
	const addresses = addressesIn(body);
	const safe = addresses.filter((address) => client.isSafeLink(address));
	if (safe.length === 1) return safe[0]!;
	if (addresses.length === 0) throw unknownForm(qlara, 'the download link', 'Expected one https address', body);
	if (safe.length > 1) {
		throw new ServiceError('unexpected', {
			message: `Qlara sent ${safe.length} addresses, and not one download link`,
			description: `They are ${safe.map(shown).join(' and ')}. Which of them is the file is not known. Please report this with the text above.`,
		});
	}
	throw new ServiceError('unexpected', {
		message: 'Qlara sent a download link that is not encrypted',
		description: `It is ${addresses.map(shown).join(' and ')}. Only https addresses are opened. Check the base URL of the credential.`,
	});
}

/** GET /exports/{exportId}. @param patient whether to try again after trouble; a download does so itself */
export async function downloadLink(
	client: ServiceClient,
	exportId: string,
	{ patient, signal }: { patient: boolean; signal?: AbortSignal },
): Promise<string> {
	const { body } = await client.request({
		path: path`/exports/${exportId}`,
		signal,
		...(!patient && { retry: false }),
	});
	return linkIn(client, body);
}
