import { Readable } from 'node:stream';

import { lemlist } from '../../../nodes/shared/lemlist/service';
import type { Answer, ServiceClient, RequestOptions } from '../../../nodes/shared/http/client';

/** A request that an operation made. */
export type Sent = RequestOptions & { method: string };

/** A client that sends nothing: it records every request, and answers what the test says. */
export function recordingClient(answer: (request: Sent) => unknown): { client: ServiceClient; sent: Sent[] } {
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
			const body = await answer(record(options));
			const text = typeof body === 'string' ? body : JSON.stringify(body);
			return { status: 200, headers: {}, body: Readable.from([Buffer.from(text)]) };
		},
		service: lemlist,
		withoutKey: (text: string) => text,
	};
	return { client: client as unknown as ServiceClient, sent };
}
