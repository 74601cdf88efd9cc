import type { IdSource } from '../engine/random';

/** What is known of a person: the input of an enrichment. */
export type EnrichmentInput = Record<string, unknown>;

/** An enrichment as the simulator keeps it. Whether it is done follows from the clock. */
export interface EnrichmentRecord {
	id: string;
	teamId: string;
	leadId?: string;
	input: EnrichmentInput;
	/** Kinds in the spelling of the bulk route: `find_email` … */
	requests: string[];
	/** Milliseconds since 1970. */
	startedAt: number;
	durationMs: number;
	/** What lemlist says when it has ended. */
	finalStatus: string;
}

/** Everything that was ever enriched. */
export class Enrichments {
	readonly records = new Map<string, EnrichmentRecord>();
	/** How long the next ones take, in milliseconds of the simulator's clock; `Infinity` = for ever. */
	durationMs = 1_000;
	/** The status with which the next ones end. */
	finalStatus = 'done';

	/** @param now milliseconds since 1970 */
	constructor(
		private readonly createId: IdSource,
		private readonly now: () => number,
	) {}

	start(record: Pick<EnrichmentRecord, 'teamId' | 'input' | 'requests' | 'leadId'>): EnrichmentRecord {
		const { durationMs, finalStatus } = this;
		const added = { id: this.createId('enr'), startedAt: this.now(), durationMs, finalStatus, ...record };
		this.records.set(added.id, added);
		return added;
	}

	isRunning({ startedAt, durationMs }: EnrichmentRecord): boolean {
		return this.now() < startedAt + durationMs;
	}

	/** The last one that was started for a lead. */
	ofLead(leadId: string): EnrichmentRecord | undefined {
		return [...this.records.values()].filter((record) => record.leadId === leadId).at(-1);
	}
}

/** Why a bulk entry is not begun, in lemlist's words; undefined when it is. */
export function missingInput(input: EnrichmentInput, requests: string[]): string | undefined {
	const named = Boolean(input.firstName && input.lastName && (input.companyName ?? input.companyDomain));
	if (requests.includes('verify') && !input.email) return 'MISSING_EMAIL';
	if (requests.includes('find_phone') && !input.linkedinUrl) return 'MISSING_LINKEDIN_URL';
	if (requests.includes('find_email') && !input.linkedinUrl && !named) return 'MISSING_INPUTS';
	if (requests.includes('linkedin_enrichment') && !input.linkedinUrl && !input.email && !named) return 'MISSING_INPUTS';
	return undefined;
}

/** The answer of GET /enrich/{enrichId} once it has ended. */
export function describeEnrichment({ id, input, requests, finalStatus }: EnrichmentRecord) {
	const email = input.email ?? `${String(input.firstName ?? 'john').toLowerCase()}@found.example`;
	return {
		enrichmentId: id,
		enrichmentStatus: finalStatus,
		input,
		data: {
			...(requests.includes('find_email') && { email: { email, notFound: false } }),
			...(requests.includes('verify') && { email: { email, status: 'deliverable' } }),
			...(requests.includes('find_phone') && { phone: { phone: '+33123456789', notFound: false } }),
			...(requests.includes('linkedin_enrichment') && { linkedin: { jobTitle: 'Head of Growth' } }),
		},
	};
}
