import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ApiError } from './apiError';
import { answerAs, breakBody, resetInsteadOfAnswer } from './brokenResponse';
import { type Clock, delay } from './clock';
import { faultName, type FaultAction, type FaultAnswer, type Faults } from './faults';
import type { Limiter, LimitWindow } from './rateLimit';
import type { RecordedRequest, RequestLog } from './requestLog';
import type { Service } from './service';

/** Paths under it steer the simulator; they are neither logged, limited nor broken. */
export const CONTROL_PREFIX = '/_simulator';

/** The kind of a request whose path no route has. */
const UNKNOWN = 'unknown';

const MAINTENANCE_PAGE =
	'<!DOCTYPE html><html><head><title>Maintenance</title></head><body><h1>We will be back soon</h1></body></html>';

export interface ServerParts {
	service: Service;
	clock: Clock;
	faults: Faults;
	log: RequestLog;
	/** Without one, nothing is limited, whatever the service says. */
	rateLimiter?: Limiter;
	/** Real milliseconds before every answer. */
	latencyMs(): number;
	/** Ends the waits of this server. */
	signal: AbortSignal;
}

/** A server that records, limits, delays and breaks requests and has the service let them in; it has no routes yet. */
export function createServer(parts: ServerParts): FastifyInstance {
	const { service, clock, faults, log, rateLimiter, latencyMs, signal } = parts;
	const app = fastify({
		forceCloseConnections: true,
		exposeHeadRoutes: false,
		routerOptions: { ignoreTrailingSlash: true, maxParamLength: 2_000 },
	});
	app.decorateRequest<RecordedRequest | null>('record', null);
	app.decorateRequest<LimitWindow | undefined>('limitWindow', undefined);
	app.decorateRequest<FaultAnswer | undefined>('instead', undefined);
	acceptAnyBody(app);

	app.addHook('onRequest', async (request, reply) => {
		if (isControl(request)) return;
		const { kind = UNKNOWN } = request.routeOptions.config;
		request.record = log.open(request, reply, kind, service.campaignOf(request));
		if (!service.limit || !rateLimiter) return;
		request.limitWindow = rateLimiter.arrive(service.limit.payerOf(request), clock.now());
		reply.headers(service.limit.headers(request.limitWindow));
	});

	// After the body has been read, so that the log has it whatever happens to the request.
	app.addHook('preHandler', async (request, reply) => {
		if (isControl(request)) return;
		const { kind = UNKNOWN, auth } = request.routeOptions.config;
		if (request.body !== undefined) request.record.body = request.body;
		await delay(latencyMs(), signal);
		if (signal.aborted) return reply.hijack();
		const window = request.limitWindow;
		if (service.limit && window?.allowed === false) throw service.limit.refuse(window);

		const fault = faults.take(kind, request.record.campaignId);
		if (fault !== undefined) {
			request.record.fault = faultName(fault);
			if (await applyFault(fault, request, reply, log, signal)) return reply;
		}
		if (kind !== UNKNOWN && auth !== 'own') service.admit?.(request);
		return undefined;
	});

	app.addHook('onSend', async (request, reply, body) => {
		if (isControl(request)) return body;
		const sent = request.instead ? prepareAnswer(reply, request.instead) : body;
		return service.finish ? service.finish(reply, sent) : sent;
	});

	app.setNotFoundHandler((_request, reply) => service.answerUnknown(reply));
	app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
		if (error instanceof ApiError) return sendAnswer(reply, error.status, error.body, error.contentType);
		return sendAnswer(reply, error.statusCode ?? 500, error.message);
	});
	return app;
}

function isControl({ url }: FastifyRequest): boolean {
	return url.startsWith(CONTROL_PREFIX);
}

function sendAnswer(reply: FastifyReply, status: number, body: unknown, contentType?: string): FastifyReply {
	return reply.send(prepareAnswer(reply, { status, body, contentType }));
}

/** Everything of an answer but its body, which it returns as it is sent. */
function prepareAnswer(reply: FastifyReply, { status, body = '', contentType, headers = {} }: FaultAnswer): string {
	for (const [name, value] of Object.entries(headers)) {
		if (value === null) reply.removeHeader(name);
		else reply.header(name, value);
	}
	// That of the route's own body, where it had one.
	reply.removeHeader('content-length');
	const isText = typeof body === 'string';
	reply.status(status).type(contentType ?? (isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8'));
	return isText ? body : JSON.stringify(body);
}

/** Does to a request what a fault says; true when its route is not to run any more. */
async function applyFault(
	fault: FaultAction,
	request: FastifyRequest,
	reply: FastifyReply,
	log: RequestLog,
	signal: AbortSignal,
): Promise<boolean> {
	const cut = () => log.cut(request.record);
	if (fault === 'reset') {
		reply.hijack();
		cut();
		request.raw.socket.resetAndDestroy();
	} else if (fault === 'timeout') {
		// Its connection ends when the client or the simulator closes it.
		reply.hijack();
	} else if (fault === 'processThenReset') {
		resetInsteadOfAnswer(reply.raw, cut);
		return false;
	} else if (fault === 'html200') {
		sendAnswer(reply, 200, MAINTENANCE_PAGE, 'text/html; charset=utf-8');
	} else if (fault === 'empty200') {
		reply.status(200).send();
	} else if ('redirectTo' in fault) {
		reply.redirect(fault.redirectTo, fault.status);
	} else if ('status' in fault) {
		reply.send(prepareAnswer(reply, fault));
	} else if ('thenAnswer' in fault) {
		request.instead = fault.thenAnswer;
		return false;
	} else if ('answerAs' in fault) {
		answerAs(reply.raw, fault.answerAs);
		return false;
	} else if ('delayMs' in fault) {
		await delay(fault.delayMs, signal);
		if (!signal.aborted) return false;
		reply.hijack();
	} else {
		breakBody(reply.raw, fault, cut);
		return false;
	}
	return true;
}

/** Bodies of any type are taken, an empty one too whatever its type says: what a route does with it is its own affair. */
function acceptAnyBody(app: FastifyInstance): void {
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
		try {
			done(null, body === '' ? undefined : JSON.parse(String(body)));
		} catch {
			done(new ApiError(400, 'Invalid JSON'));
		}
	});
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}
