import type { FastifyRequest } from 'fastify';
import { ApiError } from '../engine/apiError';
import { type Resource, type Routes, Store } from '../engine/world';
import { type PageQuery, paginate } from './pagination';
import type { ExportSettings } from './statisticsFile';
import { Teams, type Team } from './teams';

export type CampaignStatus = 'running' | 'draft' | 'archived' | 'ended' | 'paused' | 'errors';

/** A campaign as GET /campaigns/{id} is documented to answer it, plus what only the simulator knows. */
export interface Campaign {
	_id: string;
	name: string;
	emoji: string;
	labels: string[];
	createdAt: string;
	createdBy: string;
	status: CampaignStatus;
	sequenceId: string;
	scheduleIds: string[];
	timezone: string;
	teamId: string;
	hasError: boolean;
	errors: string[];
	creator: { userId: string; userEmail: string };
	senders: Array<{ id: string; email: string; sendUserMailboxId: string }>;
	simulation: {
		/** Made-up leads that exist only while they are exported, besides those added one by one. */
		generatedLeads: number;
		/** Export settings of this campaign, over the defaults. */
		exports: Partial<ExportSettings>;
	};
}

export type NewCampaign = Partial<Omit<Campaign, 'simulation'> & Campaign['simulation']>;

const FIRST_CAMPAIGN = Date.UTC(2025, 0, 6, 8);
const HOUR = 3_600_000;

/** Campaigns by id. */
export class Campaigns extends Store<Campaign> {
	/** The body of GET /campaigns with version=v2: wrapped with its pagination was recorded, a bare array is documented. */
	listShape: 'wrapped' | 'array' = 'wrapped';
	/** The fields of GET /campaigns/{id}: those recorded in 2025, or the documented ones of 2026. */
	fields: 'recorded' | 'documented' = 'recorded';

	/** Adds a campaign; each is created an hour after the one before it unless `createdAt` is given. */
	add({ generatedLeads = 0, exports = {}, ...campaign }: NewCampaign = {}): Campaign {
		const { createId } = this.world;
		const teams = this.world.store(Teams);
		const teamId = campaign.teamId ?? teams.first._id;
		const user = teams.get(teamId)?.users[0] ?? { userId: createId('usr'), email: 'sales@brightforge.example' };
		const number = this.size + 1;
		const added: Campaign = {
			_id: createId('cam'),
			name: `Campaign ${number}`,
			emoji: '🚀',
			labels: [],
			createdAt: new Date(FIRST_CAMPAIGN + number * HOUR).toISOString(),
			createdBy: user.userId,
			status: 'running',
			sequenceId: createId('seq'),
			scheduleIds: [createId('skd')],
			timezone: 'Europe/Paris',
			teamId,
			hasError: false,
			errors: [],
			creator: { userId: user.userId, userEmail: user.email },
			senders: [{ id: user.userId, email: user.email, sendUserMailboxId: createId('usm') }],
			...campaign,
			simulation: { generatedLeads, exports },
		};
		this.set(added._id, added);
		return added;
	}

	/** A team's campaign. Throws lemlist's answers for an unknown one and for another team's. */
	require(team: Team, campaignId: string): Campaign {
		const campaign = this.get(campaignId);
		if (campaign === undefined) throw new ApiError(404, 'Campaign not found');
		if (campaign.teamId !== team._id) throw new ApiError(400, 'Bad team');
		return campaign;
	}

	/** The same for routes that are newer, and answer errors as JSON. */
	requireAsJson(team: Team, campaignId: string, code?: string): Campaign {
		try {
			return this.require(team, campaignId);
		} catch (error) {
			if (error instanceof ApiError) throw new ApiError(error.status, { error: error.body, ...(code && { code }) });
			throw error;
		}
	}
}

/** lemlist's largest page, and the one it gives when no limit is asked for. */
const PAGE_SIZE = 100;
const REVIEW_CONDITIONS = ['deliverable', 'risky', 'undeliverable', 'unverified'];

/** The query of GET /campaigns; everything arrives as text. */
interface ListQuery extends PageQuery {
	version?: string;
	sortBy?: string;
	sortOrder?: string;
	status?: string;
	createdBy?: string;
}

interface CampaignRequest {
	Params: { campaignId: string };
	Body: Record<string, unknown> | undefined;
}

const routes: Routes = (api, world) => {
	const campaigns = world.store(Campaigns);
	const find = ({ params, team }: FastifyRequest<CampaignRequest>) => campaigns.require(team, params.campaignId);

	api.get<{ Querystring: ListQuery }>('/campaigns', { config: { kind: 'campaigns' } }, async ({ query, team }) => {
		const { rows, pagination } = paginate(select([...campaigns.values()], team, query), query, PAGE_SIZE);
		if (query.version !== 'v2') return rows.map(({ _id, name, labels }) => ({ _id, name, labels }));
		return campaigns.listShape === 'array' ? rows.map(asRow) : { campaigns: rows.map(asRow), pagination };
	});

	api.get<CampaignRequest>('/campaigns/:campaignId', { config: { kind: 'campaign' } }, async (request) => {
		const campaign = find(request);
		// JSON has no undefined: the field does not reach the answer.
		if (campaigns.fields === 'documented') return { ...campaign, simulation: undefined };
		const { _id, name, createdAt, status, creator, senders } = campaign;
		return { _id, name, createdAt, status, creator, senders };
	});

	api.post<CampaignRequest>('/campaigns', { config: { kind: 'campaignCreate' } }, async ({ body = {}, team }) => {
		checkConditions(body);
		const name = body.name === undefined ? 'New campaign' : String(body.name);
		const timezone = String(body.timezone ?? 'Europe/Paris');
		return asCreated(campaigns.add({ name, timezone, status: 'draft', teamId: team._id }));
	});

	api.patch<CampaignRequest>('/campaigns/:campaignId', { config: { kind: 'campaignUpdate' } }, async (request) => {
		const campaign = find(request);
		const { body = {}, team } = request;
		checkConditions(body);
		const { sendUserIds, ...changes } = body;
		if (Array.isArray(sendUserIds) && !sendUserIds.some((id) => team.userIds.includes(String(id)))) {
			throw new ApiError(400, 'None of the provided sender IDs are members of this team');
		}
		if (changes.name !== undefined) campaign.name = String(changes.name);
		if (!Array.isArray(sendUserIds)) return changes;
		const sendUsers = sendUserIds.map((id) => ({ id, mailboxes: [], phoneNumbers: [], whatsappAccountIds: [] }));
		return { ...changes, sendUsers };
	});

	api.post<CampaignRequest>('/campaigns/:campaignId/start', { config: { kind: 'campaignStart' } }, async (request) => {
		const campaign = find(request);
		if (campaign.status === 'running') throw new ApiError(400, "You can't start campaigns that are already running");
		campaign.status = 'running';
		return { _id: campaign._id, state: 'running' };
	});

	api.post<CampaignRequest>('/campaigns/:campaignId/pause', { config: { kind: 'campaignPause' } }, async (request) => {
		const campaign = find(request);
		// Only the status was recorded, not the words.
		if (campaign.status !== 'running') throw new ApiError(400, "You can't pause campaigns that are not running");
		campaign.status = 'paused';
		return { _id: campaign._id, state: 'paused' };
	});

	api.post<CampaignRequest>(
		'/campaigns/:campaignId/duplicate',
		{ config: { kind: 'campaignDuplicate' } },
		async ({ params, team, body }) => {
			const original = campaigns.requireAsJson(team, params.campaignId);
			const name = typeof body?.name === 'string' ? body.name : `${original.name} Copy`;
			const { labels, teamId } = original;
			const copy = campaigns.add({ name, labels, status: 'draft', teamId });
			const { _id, sequenceId, createdAt, createdBy, status } = copy;
			return {
				_id,
				name,
				sequenceId,
				archived: false,
				labels,
				createdAt,
				createdBy,
				status,
				senders: [],
				hasError: false,
				errors: [],
			};
		},
	);
};

function select(campaigns: Campaign[], team: Team, { status, createdBy, sortOrder }: ListQuery): Campaign[] {
	const selected = campaigns
		.filter((campaign) => campaign.teamId === team._id)
		// A campaign with errors matches `errors` besides its own status.
		.filter(
			(campaign) => status === undefined || campaign.status === status || (status === 'errors' && campaign.hasError),
		)
		.filter((campaign) => createdBy === undefined || campaign.createdBy === createdBy)
		// createdAt is the only sortBy there is.
		.sort((a, b) => a.createdAt.localeCompare(b.createdAt));
	return sortOrder === 'asc' ? selected : selected.reverse();
}

/** A row of the list with version=v2; of more fields, such as labels or senders, nothing was recorded. */
function asRow({ _id, name, sequenceId, emoji, createdAt, createdBy, status }: Campaign) {
	return { _id, name, sequenceId, emoji, createdAt, createdBy, status };
}

/** The recorded answer of POST /campaigns: its `state` is running, whatever the list says. */
function asCreated({ _id, name, sequenceId, emoji, scheduleIds, teamId, createdBy, createdAt }: Campaign) {
	return {
		_id,
		name,
		sequenceId,
		emoji,
		scheduleIds,
		creationSource: 'api',
		disableTrackOpen: false,
		disableTrackClick: false,
		disableTrackReply: false,
		addUnsubscribeLink: false,
		unsubscribeLinkText: 'unsubscribe',
		holidayCountries: [],
		teamId,
		createdBy,
		createdAt,
		state: 'running',
		scannedCount: 0,
		reviewedCount: 0,
		inSequenceLeadCount: 0,
		variableKeys: [],
		senders: [],
		sendUsers: [],
		displayedVariableKeys: ['companyName', 'createdAt'],
		unsubscribe: 'campaign',
		_updatedAt: createdAt,
	};
}

function checkConditions({ autoReviewConditions = [] }: Record<string, unknown>): void {
	if (!(autoReviewConditions as string[]).every((one) => REVIEW_CONDITIONS.includes(one))) {
		throw new ApiError(400, 'Invalid autoReviewConditions');
	}
}

export const campaigns = { store: Campaigns, routes } satisfies Resource;
