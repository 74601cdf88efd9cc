import { limitsFor } from '../../../nodes/shared/http/rateLimit';
import type { Answer, LemlistClient, RequestOptions } from '../../../nodes/shared/http/client';

/** A request that an operation made. */
export type Sent = RequestOptions & { method: string };

/** A client that sends nothing: it records every request, and answers what the test says. */
export function recordingClient(answer: (request: Sent) => unknown): { client: LemlistClient; sent: Sent[] } {
	const sent: Sent[] = [];
	const record = (options: RequestOptions) => {
		const request = { ...options, method: options.method ?? 'GET' };
		sent.push(request);
		return request;
	};
	const client = {
		request: async (options: RequestOptions): Promise<Answer> => ({
			status: 200,
			headers: {},
			body: await answer(record(options)),
		}),
		requestStream: async (options: RequestOptions) => {
			record(options);
			throw new Error('A recording client has no files');
		},
		limits: limitsFor('a key', 'https://api.lemlist.com/api'),
		withoutKey: (text: string) => text,
	};
	return { client: client as unknown as LemlistClient, sent };
}
