import type { FastifyRequest } from 'fastify';
import { ApiError } from '../engine/apiError';
import type { Resource, Routes } from '../engine/world';
import { Campaigns } from './campaigns';
import { Leads } from './leads';

/** A step that can be skipped: POST …/steps/{stepId}/skip and …/skip-for-leads. */
export interface CampaignStep {
	_id: string;
	campaignId: string;
	/** A condition cannot be skipped. */
	isCondition: boolean;
	skipped: boolean;
	/** Leads for which alone it was skipped, as they were named. */
	skippedFor: Set<string>;
}

/** One problem or remark of GET /campaigns/{id}/statutes; level 3 blocks the launch. */
export interface Statute {
	type: string;
	level: 1 | 2 | 3;
	message: string;
	category?: string;
}

/** What statistics are asked for. */
export interface StatisticsPeriod {
	startDate: string;
	endDate: string;
}

/** Sections of GET /campaigns/{id}/settings. */
export type CampaignSettings = Record<string, unknown>;

/** Checks, settings and skipped steps of campaigns; the Maps are keyed by campaign id (steps by their own). */
export class CampaignDetails {
	readonly steps = new Map<string, CampaignStep>();
	readonly statutes = new Map<string, Statute[]>();
	/** Statistics by campaign, of every period or made for one; lemlist's own example where there are none. */
	readonly statistics = new Map<string, object | ((period: StatisticsPeriod) => object)>();
	/** Campaigns that the batch route of statistics names under `errors`, with the text. */
	readonly statisticsErrors = new Map<string, string>();
	private readonly settings = new Map<string, CampaignSettings>();

	addStep(campaignId: string, step: Partial<CampaignStep> = {}): CampaignStep {
		const added = {
			_id: `stp_${this.steps.size + 1}`,
			campaignId,
			isCondition: false,
			skipped: false,
			skippedFor: new Set<string>(),
			...step,
		};
		this.steps.set(added._id, added);
		return added;
	}

	settingsOf(campaignId: string): CampaignSettings {
		const known = this.settings.get(campaignId) ?? {
			general: { labels: [], sequenceId: 'seq_1' },
			senders: { espMatching: false, espRouting: {} },
			schedule: { scheduleIds: ['skd_1'] },
			automation: { autoReview: false },
			tracking: { trackOpens: true, trackClicks: true },
			onReplied: { campaignProgress: 'stop' },
			senderStrategy: 'random',
		};
		this.settings.set(campaignId, known);
		return known;
	}
}

interface CampaignRequest {
	Params: { campaignId: string };
	Body: Record<string, unknown> | undefined;
}
type StepRequest = CampaignRequest & { Params: { stepId: string } };

const READ_ONLY_SETTINGS = ['general.labels', 'general.sequenceId', 'senders.espRouting', 'schedule.scheduleIds'];
const LEADS_PER_CALL = 100;

const routes: Routes = (api, world) => {
	const details = world.store(CampaignDetails);
	const campaigns = world.store(Campaigns);
	const leadsInAll = world.store(Leads);
	const settingsOf = ({ params, team }: FastifyRequest<CampaignRequest>) =>
		details.settingsOf(campaigns.requireAsJson(team, params.campaignId, 'CAMPAIGN_NOT_FOUND')._id);

	api.get<CampaignRequest>(
		'/campaigns/:campaignId/statutes',
		{ config: { kind: 'campaignStatutes' } },
		async (request) => {
			const { _id, name, status } = campaigns.require(request.team, request.params.campaignId);
			return { name, status, statutes: details.statutes.get(_id) ?? [] };
		},
	);

	api.get<CampaignRequest>(
		'/campaigns/:campaignId/settings',
		{ config: { kind: 'campaignSettings' } },
		async (request) => settingsOf(request),
	);

	api.patch<CampaignRequest>(
		'/campaigns/:campaignId/settings',
		{ config: { kind: 'campaignSettingsUpdate' } },
		async (request) => {
			const settings = settingsOf(request);
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
		campaigns.requireAsJson(request.team, campaignId, 'STEP_SKIP_CAMPAIGN_NOT_FOUND');
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
			const inCampaign = [...leadsInAll.values()].filter(({ campaignId }) => campaignId === step.campaignId);
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

export const campaignDetails = { store: CampaignDetails, routes } satisfies Resource;
