import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { authenticate, readKey } from './auth';
import { breakBody, resetInsteadOfAnswer } from './brokenResponse';
import { delay } from './clock';
import { ApiError, type SimulatorContext } from './context';
import { faultName, type FaultAction } from './faults';
import type { RateLimiter } from './rateLimit';
import type { RecordedRequest, RequestLog } from './requestLog';
import type { Team } from '../state';

/** Paths under it steer the simulator; they are neither logged, limited nor broken. */
export const CONTROL_PREFIX = '/_simulator';

export interface ServerParts {
	context: SimulatorContext;
	log: RequestLog;
	/** Without one, as on the other origin, nothing is limited and no rate limit headers are sent. */
	rateLimiter?: RateLimiter;
	/** Ends the waits of this server. */
	signal: AbortSignal;
}

/** A server that records, limits, delays and breaks requests and checks their key; it has no routes yet. */
export function createServer({ context, log, rateLimiter, signal }: ServerParts): FastifyInstance {
	const { state, clock, faults } = context;
	const app = fastify({
		forceCloseConnections: true,
		exposeHeadRoutes: false,
		routerOptions: { ignoreTrailingSlash: true, maxParamLength: 2_000 },
	});
	app.decorateRequest<Team | null>('team', null);
	app.decorateRequest<RecordedRequest | null>('record', null);
	app.decorateRequest('refused', false);
	acceptAnyBody(app);

	app.addHook('onRequest', async (request, reply) => {
		if (request.url.startsWith(CONTROL_PREFIX)) return;
		const { kind = 'unknown' } = request.routeOptions.config;
		const params = (request.params ?? {}) as { campaignId?: string; fileName?: string };
		const file = params.fileName === undefined ? undefined : state.findExportByFile(params.fileName);
		request.record = log.open(request, reply, kind, params.campaignId ?? file?.campaignId);

		const key = readKey(request.headers.authorization);
		// A file downloaded without a key counts for the key of the team it belongs to.
		const owner = file && [...state.keys.values()].find(({ teamId }) => teamId === file.teamId)?.key;
		const verdict = rateLimiter?.arrive(key !== undefined && state.keys.has(key) ? key : owner, clock.now());
		if (verdict) reply.headers(verdict.headers);
		request.refused = verdict?.allowed === false;
	});

	// After the body has been read, so that the log has it whatever happens to the request.
	app.addHook('preHandler', async (request, reply) => {
		if (request.url.startsWith(CONTROL_PREFIX)) return;
		const { kind = 'unknown', auth } = request.routeOptions.config;
		if (request.body !== undefined) request.record.body = request.body;
		await delay(state.latencyMs, signal);
		if (signal.aborted) return neverAnswer(reply);
		if (request.refused) throw new ApiError(429, 'Too many requests');

		const fault = faults.take(kind, request.record.campaignId);
		if (fault !== undefined) {
			request.record.fault = faultName(fault);
			await applyFault(fault, request, reply, log, signal);
			if (reply.sent) return;
		}
		if (kind !== 'unknown' && auth !== 'own') {
			request.team = state.teams.get(authenticate(state, request.headers.authorization).teamId) as Team;
		}
	});

	app.setNotFoundHandler(() => {
		throw new ApiError(404, 'Not found');
	});
	app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
		if (error instanceof ApiError) return sendAnswer(reply, error.status, error.body, error.contentType);
		return sendAnswer(reply, error.statusCode ?? 500, error.message);
	});
	return app;
}

function sendAnswer(reply: FastifyReply, status: number, body: unknown, contentType?: string): FastifyReply {
	const isText = typeof body === 'string';
	reply.status(status).type(contentType ?? (isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8'));
	return reply.send(isText ? body : JSON.stringify(body));
}

/** Leaves a request without an answer; its connection ends when the client or the simulator closes it. */
function neverAnswer(reply: FastifyReply): void {
	reply.hijack();
}

async function applyFault(
	fault: FaultAction,
	request: FastifyRequest,
	reply: FastifyReply,
	log: RequestLog,
	signal: AbortSignal,
): Promise<void> {
	const cut = () => log.cut(request.record);
	if (fault === 'reset') {
		reply.hijack();
		cut();
		request.raw.socket.resetAndDestroy();
	} else if (fault === 'timeout') {
		neverAnswer(reply);
	} else if (fault === 'processThenReset') {
		resetInsteadOfAnswer(reply.raw, cut);
	} else if (fault === 'html200') {
		sendAnswer(
			reply,
			200,
			'<!DOCTYPE html><html><head><title>Maintenance</title></head><body><h1>We will be back soon</h1></body></html>',
			'text/html; charset=utf-8',
		);
	} else if (fault === 'empty200') {
		reply.status(200).send();
	} else if ('redirectTo' in fault) {
		reply.redirect(fault.redirectTo, fault.status);
	} else if ('status' in fault) {
		sendAnswer(reply.headers(fault.headers ?? {}), fault.status, fault.body ?? '', fault.contentType);
	} else if ('delayMs' in fault) {
		await delay(fault.delayMs, signal);
		if (signal.aborted) neverAnswer(reply);
	} else {
		breakBody(reply.raw, fault, cut);
	}
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
