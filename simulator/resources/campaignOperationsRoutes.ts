import type { FastifyRequest } from 'fastify';
import { ApiError, type RouteGroup } from '../engine/context';
import type { CampaignStep } from './campaignDetails';
import type { Campaign } from '../state';
import { findCampaign } from './campaignsRoutes';

interface CampaignRequest {
	Params: { campaignId: string };
	Body: Record<string, unknown> | undefined;
}
type StepRequest = CampaignRequest & { Params: { stepId: string } };

const REVIEW_CONDITIONS = ['deliverable', 'risky', 'undeliverable', 'unverified'];
const READ_ONLY_SETTINGS = ['general.labels', 'general.sequenceId', 'senders.espRouting', 'schedule.scheduleIds'];
const LEADS_PER_CALL = 100;
/** What PATCH /campaigns/{id} answers besides the name, as it is before anybody changed it. */
const FLAGS = {
	stopOnEmailReplied: true,
	stopOnMeetingBooked: true,
	stopOnLinkClicked: false,
	leadsPausedByInterest: false,
	opportunityReplied: true,
	opportunityClicked: false,
	autoLeadInterest: true,
	disableTrackOpen: false,
	disableTrackClick: false,
	disableTrackReply: false,
	disableOutOfOffice: false,
	sequenceSharing: false,
	stopOnLinkClickedFilter: '',
};

/** Creating, changing, starting, pausing and duplicating campaigns, their checks and settings, and skipping their steps. */
export const campaignOperationRoutes: RouteGroup = (api, { state }) => {
	const details = state.campaignDetails;
	const find = ({ params, team }: FastifyRequest<CampaignRequest>) => findCampaign(state, team, params.campaignId);

	api.post<CampaignRequest>('/campaigns', { config: { kind: 'campaignCreate' } }, async ({ body = {}, team }) => {
		checkConditions(body);
		const name = body.name === undefined ? 'New campaign' : String(body.name);
		const timezone = String(body.timezone ?? 'Europe/Paris');
		const campaign = state.addCampaign({ name, timezone, status: 'draft', teamId: team._id });
		details.changes.set(campaign._id, { ...body });
		const { _id, sequenceId, scheduleIds, createdBy, createdAt } = campaign;
		return {
			_id,
			sequenceId,
			scheduleIds,
			teamId: team._id,
			createdBy,
			createdAt,
			state: 'running',
			scannedCount: 0,
			reviewedCount: 0,
			inSequenceLeadCount: 0,
			variableKeys: [],
			senders: [],
			sendUsers: [],
			displayedVariableKeys: ['companyName'],
			emoji: '🚀',
			stopOnEmailReplied: true,
			crmOpportunitiesOnTask: true,
			unsubscribe: 'campaign',
			name,
			crm: 'hubspot',
			crmUserId: createdBy,
		};
	});

	api.patch<CampaignRequest>('/campaigns/:campaignId', { config: { kind: 'campaignUpdate' } }, async (request) => {
		const campaign = find(request);
		const { body = {}, team } = request;
		checkConditions(body);
		const { sendUserIds, name } = body;
		if (Array.isArray(sendUserIds) && !sendUserIds.some((id) => team.userIds.includes(String(id)))) {
			throw new ApiError(400, 'None of the provided sender IDs are members of this team');
		}
		if (name !== undefined) campaign.name = String(name);
		const changes = { ...details.changes.get(campaign._id), ...body };
		details.changes.set(campaign._id, changes);
		const flags = Object.entries(changes).filter(([flag]) => flag in FLAGS);
		const sendUsers = (sendUserIds as string[] | undefined)?.map((id) => ({
			id,
			mailboxes: [],
			phoneNumbers: [],
			whatsappAccountIds: [],
		}));
		return { name: campaign.name, ...FLAGS, ...Object.fromEntries(flags), sendUsers };
	});

	api.post<CampaignRequest>('/campaigns/:campaignId/start', { config: { kind: 'campaignStart' } }, async (request) => {
		const campaign = find(request);
		if (campaign.status === 'running') throw new ApiError(400, "You can't start campaigns that are already running");
		campaign.status = 'running';
		return { _id: campaign._id, state: 'running' };
	});

	api.post<CampaignRequest>('/campaigns/:campaignId/pause', { config: { kind: 'campaignPause' } }, async (request) => {
		const campaign = find(request);
		campaign.status = 'paused';
		return { _id: campaign._id, state: 'paused' };
	});

	api.post<CampaignRequest>(
		'/campaigns/:campaignId/duplicate',
		{ config: { kind: 'campaignDuplicate' } },
		async (request) => {
			const original = findAsJson(() => find(request));
			const name = typeof request.body?.name === 'string' ? request.body.name : `${original.name} Copy`;
			const { _id, sequenceId, labels, createdAt, createdBy, status } = state.addCampaign({
				name,
				labels: original.labels,
				status: 'draft',
				teamId: original.teamId,
			});
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

	api.get<CampaignRequest>(
		'/campaigns/:campaignId/statutes',
		{ config: { kind: 'campaignStatutes' } },
		async (request) => {
			const { _id, name, status } = find(request);
			return { name, status, statutes: details.statutes.get(_id) ?? [] };
		},
	);

	api.get<CampaignRequest>(
		'/campaigns/:campaignId/settings',
		{ config: { kind: 'campaignSettings' } },
		async (request) => details.settingsOf(findAsJson(() => find(request), 'CAMPAIGN_NOT_FOUND')._id),
	);

	api.patch<CampaignRequest>(
		'/campaigns/:campaignId/settings',
		{ config: { kind: 'campaignSettingsUpdate' } },
		async (request) => {
			const settings = details.settingsOf(findAsJson(() => find(request), 'CAMPAIGN_NOT_FOUND')._id);
			const { body = {} } = request;
			const refused = refusedSettings(body, settings);
			if (refused.length > 0 || Object.keys(body).length === 0) {
				throw new ApiError(400, {
					error: 'Invalid campaign settings',
					code: 'CAMPAIGN_SETTINGS_INVALID_INPUT',
					details: { issues: refused },
				});
			}
			for (const [section, value] of Object.entries(body)) {
				settings[section] = typeof value === 'object' ? { ...(settings[section] as object), ...value } : value;
			}
			return settings;
		},
	);

	const findStep = (request: FastifyRequest<StepRequest>): CampaignStep => {
		const { stepId, campaignId } = request.params;
		findAsJson(() => findCampaign(state, request.team, campaignId), 'STEP_SKIP_CAMPAIGN_NOT_FOUND');
		const step = details.steps.get(stepId);
		if (step?.campaignId !== campaignId)
			throw new ApiError(404, { error: 'Step not found in this campaign', code: 'STEP_SKIP_STEP_NOT_FOUND' });
		if (step.isCondition)
			throw new ApiError(422, { error: 'A condition step cannot be skipped', code: 'STEP_SKIP_STEP_IS_CONDITION' });
		return step;
	};

	api.post<StepRequest>(
		'/campaigns/:campaignId/steps/:stepId/skip',
		{ config: { kind: 'stepSkip' } },
		async (request) => {
			const step = findStep(request);
			const skipped = !step.skipped;
			step.skipped = true;
			return { skipped };
		},
	);

	api.post<StepRequest>(
		'/campaigns/:campaignId/steps/:stepId/skip-for-leads',
		{ config: { kind: 'stepSkipForLeads' } },
		async (request) => {
			const leads = request.body?.leads;
			if (!Array.isArray(leads) || leads.length === 0)
				throw new ApiError(400, { error: 'Route bad request', code: 'ROUTE_BAD_REQUEST' });
			if (leads.length > LEADS_PER_CALL)
				throw new ApiError(400, { error: 'At most 100 leads per call', code: 'STEP_SKIP_TOO_MANY_LEADS' });
			const step = findStep(request);
			const inCampaign = [...state.leads.values()].filter(({ campaignId }) => campaignId === step.campaignId);
			const results = leads.map(String).map((lead) => {
				if (!inCampaign.some(({ _id, email }) => lead === _id || lead === email)) return { lead, status: 'not_found' };
				if (step.skippedFor.has(lead)) return { lead, status: 'already_skipped' };
				step.skippedFor.add(lead);
				return { lead, status: 'skipped' };
			});
			const count = (wanted: string) => results.filter(({ status }) => status === wanted).length;
			const notFound = results.filter(({ status }) => status === 'not_found').map(({ lead }) => lead);
			return {
				total: leads.length,
				skipped: count('skipped'),
				alreadySkipped: count('already_skipped'),
				notFound,
				results,
			};
		},
	);
};

function checkConditions({ autoReviewConditions = [] }: Record<string, unknown>): void {
	if (!(autoReviewConditions as string[]).every((one) => REVIEW_CONDITIONS.includes(one))) {
		throw new ApiError(400, 'Invalid autoReviewConditions');
	}
}

/** Newer routes answer errors as JSON. */
function findAsJson(find: () => Campaign, code?: string): Campaign {
	try {
		return find();
	} catch (error) {
		if (error instanceof ApiError) throw new ApiError(error.status, { error: error.body, ...(code && { code }) });
		throw error;
	}
}

function refusedSettings(body: Record<string, unknown>, settings: Record<string, unknown>): object[] {
	return Object.entries(body).flatMap(([section, value]) => {
		if (!(section in settings)) return [{ field: section, code: 'unrecognized_keys', message: 'Unknown field' }];
		const fields =
			typeof value === 'object' && value !== null ? Object.keys(value).map((name) => `${section}.${name}`) : [];
		return fields
			.filter((field) => READ_ONLY_SETTINGS.includes(field))
			.map((field) => ({
				field,
				code: 'CAMPAIGN_SETTINGS_READ_ONLY_FIELD',
				message: 'Read-only: returned by GET, not writable with PATCH',
			}));
	});
}
