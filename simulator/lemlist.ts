import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from './engine/apiError';
import type { LimitWindow, RateLimit } from './engine/rateLimit';
import type { Service } from './engine/service';
import type { World } from './engine/world';
import { ApiKeys, readKey } from './resources/apiKeys';
import { StatisticsExports } from './resources/statisticsExport';
import { Teams, type Team } from './resources/teams';

/** lemlist's limit: 20 requests per 2 seconds and API key. */
export const LEMLIST_RATE_LIMIT: RateLimit = { limit: 20, windowMs: 2_000 };

const WEB_APP =
	'<!DOCTYPE html><html lang="en"><head><title>lemlist</title></head><body><div id="app"></div></body></html>';
const HTML = 'text/html; charset=utf-8';
/** What fastify says of an object when the route says nothing. */
const JSON_OF_FASTIFY = 'application/json; charset=utf-8';

/** How lemlist admits, limits and answers, whatever the route. */
export function lemlistService(world: World): Service {
	const keys = world.store(ApiKeys);
	const teams = world.store(Teams);
	const exports = world.store(StatisticsExports);
	const fileOf = (request: FastifyRequest) => {
		const { fileName } = (request.params ?? {}) as { fileName?: string };
		return fileName === undefined ? undefined : exports.ofFile(fileName);
	};

	return {
		campaignOf: (request) =>
			((request.params ?? {}) as { campaignId?: string }).campaignId ?? fileOf(request)?.campaignId,
		limit: {
			payerOf: (request) => {
				const key = readKey(request.headers.authorization);
				if (key !== undefined && keys.has(key)) return key;
				// A file downloaded without a key counts for the key of the team it belongs to.
				const file = fileOf(request);
				return file && keys.ofTeam(file.teamId);
			},
			headers: limitHeaders,
			refuse: () => new ApiError(429, 'Too many requests'),
		},
		admit: (request) => {
			const { teamId } = keys.authenticate(request.headers.authorization);
			teams.checkPlan(request.routeOptions.config.kind ?? '');
			request.team = teams.get(teamId) as Team;
		},
		// lemlist gives its web app for every path it does not know.
		answerUnknown: (reply) => reply.status(200).type(HTML).send(WEB_APP),
		finish,
	};
}

/** The other origin of files: it knows no keys, counts nothing, and answers errors as S3 does. */
export function fileHost(world: World): Service {
	const { campaignOf } = lemlistService(world);
	return {
		campaignOf,
		answerUnknown: (reply) => reply.status(404).type('application/xml').send('<Error><Code>NoSuchKey</Code></Error>'),
	};
}

/** Seconds with decimals to the end of the window, and its end as JavaScript's date text in Paris time. */
function limitHeaders({ limit, remaining, endsAt, msLeft }: LimitWindow): Record<string, string> {
	return {
		'retry-after': String(Math.ceil(msLeft) / 1_000),
		'x-ratelimit-limit': String(limit),
		'x-ratelimit-remaining': String(remaining),
		'x-ratelimit-reset': parisDateText(endsAt),
	};
}

const zoneName = new Intl.DateTimeFormat('en-US', { timeZone: 'Europe/Paris', timeZoneName: 'long' });

/** Such as `Thu Oct 01 2026 22:54:17 GMT+0200 (Central European Summer Time)`. */
export function parisDateText(milliseconds: number): string {
	const zone = zoneName.formatToParts(milliseconds).find(({ type }) => type === 'timeZoneName')?.value ?? '';
	const hours = zone.includes('Summer') ? 2 : 1;
	const local = new Date(milliseconds + hours * 3_600_000).toUTCString();
	const [, day, date, month, year, time] = /^(\w+), (\d+) (\w+) (\d+) (\S+)/.exec(local) ?? [];
	return `${day} ${month} ${date} ${year} ${time} GMT+0${hours}00 (${zone})`;
}

/** JSON under 200 comes without a charset and in chunks; under 404 it is called HTML (both recorded). */
function finish(reply: FastifyReply, body: unknown): unknown {
	if (reply.getHeader('content-type') !== JSON_OF_FASTIFY) return body;
	if (reply.statusCode === 404) reply.type(HTML);
	if (reply.statusCode !== 200) return body;
	reply.header('content-type', 'application/json');
	return typeof body === 'string' ? Readable.from([body], { objectMode: false }) : body;
}
