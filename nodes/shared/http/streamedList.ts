import { ServiceError } from '../n8n/serviceError';
import { listItems, unknownForm } from './answers';
import type { FileAnswer, RequestOptions, ServiceClient } from './client';
import { JsonListError, JsonListReader } from './jsonList';
import { refusalUnder2xx, unreadable } from './refusals';
import { parseBody } from './text';

/** What a list that ended before its end says. */
function brokenOff({ service }: ServiceClient, what: string, entries: number, cause: unknown): ServiceError {
	const code = (cause as { code?: unknown } | undefined)?.code;
	return new ServiceError('unreachable', {
		message: `The connection to ${service.name} ended in the middle of ${what}`,
		description: `${entries.toLocaleString('en')} had come until then${typeof code === 'string' ? ` (${code})` : ''}. Run the node again; a limit makes the list shorter.`,
		cause,
	});
}

/** An answer that is no bare list: a list inside an object, a refusal under 200, a web page. It is read as a whole. */
function wholeAnswer<Item>(client: ServiceClient, { status, headers }: FileAnswer, text: string, what: string): Item[] {
	const answer = { status, headers, body: parseBody(client.withoutKey(text)) };
	const problem = refusalUnder2xx(client.service, answer);
	if (problem) throw problem;
	if (text.trim() === '') throw unreadable(client.service, 'an empty answer', status);
	return listItems<Item>(client.service, answer.body, what);
}

/**
 * A list that comes at once, read as it arrives: only what is not yet given is kept in memory. Whoever stops reading
 * ends the connection.
 *
 * @param what names it in messages, such as "the leads"
 * @throws ServiceError; of kind `unreachable` where the connection ends first, with what came given before
 */
export async function* streamedList<Item>(
	client: ServiceClient,
	{ what, request, signal }: { what: string; request: RequestOptions; signal?: AbortSignal },
): AsyncGenerator<Item[]> {
	const answer = await client.requestStream({ ...request, signal });
	const { body } = answer;
	const decoder = new TextDecoder();
	const list = new JsonListReader();
	/** Of an answer that is no bare list: all of it so far. */
	let whole: string | undefined = '';
	let entries = 0;
	const failure = (error: unknown) => {
		if (error instanceof ServiceError) return error;
		return error instanceof JsonListError
			? unreadable(client.service, 'a list that breaks off', answer.status)
			: brokenOff(client, what, entries, error);
	};
	try {
		for await (const bytes of body as AsyncIterable<Uint8Array>) {
			const text = decoder.decode(bytes, { stream: true });
			if (whole !== undefined) {
				whole += text;
				if (!/^\s*\[/.test(whole)) continue;
			}
			const found = list.write(client.withoutKey(whole ?? text)) as Item[];
			const odd = found.find((entry) => typeof entry !== 'object' || entry === null);
			if (odd !== undefined) throw unknownForm(client.service, what, 'Expected a list of objects', odd);
			whole = undefined;
			entries += found.length;
			if (found.length > 0) yield found;
		}
		if (whole !== undefined) yield wholeAnswer(client, answer, whole + decoder.decode(), what);
		else list.end();
	} catch (error) {
		signal?.throwIfAborted();
		throw failure(error);
	} finally {
		body.destroy();
	}
}
