import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RouteGroup } from '../engine/context';
import { inChunks } from './csv';
import { hasState, leadsCsv, leadsJson, type Lead } from './leads';
import type { Campaign, State } from '../state';
import { findCampaign } from './campaignsRoutes';

interface LeadsExportRequest {
	Params: { campaignId: string };
	Querystring: { state?: string; format?: string };
}

export const leadsExportRoutes: RouteGroup = (api, { state }) => {
	const answer = async ({ params, query, team }: FastifyRequest<LeadsExportRequest>, reply: FastifyReply) => {
		const campaign = findCampaign(state, team, params.campaignId);
		const leads = select(state.leadsOf(campaign), query.state ?? 'all');
		const asJson = query.format === 'json';
		const body = asJson ? leadsJson(leads) : leadsCsv(leads, customFields(state, campaign));
		reply.type(asJson ? 'application/json; charset=utf-8' : 'text/csv; charset=utf-8');
		return reply.send(Readable.from(inChunks(body), { objectMode: false }));
	};

	api.get<LeadsExportRequest>('/v2/campaigns/:campaignId/export/leads', { config: { kind: 'leadsFile' } }, answer);
	// The deprecated form answers the same.
	api.get<LeadsExportRequest>('/campaigns/:campaignId/export/leads', { config: { kind: 'leadsFile' } }, answer);
};

function* select(leads: Iterable<Lead>, states: string): Generator<Lead> {
	for (const lead of leads) if (hasState(lead, states)) yield lead;
}

/** The custom columns: every variable that one of the campaign's leads has; generated leads have `jobTitle`. */
function customFields(state: State, { _id, simulation }: Campaign): string[] {
	const names = new Set<string>(simulation.generatedLeads > 0 ? ['jobTitle'] : []);
	for (const lead of state.leads.values()) {
		if (lead.campaignId === _id) for (const name of Object.keys(lead.variables)) names.add(name);
	}
	return [...names];
}
