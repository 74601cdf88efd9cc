import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

/** So many requests in so many milliseconds. */
export interface RequestWindow {
	requests: number;
	windowMs: number;
}

/** How a service limits the requests of one API key. */
export interface RequestLimits {
	/** All of them hold at once. */
	windows: readonly RequestWindow[];
	/**
	 * What every answer says of a window that begins with its first request: how many requests are left, and when it
	 * ends. Absent where a service says nothing: then no span of a window's length gets more than the limit.
	 */
	told?(headers: IDataObject): { remaining?: number; endsInMs?: number };
	/** How long to wait after a 429 (ms), as the answer says it; undefined where it says nothing. */
	retryAfterMs(headers: IDataObject, body: unknown): number | undefined;
	/** How long one call goes on after answers 429, unless its signal ends it first (ms). */
	patienceMs: number;
}

/** What is safe to send again, and how. */
export interface RetryRules {
	/** Further tries. */
	times: number;
	/** The first gap, which then doubles, and the longest (ms). */
	firstGapMs: number;
	longestGapMs: number;
	/** Methods whose requests do the same when they come twice. */
	methods: ReadonlySet<IHttpRequestMethods>;
	/** Statuses of a server that is in trouble for a moment. */
	statuses: ReadonlySet<number>;
}

/** An answer of the service that is a refusal. */
export interface Refusal {
	/** The service's own words, without anything added; undefined where it said nothing. */
	words?: string;
	/** What to do about it. */
	advice: string;
	/** What the words mean to code, in the service's own vocabulary. */
	meaning?: string;
	/**
	 * Trying again does not help, whatever the status says: a 429 for the quota of a plan, a 500 for what the service
	 * will not do.
	 */
	final?: boolean;
}

/** An answer as it came; the body is parsed JSON, or the text where it is not JSON. Never a web page. */
export interface ServiceAnswer {
	status: number;
	headers: IDataObject;
	body: unknown;
}

/** All that the rooms below know of a service. One value for each. */
export interface Service {
	/** As messages name it. */
	name: string;
	/** The credential type of its API key; it has the fields `apiKey` and `baseUrl`. */
	credentialType: string;
	/** Where it is, unless the credential says otherwise. */
	defaultBaseUrl: string;
	/** Where a person finds the API key; a sentence. */
	keyAdvice: string;
	limits: RequestLimits;
	retries: RetryRules;
	/** Keys under which its answers wrap a list; a bare list needs none. */
	listKeys: readonly string[];
	/** What this process may use of the limit, in requests a window, as the credential says; undefined = all. */
	shareOf?(credential: IDataObject): number | undefined;
	/** Forms in which the API key could come back in an answer, besides the key itself. */
	keyForms(apiKey: string): string[];
	/** Reads the service's own words. Undefined for an answer that is no refusal, which only a 2xx can be. */
	readRefusal(answer: ServiceAnswer): Refusal | undefined;
}
