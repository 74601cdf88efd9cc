import type { RequestContext } from '../http/send';
import { ServiceClient } from '../http/client';
import { numberHeader, retryAfterMs } from '../http/headers';
import type { Refusal, Service, ServiceAnswer } from '../http/service';
import { adviceFor } from './advice';
import { lemlistWords } from './words';

/** The credential type of every node for lemlist. */
export const CREDENTIAL = 'lemlistAccountApi';

/** An HTTP error status, or `ok: false` or `success: false` under 2xx. */
function readRefusal({ status, body }: ServiceAnswer): Refusal | undefined {
	const { ok, success } = (typeof body === 'object' && body !== null ? body : {}) as {
		ok?: unknown;
		success?: unknown;
	};
	const isGood = status >= 200 && status < 300;
	if (isGood && ok !== false && success !== false) return undefined;
	const words = lemlistWords(body);
	return { words, ...adviceFor(status, words) };
}

export const lemlist: Service = {
	name: 'lemlist',
	credentialType: CREDENTIAL,
	defaultBaseUrl: 'https://api.lemlist.com/api',
	keyAdvice: 'lemlist shows it under Settings > Integrations.',
	limits: {
		// Per API key (developer.lemlist.com, "Rate Limit").
		windows: [{ requests: 20, windowMs: 2000 }],
		remaining: (headers) => numberHeader(headers, 'x-ratelimit-remaining'),
		retryAfterMs,
		patienceMs: 120_000,
	},
	retries: {
		times: 3,
		firstGapMs: 500,
		longestGapMs: 8000,
		methods: new Set(['GET', 'PUT', 'DELETE']),
		statuses: new Set([502, 503, 504]),
	},
	listKeys: ['campaigns', 'schedules', 'alerts', 'drafts', 'contacts', 'data', 'results', 'items'],
	// Basic authentication with an empty user name.
	keyForms: (apiKey) => [Buffer.from(`:${apiKey}`).toString('base64')],
	readRefusal,
};

/** lemlist, as the credential of the node sees it. */
export async function lemlistClient(context: RequestContext): Promise<ServiceClient> {
	return await ServiceClient.create(context, lemlist);
}
