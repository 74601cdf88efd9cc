import type { RequestContext } from '../http/send';
import { ServiceClient } from '../http/client';
import type { RequestKind } from '../http/counter';
import { numberHeader, retryAfterMs } from '../http/headers';
import type { Refusal, Service, ServiceAnswer } from '../http/service';
import { ServiceError } from '../n8n/serviceError';
import { adviceFor } from './advice';
import { lemlistWords } from './words';

/** The credential type of every node for lemlist. */
export const CREDENTIAL = 'lemlistAccountApi';

/** Per API key and 2 seconds (developer.lemlist.com, "Rate Limit"). */
const REQUESTS = 20;

/** All that an answer under 2xx holds when it is nothing but an error. */
const ERROR_FIELDS = new Set(['error', 'code', 'message', 'details']);

/** Whether the body of an answer says no, whatever its status: `ok: false`, `success: false`, or nothing but an error. */
function saysNo(body: unknown): boolean {
	if (typeof body !== 'object' || body === null) return false;
	const { ok, success, error } = body as { ok?: unknown; success?: unknown; error?: unknown };
	if (ok === false || success === false) return true;
	return Boolean(error) && Object.keys(body).every((field) => ERROR_FIELDS.has(field));
}

/** An error status, or an answer under 2xx that says no. */
function readRefusal({ status, body }: ServiceAnswer): Refusal | undefined {
	const isGood = status >= 200 && status < 300;
	if (isGood && !saysNo(body)) return undefined;
	const words = lemlistWords(body);
	return { words, ...adviceFor(status, words) };
}

export const lemlist: Service = {
	name: 'lemlist',
	credentialType: CREDENTIAL,
	defaultBaseUrl: 'https://api.lemlist.com/api',
	keyAdvice: 'lemlist shows it under Settings > Integrations.',
	limits: {
		windows: [{ requests: REQUESTS, windowMs: 2000 }],
		told: (headers) => ({ remaining: numberHeader(headers, 'x-ratelimit-remaining'), endsInMs: retryAfterMs(headers) }),
		retryAfterMs,
		// In a crowd of workers with one key it takes a while.
		patienceMs: 15 * 60_000,
	},
	retries: {
		times: 3,
		firstGapMs: 500,
		longestGapMs: 8000,
		methods: new Set(['GET', 'PUT', 'DELETE']),
		statuses: new Set([502, 503, 504]),
	},
	listKeys: ['campaigns', 'schedules', 'alerts', 'drafts', 'contacts', 'data', 'results', 'items'],
	shareOf: ({ requestsPer2Seconds: share }) => {
		// A credential saved before the field existed has all.
		if (share === undefined || share === null || share === '') return REQUESTS;
		const requests = Math.floor(Number(share));
		if (requests >= 1 && requests <= REQUESTS) return requests;
		throw new ServiceError('input', {
			message: "'Requests per 2 Seconds' of the credential must be a number from 1 to 20",
			description: 'lemlist allows 20. Correct it in the credential.',
		});
	},
	// Basic authentication with an empty user name.
	keyForms: (apiKey) => [Buffer.from(`:${apiKey}`).toString('base64')],
	readRefusal,
};

/** lemlist, as the credential of the node sees it. @param kind `editor` for list searches */
export async function lemlistClient(context: RequestContext, kind?: RequestKind): Promise<ServiceClient> {
	return await ServiceClient.create(context, lemlist, kind);
}
