import { ApiError } from '../engine/apiError';
import { makePerson } from '../engine/people';
import { createIdSource, createRandom, pick, seedOf } from '../engine/random';
import { type Resource, type Routes, Store } from '../engine/world';
import { Campaigns, type Campaign } from './campaigns';
import type { Team } from './teams';
import { Unsubscribes } from './unsubscribes';

/** A lead of a campaign. `variables` are its custom fields. */
export interface Lead {
	_id: string;
	campaignId: string;
	emailStatus: '' | 'deliverable' | 'risky' | 'undeliverable';
	email: string;
	firstName: string;
	lastName: string;
	picture: string;
	phone: string;
	linkedinUrl: string;
	timezone: string;
	companyName: string;
	companyDomain: string;
	icebreaker: string;
	/** The last thing that happened: a value of lemlist's list of lead states. */
	lastState: string;
	/** Such as running, paused, done, interested, notInterested, unsubscribed. */
	status: string;
	variables: Record<string, string>;
}

/** The fields of a lead that a body of lemlist's may set directly; other keys are custom variables. */
const FIELDS = [
	'email',
	'firstName',
	'lastName',
	'picture',
	'phone',
	'linkedinUrl',
	'companyName',
	'companyDomain',
	'icebreaker',
	'timezone',
] as const;

/** lastState and the status that goes with it. */
const OUTCOMES = [
	['imported', 'review'],
	['contacted', 'running'],
	['emailsSent', 'running'],
	['emailsOpened', 'running'],
	['emailsClicked', 'done'],
	['emailsReplied', 'done'],
	['emailsInterested', 'interested'],
	['emailsNotInterested', 'notInterested'],
	['emailsBounced', 'done'],
	['emailsUnsubscribed', 'unsubscribed'],
	['linkedinReplied', 'done'],
] as const;

/** Leads by id. */
export class Leads extends Store<Lead> {
	/** Leads that were removed from their campaign: without version=v2, lemlist still answers them. */
	readonly removed = new Map<string, Lead>();
	/** What deduplicate answers for a lead of another campaign: 409 was recorded on one day, 500 on another. */
	duplicateStatus: 409 | 500 = 409;
	/** What GET /campaigns/{id}/leads gives without `state`: all leads and none were both recorded. */
	listWithoutState: 'all' | 'none' = 'all';

	/** Adds a lead to a campaign; whatever is not given is made up. */
	add(campaignId: string, lead: Partial<Lead> = {}): Lead {
		const [madeUp] = makeLeads(1, campaignId, this.size + 1);
		const added = { ...(madeUp as Lead), _id: this.world.createId('lea'), ...lead, campaignId };
		this.set(added._id, added);
		return added;
	}

	/** The leads of a campaign: those added first, then the generated ones, which are made while they are read. */
	*of({ _id, simulation }: Campaign): Generator<Lead> {
		for (const lead of this.values()) if (lead.campaignId === _id) yield lead;
		yield* makeLeads(simulation.generatedLeads, _id, seedOf(_id));
	}

	/** The number of leads of a campaign. */
	count({ _id, simulation }: Campaign): number {
		return [...this.values()].filter((lead) => lead.campaignId === _id).length + simulation.generatedLeads;
	}

	/** A team's lead by its ID. Throws lemlist's answers for an unknown one and for another team's. */
	require(team: Team, leadId: string): Lead {
		const lead = this.get(leadId);
		if (lead === undefined) throw new ApiError(404, 'Lead not found');
		this.world.store(Campaigns).require(team, lead.campaignId);
		return lead;
	}

	/** A lead of one campaign, by ID or email. */
	requireIn(campaign: Campaign, idOrEmail: string): Lead {
		for (const lead of this.values()) {
			if (lead.campaignId === campaign._id && (lead._id === idOrEmail || sameText(lead.email, idOrEmail))) return lead;
		}
		throw new ApiError(404, 'Lead not found');
	}

	/** One person in all campaigns of a team, by ID or email; among these leads, if not among all. */
	everywhere(team: Team, idOrEmail: string, among: ReadonlyMap<string, Lead> = this): Lead[] {
		const email = among.get(idOrEmail)?.email ?? idOrEmail;
		return [...among.values()].filter(
			(lead) => sameText(lead.email, email) && this.campaignOf(lead).teamId === team._id,
		);
	}

	/** One person without an email in all campaigns of a team. */
	withProfile(team: Team, linkedinUrl: string): Lead[] {
		return [...this.values()].filter(
			(lead) => sameText(lead.linkedinUrl, linkedinUrl) && this.campaignOf(lead).teamId === team._id,
		);
	}

	requireEverywhere(team: Team, idOrEmail: string): Lead[] {
		const found = this.everywhere(team, idOrEmail);
		if (found.length === 0) throw new ApiError(404, 'Lead not found');
		return found;
	}

	remove(lead: Lead): void {
		this.delete(lead._id);
		this.removed.set(lead._id, lead);
	}

	campaignOf({ campaignId }: Lead): Campaign {
		return this.world.store(Campaigns).get(campaignId) as Campaign;
	}
}

/**
 * Made-up leads, one at a time, the same for the same seed.
 * @param campaignId the campaign they belong to
 */
export function* makeLeads(count: number, campaignId: string, seed: number): Generator<Lead> {
	const random = createRandom(seed);
	const createId = createIdSource(random);
	for (let index = 1; index <= count; index++) {
		const { jobTitle, ...person } = makePerson(random, String(index));
		const [lastState, status] = pick(random, OUTCOMES);
		const emailStatus =
			lastState === 'emailsBounced' ? 'undeliverable' : pick(random, ['', 'deliverable', 'risky'] as const);
		yield {
			_id: createId('lea'),
			campaignId,
			emailStatus,
			...person,
			picture: '',
			lastState,
			status,
			variables: { jobTitle },
		};
	}
}

/**
 * Whether a lead belongs in an answer for these states.
 * @param states the query's comma-separated list; `all` stands for every state
 */
export function hasState(lead: Lead, states: string): boolean {
	// `failed` is the old name of emailsBounced.
	const wanted = states.split(',').map((state) => (state.trim() === 'failed' ? 'emailsBounced' : state.trim()));
	return wanted.includes('all') || wanted.includes(lead.lastState);
}

/** lemlist's largest list of a campaign's leads, and the one it gives when no limit is asked for. */
const LONGEST_LIST = 500;
const PAGE_SIZE = 100;
const STRATEGIES = ['overwrite', 'overwriteIgnoreEmpty', 'fillEmptyOnly'];
/** The texts of an address that cannot be the ID of a campaign. */
const CAMPAIGN_ID = /^cam_/;

type Query = Record<string, string | undefined>;
type Body = Record<string, unknown> | undefined;
type InCampaign = { Params: { campaignId: string; lead: string }; Querystring: Query; Body: Body };
type NewInCampaign = { Params: { campaignId: string; lead?: string }; Querystring: Query; Body: Body };
type OneLead = { Params: { lead: string }; Querystring: Query; Body: Body };

const routes: Routes = (api, world) => {
	const leads = world.store(Leads);
	const campaigns = world.store(Campaigns);
	const unsubscribes = world.store(Unsubscribes);

	// The form with the email in the path is the older one; both are alive.
	for (const url of ['/campaigns/:campaignId/leads', '/campaigns/:campaignId/leads/:lead']) {
		api.post<NewInCampaign>(
			url,
			{ config: { kind: 'createLead' } },
			async ({ params, query, body = {}, team }, reply) => {
				const inPath = params.lead !== undefined;
				// lemlist says nothing, adds nothing, and answers 200.
				if (!CAMPAIGN_ID.test(params.campaignId) || (inPath && !campaigns.has(params.campaignId)))
					return reply.status(200).send();
				const campaign = campaigns.require(team, params.campaignId);
				if (typeof body !== 'object' || Array.isArray(body))
					throw new ApiError(400, 'Body of your request must be an object');
				strategyOf(query);
				const sent = inPath ? { ...body, email: params.lead } : body;
				const email = String(sent.email ?? '');
				if (email === '' ? !sent.linkedinUrl : !/^\S+@\S+$/.test(email))
					throw new ApiError(400, 'Invalid email address');
				const known = email === '' ? leads.withProfile(team, String(sent.linkedinUrl)) : leads.everywhere(team, email);
				if (known.some(({ campaignId }) => campaignId === campaign._id))
					throw new ApiError(400, 'Lead already in the campaign');
				if (known.length > 0 && query.deduplicate === 'true')
					throw new ApiError(leads.duplicateStatus, 'Lead already in other campaign');
				const variables = variablesOfCompany([...leads.values()], String(sent.companyName ?? ''));
				const lead = leads.add(campaign._id, { ...emptyLead(), variables });
				write(lead, sent);
				return { ...describe(lead), campaignName: campaign.name };
			},
		);
	}

	api.get<{ Params: { campaignId: string }; Querystring: Query }>(
		'/campaigns/:campaignId/leads',
		{ config: { kind: 'leads' } },
		async ({ params, query, team }) => {
			const states = query.state || (leads.listWithoutState === 'all' ? 'all' : '');
			const found = [...leads.of(campaigns.require(team, params.campaignId))].filter((lead) => hasState(lead, states));
			const limit = Math.min(Number(query.limit ?? PAGE_SIZE), LONGEST_LIST);
			return found
				.reverse()
				.slice(0, limit)
				.map(({ _id, lastState }) => ({ _id, contactId: contactIdOf(_id), state: lastState }));
		},
	);

	api.patch<InCampaign>(
		'/campaigns/:campaignId/leads/:lead',
		{ config: { kind: 'updateLead' } },
		async ({ params, query, body, team }) => {
			const campaign = campaigns.require(team, params.campaignId);
			const lead = leads.requireIn(campaign, params.lead);
			write(lead, body ?? {}, strategyOf(query));
			const leadUrl = `https://api.lemlist.com/api/leads/${encodeURIComponent(lead.email)}`;
			return { ...describe(lead), campaignName: campaign.name, leadUrl };
		},
	);

	api.delete<InCampaign>(
		'/campaigns/:campaignId/leads/:lead',
		{ config: { kind: 'deleteLead' } },
		async ({ params, query, team }) => {
			const lead = leads.requireIn(campaigns.require(team, params.campaignId), params.lead);
			if (query.action === 'remove') {
				leads.remove(lead);
				return describe(lead);
			}
			const list = unsubscribes.of(team);
			if (list.entries.has(lead.email))
				throw new ApiError(404, { error: 'Lead email invalid or lead already unsubscribed' });
			// The address goes to the team's list; the state in a campaign's list of leads stays as it was.
			list.add(lead.email);
			for (const each of leads.everywhere(team, lead.email)) each.status = 'unsubscribed';
			return describe(lead);
		},
	);

	/** A lead as the first version answers it, also after it was removed. */
	const firstVersion = (team: Team, idOrEmail: string): object => {
		const [lead] = [...leads.everywhere(team, idOrEmail), ...leads.everywhere(team, idOrEmail, leads.removed)];
		if (!lead) throw new ApiError(404, 'Lead not found');
		return describe(lead);
	};

	api.get<{ Querystring: Query }>('/leads', { config: { kind: 'lead' } }, async ({ query, team }) => {
		const { email, id = '', version } = query;
		if (!email) return describe(leads.require(team, id));
		return version === 'v2' ? describe(leads.requireEverywhere(team, email)[0] as Lead) : firstVersion(team, email);
	});

	api.get<OneLead>('/leads/:lead', { config: { kind: 'lead' } }, async ({ params, query, team }) => {
		if (query.version !== 'v2') return firstVersion(team, params.lead);
		return leads.requireEverywhere(team, params.lead).map((lead) => describeRow(lead, leads.campaignOf(lead)));
	});

	const changes = {
		pause: { status: 'paused' },
		start: { status: 'running' },
		interested: { status: 'interested', lastState: 'interested' },
		notinterested: { status: 'notInterested', lastState: 'notInterested' },
	};
	for (const [action, change] of Object.entries(changes)) {
		api.post<OneLead>(`/leads/${action}/:lead`, { config: { kind: 'leadAction' } }, async ({ params, query, team }) => {
			const found = leads
				.requireEverywhere(team, params.lead)
				.filter(({ campaignId }) => query.campaignId === undefined || campaignId === query.campaignId);
			if (found.length === 0) throw new ApiError(404, 'Lead not found');
			return found.map((lead) => describe(Object.assign(lead, change)));
		});
		if (!action.endsWith('interested')) continue;
		api.post<InCampaign>(
			`/campaigns/:campaignId/leads/:lead/${action}`,
			{ config: { kind: 'leadAction' } },
			async ({ params, team }) =>
				describe(Object.assign(leads.requireIn(campaigns.require(team, params.campaignId), params.lead), change)),
		);
	}

	api.post<OneLead>('/leads/review/:lead', { config: { kind: 'leadAction' } }, async ({ params }) => {
		const lead = leads.get(params.lead);
		if (lead === undefined)
			throw new ApiError(404, { error: 'CAMPAIGN_LEAD_REVIEW_LEAD_NOT_FOUND', message: 'Lead not found' });
		if (lead.status !== 'review')
			throw new ApiError(400, {
				error: 'CAMPAIGN_LEAD_REVIEW_LEAD_ALREADY_LAUNCHED',
				message: 'Lead is already launched',
			});
		Object.assign(lead, { status: 'running', lastState: 'reviewed' });
		return { ok: true };
	});

	for (const method of ['POST', 'PATCH', 'DELETE'] as const) {
		api.route<OneLead>({
			method,
			url: '/leads/:lead/variables',
			config: { kind: 'leadVariables' },
			handler: async ({ params, query, team }) => {
				const lead = leads.require(team, params.lead);
				const names = Object.keys(query);
				const exists = (name: string) => name in lead.variables || (FIELDS as readonly string[]).includes(name);
				if (names.length === 0 || (method !== 'POST' && !names.every(exists)))
					throw new ApiError(400, { ok: false, status: 'Variables not found' });
				if (method === 'POST' && names.some(exists)) throw new ApiError(400, 'Variable not found');
				write(lead, method === 'DELETE' ? Object.fromEntries(names.map((name) => [name, ''])) : query);
				return { ok: true };
			},
		});
	}
};

function emptyLead(): Partial<Lead> {
	const fields = Object.fromEntries(FIELDS.map((name) => [name, '']));
	return { ...fields, emailStatus: '', lastState: 'scanned', status: 'review' };
}

/** The variables that a new lead gets unsent: those of the last lead of the same company. */
function variablesOfCompany(leads: readonly Lead[], companyName: string): Record<string, string> {
	const older = companyName === '' ? undefined : leads.filter((lead) => lead.companyName === companyName).at(-1);
	return { ...older?.variables };
}

function sameText(a: string, b: string): boolean {
	return a.toLowerCase() === b.toLowerCase();
}

function strategyOf({ updateStrategy = 'overwrite' }: Query): string {
	if (!STRATEGIES.includes(updateStrategy)) throw new ApiError(400, 'Invalid updateStrategy value');
	return updateStrategy;
}

/** Writes the fields of a body; keys that are no field of every lead become variables. */
function write(lead: Lead, body: Record<string, unknown>, strategy = 'overwrite'): void {
	for (const [name, value] of Object.entries(body)) {
		const text = String(value ?? '');
		const field = FIELDS.find((one) => one === name);
		const before = field ? lead[field] : lead.variables[name];
		if ((strategy === 'fillEmptyOnly' && before) || (strategy === 'overwriteIgnoreEmpty' && text === '')) continue;
		if (field) lead[field] = text;
		else lead.variables[name] = text;
	}
}

/** What a lead has of fields and variables; lemlist leaves out what is empty. */
function filled(lead: Lead): Record<string, string> {
	const all = { ...Object.fromEntries(FIELDS.map((name) => [name, lead[name]])), ...lead.variables };
	return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

/** A lead as most routes answer it: its variables stand beside the fields. */
function describe(lead: Lead) {
	const { _id, status, campaignId, emailStatus } = lead;
	return {
		...filled(lead),
		_id,
		isPaused: status === 'paused',
		campaignId,
		contactId: contactIdOf(_id),
		...(emailStatus !== '' && { emailStatus }),
	};
}

/** A lead as a row of GET /leads/{email}: one per campaign. */
function describeRow(lead: Lead, campaign: Campaign) {
	const { _id, lastState, status, emailStatus } = lead;
	return {
		_id,
		updatedAt: campaign.createdAt,
		isPaused: status === 'paused',
		state: lastState,
		status,
		personalized: false,
		source: 'api',
		variables: filled(lead),
		contactId: contactIdOf(_id),
		enrichment: { ...(emailStatus !== '' && { emailStatus }) },
		campaign: { id: campaign._id, name: campaign.name, status: campaign.status },
		sendingUser: { email: '' },
	};
}

function contactIdOf(leadId: string): string {
	return `ctc_${leadId.slice(4)}`;
}

export const leads = { store: Leads, routes } satisfies Resource;
