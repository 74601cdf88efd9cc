import { inChunks } from '../../shared/http/chunks';
import { ServiceError } from '../../shared/n8n/serviceError';

/**
 * Sends a list in parts, one call after the other. What an earlier call did stands: should a later one fail, its error
 * says how far the list got.
 *
 * @param list at most `size` entries of it go into a call
 * @param what names the entries: "leads"
 * @param send one call
 */
export async function sendInBatches<Result>(
	list: readonly string[],
	size: number,
	what: string,
	send: (some: string[]) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	let sent = 0;
	for (const some of inChunks(list, size)) {
		const result = await send(some).catch((error: unknown) => {
			throw error instanceof ServiceError && sent > 0 ? howFar(error, list, sent, what) : error;
		});
		results.push(result);
		sent += some.length;
	}
	return results;
}

function howFar(error: ServiceError, list: readonly string[], sent: number, what: string): ServiceError {
	const count = (number: number) => number.toLocaleString('en');
	return error.with({
		advice: `The first ${count(sent)} of ${count(list.length)} ${what} were done before, up to ${list[sent - 1]}. Running the node again for all of them does no harm.`,
	});
}
