import type { FastifyRequest } from 'fastify';
import { ApiError } from '../engine/apiError';
import { RateLimiter, RateLimiters, type LimitWindow } from '../engine/rateLimit';
import type { Service } from '../engine/service';
import type { World } from '../engine/world';
import { Answers } from './answers';
import { qlaraError, refusal } from './errors';
import { QlaraExports } from './exports';
import { QlaraKeys, readKey } from './keys';

/** Requests per key: so many a minute, and so many of them in one second. */
export interface QlaraRateLimit {
	perMinute: number;
	perSecond: number;
}

/** Those of an account, and those of one on trial. */
export const QLARA_RATE_LIMITS = {
	production: { perMinute: 1_000, perSecond: 50 },
	trial: { perMinute: 100, perSecond: 10 },
} satisfies Record<string, QlaraRateLimit>;

/** The limit per minute first. @param refuses false = requests are counted, but none is refused */
export function createQlaraLimiter({ perMinute, perSecond }: QlaraRateLimit, refuses: boolean): RateLimiters {
	return new RateLimiters([
		new RateLimiter({ limit: perMinute, windowMs: 60_000 }, refuses),
		new RateLimiter({ limit: perSecond, windowMs: 1_000 }, refuses),
	]);
}

/** How Qlara admits, limits and answers, whatever the route. Its log and faults have the export as "campaign". */
export function qlaraService(world: World): Service {
	const keys = world.store(QlaraKeys);
	const answers = world.store(Answers);
	return {
		campaignOf: (request) => (request.params as { exportId?: string } | null)?.exportId,
		limit: {
			payerOf: (request) => {
				const key = readKey(request);
				return key !== undefined && keys.has(key) ? key : undefined;
			},
			headers: (window) => limitHeaders(window, answers),
			refuse: (window) => tooManyRequests(secondsLeft(window), answers.retryAfterIn),
		},
		admit: (request) => {
			request.account = keys.authenticate(request).account;
		},
		answerUnknown: (reply) => {
			const { status, body } = refusal(world, reply.request.url, 404, 'No such resource');
			return reply.status(status).send(body);
		},
	};
}

/** The other origin of files: it knows no keys, counts nothing, and answers errors as S3 does. */
export function qlaraFileHost(world: World): Service {
	const exports = world.store(QlaraExports);
	return {
		campaignOf: ({ params }: FastifyRequest) => {
			const found = exports.ofFile((params as { fileName?: string } | null)?.fileName ?? '');
			return found && String(found.id);
		},
		answerUnknown: (reply) => reply.status(404).type('application/xml').send('<Error><Code>NoSuchKey</Code></Error>'),
	};
}

function secondsLeft({ msLeft }: LimitWindow): number {
	return Math.max(1, Math.ceil(msLeft / 1_000));
}

function limitHeaders(deciding: LimitWindow, answers: Answers): Record<string, string> {
	const window = answers.limitHeaders === 'minute' ? (deciding.windows?.[0] ?? deciding) : deciding;
	const inHeader = answers.retryAfterIn === 'header' || answers.retryAfterIn === 'both';
	return {
		...(answers.limitHeaders !== 'none' && {
			'x-ratelimit-limit': String(window.limit),
			'x-ratelimit-remaining': String(window.remaining),
			'x-ratelimit-reset': String(Math.ceil(window.endsAt / 1_000)),
		}),
		...(inHeader && !deciding.allowed && { 'retry-after': String(secondsLeft(deciding)) }),
	};
}

/** The one error whose body Qlara documents. */
function tooManyRequests(seconds: number, retryAfterIn: Answers['retryAfterIn']): ApiError {
	const inBody = retryAfterIn === 'body' || retryAfterIn === 'both';
	return new ApiError(429, {
		...qlaraError(429, `Rate limit exceeded.${inBody ? ` Please retry after ${seconds} seconds.` : ''}`),
		...(inBody && { retryAfter: seconds }),
	});
}
