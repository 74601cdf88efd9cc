import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that a node sent to somebody else's service. */
export interface Caught {
	method: string;
	host: string;
	/** Still percent-encoded. */
	path: string;
	query: URLSearchParams;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

/** What a service answers: JSON, unless it is bytes or a text of its own type. */
export interface Answer {
	status?: number;
	type?: string;
	body?: unknown;
}

/** A service of which the tests need a part; undefined for what it does not have. */
export type Service = (request: Caught) => Answer | undefined;

export const json = <T>({ body }: Caught): T => JSON.parse(body.toString('utf8')) as T;

/** Hands each request to the service of its host. @param unexpected collects those that none answered */
export function listener(serviceOf: (host: string) => Service | undefined, unexpected: string[]): RequestListener {
	return (incoming, outgoing) => {
		const chunks: Buffer[] = [];
		incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
		incoming.on('end', () => {
			const host = incoming.headers.host ?? '';
			const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://any');
			const request: Caught = {
				method: incoming.method ?? '',
				host,
				path: pathname,
				query: searchParams,
				headers: incoming.headers,
				body: Buffer.concat(chunks),
			};
			const answer = serviceOf(host.replace(/:443$/, ''))?.(request);
			if (!answer) unexpected.push(`${request.method} ${host}${pathname}`);
			const { status = 200, type = 'application/json', body = '' } = answer ?? { status: 404, body: {} };
			const isRaw = Buffer.isBuffer(body) || type !== 'application/json';
			outgoing.writeHead(status, { 'content-type': type }).end(isRaw ? body : JSON.stringify(body));
		});
	};
}

/** A service that nodes can be given the address of. */
export async function serve(service: Service, unexpected: string[]) {
	const server = createServer(listener(() => service, unexpected));
	await once(server.listen(0, '127.0.0.1'), 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		async close() {
			const closed = once(server.close(), 'close');
			server.closeAllConnections();
			await closed;
		},
	};
}
