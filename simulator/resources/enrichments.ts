import type { FastifyReply } from 'fastify';
import { ApiError } from '../engine/apiError';
import type { Resource, Routes, World } from '../engine/world';
import { Leads } from './leads';
import { Users } from './users';

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
	/** How long after its end its data is there. */
	dataDelayMs: number;
	/** What lemlist says when it has ended. */
	finalStatus: string;
}

/** Everything that was ever enriched. */
export class Enrichments {
	readonly records = new Map<string, EnrichmentRecord>();
	/** How long the next ones take, in milliseconds of the simulator's clock; `Infinity` = for ever. */
	durationMs = 1_000;
	/** How long after their end the next ones' data is there: `done` was seen before `data` was filled. */
	dataDelayMs = 0;
	/** Whether the next looks find something; where they do not, `notFound` is false all the same (recorded). */
	finds: 'something' | 'nothing' = 'something';
	/** The status with which the next ones end. */
	finalStatus = 'done';

	constructor(private readonly world: World) {}

	start(record: Pick<EnrichmentRecord, 'teamId' | 'input' | 'requests' | 'leadId'>): EnrichmentRecord {
		const { durationMs, dataDelayMs, finalStatus } = this;
		const startedAt = this.world.clock.now();
		const id = this.world.createId('enr');
		const added = { id, startedAt, durationMs, dataDelayMs, finalStatus, ...record };
		this.records.set(added.id, added);
		return added;
	}

	isRunning({ startedAt, durationMs }: EnrichmentRecord): boolean {
		return this.world.clock.now() < startedAt + durationMs;
	}

	/** The answer of GET /enrich/{enrichId} once it has ended. */
	describe({ id, input, requests, finalStatus, startedAt, durationMs, dataDelayMs }: EnrichmentRecord) {
		const filled = this.world.clock.now() >= startedAt + durationMs + dataDelayMs;
		const data = filled ? dataOf(input, requests, this.finds === 'something') : {};
		return { enrichmentId: id, enrichmentStatus: finalStatus, input, data };
	}

	/** The last one that was started for a lead. */
	ofLead(leadId: string): EnrichmentRecord | undefined {
		return [...this.records.values()].filter((record) => record.leadId === leadId).at(-1);
	}
}

/** Why a bulk entry is not begun, in lemlist's words; undefined when it is. */
function missingInput(input: EnrichmentInput, requests: string[]): string | undefined {
	const named = Boolean(input.firstName && input.lastName && (input.companyName ?? input.companyDomain));
	if (requests.includes('verify') && !input.email) return 'MISSING_EMAIL';
	if (requests.includes('find_phone') && !input.linkedinUrl) return 'MISSING_LINKEDIN_URL';
	if (requests.includes('find_email') && !input.linkedinUrl && !named) return 'MISSING_INPUTS';
	if (requests.includes('linkedin_enrichment') && !input.linkedinUrl && !input.email && !named) return 'MISSING_INPUTS';
	return undefined;
}

function dataOf(input: EnrichmentInput, requests: string[], found: boolean) {
	const email = input.email ?? `${String(input.firstName ?? 'john').toLowerCase()}@found.example`;
	return {
		...(requests.includes('find_email') && { email: { ...(found && { email }), notFound: false } }),
		...(requests.includes('verify') && { email: { email, status: 'deliverable' } }),
		...(requests.includes('find_phone') && { phone: { ...(found && { phone: '+33123456789' }), notFound: false } }),
		...(requests.includes('linkedin_enrichment') && { linkedin: found ? { jobTitle: 'Head of Growth' } : {} }),
	};
}

const NOTHING_ASKED = 'No enrichment requested (findEmail, findPhone, linkedinEnrichment or verifyEmail required)';
const BULK_LIMIT = 500;
const FLAGS = {
	findEmail: 'find_email',
	findPhone: 'find_phone',
	linkedinEnrichment: 'linkedin_enrichment',
	verifyEmail: 'verify',
} as const;
const INPUTS = ['email', 'linkedinUrl', 'firstName', 'lastName', 'companyDomain', 'companyName', 'jobTitle'];

type Query = Record<string, string | undefined>;

interface BulkEntry {
	input?: EnrichmentInput;
	enrichmentRequests?: string[];
	metadata?: unknown;
}

/** The kinds whose flag is on. */
function requested(query: Query): string[] {
	return Object.entries(FLAGS).flatMap(([flag, kind]) => (query[flag] === 'true' ? [kind] : []));
}

const routes: Routes = (api, world) => {
	const enrichments = world.store(Enrichments);
	const leads = world.store(Leads);

	api.post<{ Querystring: Query }>('/enrich', { config: { kind: 'enrich' } }, async ({ query, team }) => {
		// Whatever is asked for, also verifyEmail alone (recorded).
		if (!world.store(Users).linkedInLinked)
			throw new ApiError(403, { error: 'linkedin-not-linked', message: 'LinkedIn account not linked' });
		const requests = requested(query);
		if (requests.length === 0) throw new ApiError(400, NOTHING_ASKED);
		const input = Object.fromEntries(
			INPUTS.flatMap((name) => (query[name] === undefined ? [] : [[name, query[name]]])),
		);
		return { id: enrichments.start({ teamId: team._id, input, requests }).id };
	});

	api.post<{ Params: { leadId: string }; Querystring: Query }>(
		'/leads/:leadId/enrich',
		{ config: { kind: 'enrich' } },
		async ({ params, query, team }) => {
			const lead = leads.get(params.leadId);
			if (lead === undefined) throw new ApiError(404, { error: 'Lead not found', code: 'LEAD_NOT_FOUND' });
			leads.require(team, lead._id);
			if (lead.status !== 'review') throw new ApiError(400, { error: 'lemrich is not available for lead reviewed' });
			const earlier = enrichments.ofLead(lead._id);
			if (earlier && enrichments.isRunning(earlier))
				throw new ApiError(409, { error: 'lead is already being enriched' });
			if (earlier && query.force !== 'true') {
				throw new ApiError(409, {
					error: 'Enrichment skipped: contact already has the requested data or was recently enriched',
					code: 'ALREADY_ENRICHED',
				});
			}
			const { email, firstName, lastName, companyName } = lead;
			return {
				id: enrichments.start({
					teamId: team._id,
					leadId: lead._id,
					input: { email, firstName, lastName, companyName },
					requests: requested(query),
				}).id,
			};
		},
	);

	api.post<{ Body: BulkEntry[] }>(
		'/v2/enrichments/bulk',
		{ config: { kind: 'enrichBulk' } },
		async ({ body, team }) => {
			if (!Array.isArray(body)) throw new ApiError(400, { error: 'WRONG_BODY_FORMAT' });
			if (body.length === 0) throw new ApiError(400, { error: 'NO_ENRICHMENTS_REQUESTED' });
			if (body.length > BULK_LIMIT) throw new ApiError(400, { error: 'TOO_MANY_ENRICHMENTS_REQUESTED' });
			const known: string[] = Object.values(FLAGS);
			if (
				body.some(
					({ enrichmentRequests = [] }) =>
						enrichmentRequests.length === 0 || enrichmentRequests.some((kind) => !known.includes(kind)),
				)
			) {
				throw new ApiError(400, { error: 'WRONG_ENRICHMENT_REQUEST_FORMAT' });
			}
			return body.map(({ input = {}, enrichmentRequests: requests = [], metadata }) => {
				const error = missingInput(input, requests);
				return error
					? { error, metadata }
					: { id: enrichments.start({ teamId: team._id, input, requests }).id, metadata };
			});
		},
	);

	api.get<{ Params: { enrichId: string } }>(
		'/enrich/:enrichId',
		{ config: { kind: 'enrichment' } },
		async ({ params, team }, reply: FastifyReply) => {
			const record = enrichments.records.get(params.enrichId);
			if (record === undefined)
				throw new ApiError(404, { enrichmentId: params.enrichId, enrichmentStatus: 'not-found' });
			if (record.teamId !== team._id) throw new ApiError(400, 'Bad team');
			if (enrichments.isRunning(record)) return await reply.status(202).send({ enrichmentStatus: 'in-progress' });
			return enrichments.describe(record);
		},
	);
};

export const enrichments = { store: Enrichments, routes } satisfies Resource;
