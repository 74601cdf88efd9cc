import type { FastifyReply } from 'fastify';
import { ApiError, type RouteGroup } from '../engine/context';
import { describeEnrichment, missingInput, type EnrichmentInput } from './enrichments';
import { findTeamLead } from './leadsRoutes';

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

export const enrichmentRoutes: RouteGroup = (api, { state }) => {
	const { enrichments } = state;

	api.post<{ Querystring: Query }>('/enrich', { config: { kind: 'enrich' } }, async ({ query, team }) => {
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
			const lead = state.leads.get(params.leadId);
			if (lead === undefined) throw new ApiError(404, { error: 'Lead not found', code: 'LEAD_NOT_FOUND' });
			findTeamLead(state, team, lead._id);
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
			if (record === undefined) throw new ApiError(404, 'Enrichment not found');
			if (record.teamId !== team._id) throw new ApiError(400, 'Bad team');
			if (enrichments.isRunning(record)) return await reply.status(202).send();
			return describeEnrichment(record);
		},
	);
};
