import { ApiError, type RouteGroup } from '../engine/context';
import { contactIdOf, DEFAULT_VARIABLES, describeLead, describeLeadRow, readUpload } from './leadDetails';
import { hasState, type Lead } from './leads';
import type { Campaign, State, Team } from '../state';
import { findCampaign } from './campaignsRoutes';

type Query = Record<string, string | undefined>;
type Body = Record<string, unknown> | undefined;
type InCampaign = { Params: { campaignId: string; lead: string }; Querystring: Query; Body: Body };
type OneLead = { Params: { lead: string }; Querystring: Query; Body: Body };
type Step = { Params: { campaignId: string; lead: string; stepId: string }; Body: Body };

const LONGEST_LIST = 500;
const STRATEGIES = ['overwrite', 'overwriteIgnoreEmpty', 'fillEmptyOnly'];

/** The lead with this ID. Throws lemlist's answers for an unknown one and for another team's. */
export function findTeamLead(state: State, team: Team, leadId: string): Lead {
	const lead = state.leads.get(leadId);
	if (lead === undefined) throw new ApiError(404, 'Lead not found');
	findCampaign(state, team, lead.campaignId);
	return lead;
}

function sameEmail(a: string, b: string): boolean {
	return a.toLowerCase() === b.toLowerCase();
}

function leadsByEmail(state: State, team: Team, email: string): Lead[] {
	return [...state.leads.values()].filter(
		(lead) => sameEmail(lead.email, email) && state.campaigns.get(lead.campaignId)?.teamId === team._id,
	);
}

/** A person in all campaigns: by ID or email of one lead. */
function findEverywhere(state: State, team: Team, idOrEmail: string): Lead[] {
	const byId = state.leads.get(idOrEmail);
	const found = leadsByEmail(state, team, byId?.email ?? idOrEmail);
	if (found.length === 0) throw new ApiError(404, 'Lead not found');
	return found;
}

function findInCampaign(
	state: State,
	team: Team,
	{ campaignId, lead: idOrEmail }: { campaignId: string; lead: string },
): { lead: Lead; campaign: Campaign } {
	const campaign = findCampaign(state, team, campaignId);
	for (const lead of state.leads.values()) {
		if (lead.campaignId === campaign._id && (lead._id === idOrEmail || sameEmail(lead.email, idOrEmail)))
			return { lead, campaign };
	}
	throw new ApiError(404, 'Lead not found');
}

function campaignOf(state: State, lead: Lead): Campaign {
	return state.campaigns.get(lead.campaignId) as Campaign;
}

function strategyOf({ updateStrategy = 'overwrite' }: Query): string {
	if (!STRATEGIES.includes(updateStrategy)) throw new ApiError(400, 'Invalid updateStrategy value');
	return updateStrategy;
}

/** Writes the fields of a body; keys that are no field of every lead become variables. */
function write(lead: Lead, body: Record<string, unknown>, strategy = 'overwrite'): void {
	for (const [name, value] of Object.entries(body)) {
		const text = String(value ?? '');
		const field = DEFAULT_VARIABLES.find((one) => one === name);
		const before = field ? lead[field] : lead.variables[name];
		if ((strategy === 'fillEmptyOnly' && before) || (strategy === 'overwriteIgnoreEmpty' && text === '')) continue;
		if (field) lead[field] = text;
		else lead.variables[name] = text;
	}
}

export const leadRoutes: RouteGroup = (api, { state }) => {
	api.post<{ Params: { campaignId: string }; Querystring: Query; Body: Body }>(
		'/campaigns/:campaignId/leads',
		{ config: { kind: 'createLead' } },
		async ({ params, query, body, team }) => {
			const campaign = findCampaign(state, team, params.campaignId);
			if (typeof body !== 'object' || Array.isArray(body))
				throw new ApiError(400, 'Body of your request must be an object');
			strategyOf(query);
			const email = String(body.email ?? '');
			if (email === '' ? !body.linkedinUrl : !/^\S+@\S+$/.test(email)) throw new ApiError(400, 'Invalid email address');
			const known = email === '' ? [] : leadsByEmail(state, team, email);
			if (known.some(({ campaignId }) => campaignId === campaign._id))
				throw new ApiError(400, 'Lead already in the campaign');
			if (known.length > 0 && query.deduplicate === 'true') throw new ApiError(409, 'Lead already in other campaign');
			const empty = Object.fromEntries(DEFAULT_VARIABLES.map((name) => [name, '']));
			const lead = state.addLead(campaign._id, {
				...empty,
				emailStatus: '',
				lastState: 'imported',
				status: 'review',
				variables: {},
			});
			write(lead, body);
			return describeLead(lead, campaign);
		},
	);

	api.get<{ Params: { campaignId: string }; Querystring: Query }>(
		'/campaigns/:campaignId/leads',
		{ config: { kind: 'leads' } },
		async ({ params, query, team }) => {
			const leads = [...state.leadsOf(findCampaign(state, team, params.campaignId))].filter((lead) =>
				hasState(lead, query.state ?? 'all'),
			);
			const limit = Math.min(Number(query.limit ?? 100), LONGEST_LIST);
			return leads
				.reverse()
				.slice(0, limit)
				.map(({ _id, lastState }) => ({ _id, contactId: contactIdOf(_id), state: lastState }));
		},
	);

	api.patch<InCampaign>(
		'/campaigns/:campaignId/leads/:lead',
		{ config: { kind: 'updateLead' } },
		async ({ params, query, body, team }) => {
			const { lead, campaign } = findInCampaign(state, team, params);
			write(lead, body ?? {}, strategyOf(query));
			return {
				leadUrl: `https://api.lemlist.com/api/leads/${encodeURIComponent(lead.email)}`,
				...describeLead(lead, campaign),
			};
		},
	);

	api.delete<InCampaign>(
		'/campaigns/:campaignId/leads/:lead',
		{ config: { kind: 'deleteLead' } },
		async ({ params, query, team }) => {
			const { lead, campaign } = findInCampaign(state, team, params);
			if (query.action === 'remove') state.leads.delete(lead._id);
			else
				for (const each of leadsByEmail(state, team, lead.email))
					Object.assign(each, { status: 'unsubscribed', lastState: 'emailsUnsubscribed' });
			return describeLead(lead, campaign);
		},
	);

	api.get<{ Querystring: Query }>('/leads', { config: { kind: 'lead' } }, async ({ query, team }) => {
		const lead = query.email ? findEverywhere(state, team, query.email)[0] : findTeamLead(state, team, query.id ?? '');
		return describeLead(lead as Lead, campaignOf(state, lead as Lead));
	});

	api.get<OneLead>('/leads/:lead', { config: { kind: 'lead' } }, async ({ params, query, team }) => {
		const rows = findEverywhere(state, team, params.lead);
		if (query.version === 'v2') return rows.map((lead) => describeLeadRow(lead, campaignOf(state, lead)));
		return describeLead(rows[0] as Lead, campaignOf(state, rows[0] as Lead));
	});

	const changes = {
		pause: { status: 'paused' },
		start: { status: 'running' },
		interested: { status: 'interested', lastState: 'interested' },
		notinterested: { status: 'notInterested', lastState: 'notInterested' },
	};
	for (const [action, change] of Object.entries(changes)) {
		api.post<OneLead>(`/leads/${action}/:lead`, { config: { kind: 'leadAction' } }, async ({ params, query, team }) => {
			const leads = findEverywhere(state, team, params.lead).filter(
				({ campaignId }) => query.campaignId === undefined || campaignId === query.campaignId,
			);
			if (leads.length === 0) throw new ApiError(404, 'Lead not found');
			return leads.map((lead) => describeLead(Object.assign(lead, change), campaignOf(state, lead)));
		});
		if (!action.endsWith('interested')) continue;
		api.post<InCampaign>(
			`/campaigns/:campaignId/leads/:lead/${action}`,
			{ config: { kind: 'leadAction' } },
			async ({ params, team }) => {
				const { lead, campaign } = findInCampaign(state, team, params);
				return describeLead(Object.assign(lead, change), campaign);
			},
		);
	}

	api.post<OneLead>('/leads/review/:lead', { config: { kind: 'leadAction' } }, async ({ params }) => {
		const lead = state.leads.get(params.lead);
		if (lead === undefined)
			throw new ApiError(404, { error: 'CAMPAIGN_LEAD_REVIEW_LEAD_NOT_FOUND', message: 'Lead not found' });
		if (lead.status !== 'review')
			throw new ApiError(400, {
				error: 'CAMPAIGN_LEAD_REVIEW_LEAD_ALREADY_LAUNCHED',
				message: 'Lead is already launched',
			});
		lead.status = 'running';
		return { ok: true };
	});

	for (const method of ['POST', 'PATCH', 'DELETE'] as const) {
		api.route<OneLead>({
			method,
			url: '/leads/:lead/variables',
			config: { kind: 'leadVariables' },
			handler: async ({ params, query, team }) => {
				const lead = findTeamLead(state, team, params.lead);
				const names = Object.keys(query);
				const exists = (name: string) =>
					name in lead.variables || (DEFAULT_VARIABLES as readonly string[]).includes(name);
				if (names.length === 0 || (method !== 'POST' && !names.every(exists)))
					throw new ApiError(400, { ok: false, status: 'Variables not found' });
				if (method === 'POST' && names.some(exists)) throw new ApiError(400, 'Variable not found');
				write(lead, method === 'DELETE' ? Object.fromEntries(names.map((name) => [name, ''])) : query);
				return { ok: true };
			},
		});
	}

	api.post<{ Querystring: Query }>(
		'/leads/audio',
		{ config: { kind: 'leadAudio' } },
		async ({ query, body, headers, team }) => {
			const { leadId = '', stepId = '' } = query;
			const lead = findTeamLead(state, team, leadId);
			const upload = readUpload(body, headers['content-type']);
			if (!upload?.mimeType.startsWith('audio/')) throw new ApiError(400, 'Invalid audio file');
			state.leadDetails.audio.push({ leadId, stepId, ...upload });
			const url = `https://files.lemlist.example/${leadId}/${encodeURIComponent(upload.fileName)}`;
			return {
				ok: true,
				status: { url, teamId: team._id, campaignId: lead.campaignId, leadId, fileName: upload.fileName },
			};
		},
	);

	const stepRoute = '/campaigns/:campaignId/leads/:lead/steps/:stepId/personalization';
	api.put<Step>(stepRoute, { config: { kind: 'leadStep' } }, async ({ params, body, team }) => {
		const { lead } = findInCampaign(state, team, params);
		const content = body ?? {};
		state.leadDetails.personalizations.set(`${lead._id} ${params.stepId}`, content);
		return { leadId: lead._id, stepId: params.stepId, content };
	});
	api.delete<Step>(stepRoute, { config: { kind: 'leadStep' } }, async ({ params, team }) => {
		const { lead } = findInCampaign(state, team, params);
		return { reset: state.leadDetails.personalizations.delete(`${lead._id} ${params.stepId}`) };
	});

	api.post<{ Params: { campaignId: string }; Body: Body }>(
		'/campaigns/:campaignId/leads/import',
		{ config: { kind: 'leadImport' } },
		async ({ params, body, team }) => {
			const campaign = findCampaign(state, team, params.campaignId);
			if (!body?.filterId) throw new ApiError(400, { error: 'filterId is required' });
			state.leadDetails.imports.push({ campaignId: campaign._id, body });
			return { ok: true };
		},
	);
};
