import { ServiceClient } from '../http/client';
import { retryAfterMs } from '../http/headers';
import type { RequestContext } from '../http/send';
import type { Refusal, Service, ServiceAnswer } from '../http/service';
import { adviceFor, qlaraWords } from './words';

/** The credential type of every node for Qlara. */
export const CREDENTIAL = 'qlaraApi';

/** A 429 says how long to wait in its body (`retryAfter`, seconds) or in the header `Retry-After`. */
function waitAfter429(headers: ServiceAnswer['headers'], body: unknown): number | undefined {
	const said = Number((body as { retryAfter?: unknown } | null)?.retryAfter ?? NaN);
	return said > 0 ? said * 1000 : retryAfterMs(headers);
}

function readRefusal({ status, body }: ServiceAnswer): Refusal | undefined {
	const saysNo = (body as { success?: unknown } | null)?.success === false;
	if (status >= 200 && status < 300 && !saysNo) return undefined;
	return { words: qlaraWords(body), advice: adviceFor(status) };
}

/** The Qlara platform of Agile Telecom (agiletelecom.com/documentation/qlara/api). */
export const qlara: Service = {
	name: 'Qlara',
	credentialType: CREDENTIAL,
	defaultBaseUrl: 'https://lora-api.agiletelecom.com/api/partner-gateway/v1',
	keyAdvice: 'Agile Telecom gives it to you for your Qlara account.',
	limits: {
		// For production; a trial has 10 a second and 100 a minute, and its answers 429 are waited out.
		windows: [
			{ requests: 50, windowMs: 1000 },
			{ requests: 1000, windowMs: 60_000 },
		],
		retryAfterMs: waitAfter429,
		patienceMs: 5 * 60_000,
	},
	retries: {
		times: 3,
		firstGapMs: 500,
		longestGapMs: 8000,
		methods: new Set(['GET']),
		statuses: new Set([502, 503, 504]),
	},
	// How the list of exports is wrapped is not documented: as other services do.
	listKeys: ['exports', 'content', 'data', 'items', 'results', 'jobs', 'entries', 'records', 'list'],
	keyForms: () => [],
	readRefusal,
};

/** Qlara, as the credential of the node sees it. */
export async function qlaraClient(context: RequestContext): Promise<ServiceClient> {
	return await ServiceClient.create(context, qlara);
}
