/**
 * What went wrong, as far as it decides what happens next:
 * - `input`: a parameter or credential is not usable; no request was sent
 * - `refused`: the service answered with an HTTP error status, or said no under 2xx
 * - `unreachable`: no answer came (connection, DNS, time limit)
 * - `unreadable`: an answer that is none of the service's API (a web page, nothing, a file cut off)
 * - `unexpected`: the service's answer lacks something this package depends on
 * - `redirected`: the answer points to another address, which never gets the API key
 * - `storage`: n8n could not keep what came
 * - `export`: an export ended without a file, or another job in the background without a result
 */
export type ServiceErrorKind =
	'input' | 'refused' | 'unreachable' | 'unreadable' | 'unexpected' | 'redirected' | 'storage' | 'export';

export interface ServiceErrorDetails {
	/** What happened. */
	message: string;
	/** How to get on. */
	description?: string;
	/** HTTP status, for an answer that had one. */
	status?: number;
	/** The service's own words, without anything added. */
	serviceSays?: string;
	/** What the words mean to code, in the service's own vocabulary; see `Refusal`. */
	meaning?: string;
	/** Trying again does not help, whatever the status says; see `Refusal`. */
	final?: boolean;
	/** Ids a person needs to get on, such as `campaignId` and `exportId`. */
	ids?: Record<string, string>;
	/** What led to it. Kept for debuggers and never shown: it may hold the request with its API key. */
	cause?: unknown;
}

/**
 * What the rooms below the nodes throw. It knows neither node nor item; `toNodeError` adds them where the error leaves
 * the node.
 */
export class ServiceError extends Error {
	readonly description?: string;

	readonly status?: number;

	readonly serviceSays?: string;

	readonly meaning?: string;

	readonly final?: boolean;

	readonly ids?: Record<string, string>;

	constructor(
		readonly kind: ServiceErrorKind,
		{ message, description, status, serviceSays, meaning, final, ids, cause }: ServiceErrorDetails,
	) {
		super(message, cause === undefined ? undefined : { cause });
		this.name = 'ServiceError';
		this.description = description;
		this.status = status;
		this.serviceSays = serviceSays;
		this.meaning = meaning;
		this.final = final;
		this.ids = ids;
	}

	/** The same error with another message, more advice or more ids. */
	with(more: { message?: string; advice?: string; ids?: Record<string, string> }): ServiceError {
		return new ServiceError(this.kind, {
			message: more.message ?? this.message,
			description: [this.description, more.advice].filter(Boolean).join(' ') || undefined,
			status: this.status,
			serviceSays: this.serviceSays,
			meaning: this.meaning,
			final: this.final,
			ids: { ...this.ids, ...more.ids },
			cause: this.cause,
		});
	}
}

/**
 * Whether the same call may well succeed a moment later: no or no readable answer, a request that took too long (408),
 * the rate limit (429), or a server that is in trouble (5xx), unless the service's words say otherwise.
 */
export function isTemporary(error: unknown): error is ServiceError {
	if (!(error instanceof ServiceError)) return false;
	if (error.kind === 'unreachable' || error.kind === 'unreadable') return true;
	const { status, final } = error;
	if (final) return false;
	return error.kind === 'refused' && status !== undefined && (status === 408 || status === 429 || status >= 500);
}

/**
 * Whether a request that failed may have been done all the same: no, no readable or an unknown answer, or a server in
 * trouble. At a 429 the service did nothing.
 */
export function mayBeDone(error: unknown): error is ServiceError {
	if (!(error instanceof ServiceError)) return false;
	return error.kind === 'unexpected' || (isTemporary(error) && error.status !== 429);
}
