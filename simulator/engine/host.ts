import { setMaxListeners } from 'node:events';
import type { FastifyInstance } from 'fastify';
import { RequestLog, type RecordedRequest } from './requestLog';
import { createServer, type ServerParts } from './server';

export type HostParts = Omit<ServerParts, 'log' | 'signal'> & {
	/** Called after each request. */
	onRequest?: (request: RecordedRequest) => void;
};

/** One origin on a loopback address: a server, its log, and its end. */
export interface Host {
	app: FastifyInstance;
	/** In order of arrival; control routes are not recorded. */
	requests: RecordedRequest[];
	/** Begins to listen, and gives the origin, such as http://127.0.0.1:4010; port 0 takes a free one. */
	listen(port?: number): Promise<string>;
	/** Ends the server and every connection, also those that wait for an answer. */
	close(): Promise<void>;
}

/** A host whose server has no routes yet. */
export function createHost({ onRequest, ...parts }: HostParts): Host {
	const log = new RequestLog(onRequest);
	const closing = new AbortController();
	// Every request that waits listens to it; Node warns above ten.
	setMaxListeners(0, closing.signal);
	const app = createServer({ ...parts, log, signal: closing.signal });
	return {
		app,
		requests: log.requests,
		listen: async (port = 0) => await app.listen({ host: '127.0.0.1', port }),
		close: async () => {
			log.close();
			closing.abort();
			await app.close();
		},
	};
}
