import { makeActivity, type Activity } from './resources/activities';
import { CampaignDetails } from './resources/campaignDetails';
import type { Clock } from './engine/clock';
import { Enrichments } from './resources/enrichments';
import {
	EXPORT_DEFAULTS,
	endOf,
	STATUS_LIFETIME,
	type ExportDefaults,
	type ExportRecord,
	type ExportSettings,
} from './resources/exports';
import { LeadDetails } from './resources/leadDetails';
import { makeLeads, type Lead } from './resources/leads';
import { createIdSource, createRandom, type IdSource } from './engine/random';
import { makeSchedule, type Schedule } from './resources/schedules';
import type { Sequence } from './resources/sequences';
import { checkSize } from './resources/statisticsCsv';
import type { UserDetails } from './resources/users';
import { UnsubscribeList } from './resources/unsubscribes';
import type { Webhook } from './resources/webhooks';

/** A team as GET /team answers it; `users` only with version=v2. */
export interface Team {
	_id: string;
	name: string;
	userIds: string[];
	createdBy: string;
	createdAt: string;
	hooks: unknown[];
	beta: string[];
	invitedUsers: unknown[];
	users: Array<{ userId: string; name: string; email: string; role: string }>;
}

/** An API key: one team, and whether lemlist lets its user in. */
export interface ApiKey {
	key: string;
	teamId: string;
	condition: 'valid' | 'blocked' | 'withoutUser';
}

export type CampaignStatus = 'running' | 'draft' | 'archived' | 'ended' | 'paused' | 'errors';

/** A campaign as GET /campaigns/{id} answers it, plus what only the simulator knows. */
export interface Campaign {
	_id: string;
	name: string;
	emoji?: string;
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

/** Everything the simulated lemlist knows. Tests read and change it freely; the Maps are keyed by id (keys by the key). */
export class State {
	readonly teams = new Map<string, Team>();
	readonly keys = new Map<string, ApiKey>();
	readonly campaigns = new Map<string, Campaign>();
	/** Settings, statistics, steps and launch checks of campaigns. */
	readonly campaignDetails = new CampaignDetails();
	/** LinkedIn limits and signatures, by user id. */
	readonly userDetails = new Map<string, UserDetails>();
	readonly leads = new Map<string, Lead>();
	/** Messages, files and imports of leads. */
	readonly leadDetails = new LeadDetails();
	readonly enrichments: Enrichments;
	readonly exports = new Map<string, ExportRecord>();
	readonly webhooks = new Map<string, Webhook>();
	/** In the order they were added; GET /activities sorts them by `createdAt`. */
	readonly activities: Activity[] = [];
	/** Whether webhooks are filtered by `campaignId` and `isFirst`: sources disagree on how to ask for it. */
	webhookFilters: 'applied' | 'ignored' = 'applied';
	readonly schedules = new Map<string, Schedule>();
	/** lemlist's largest page of GET /schedules is not documented. */
	schedulePageSize = 100;
	readonly sequences = new Map<string, Sequence>();
	/** Defaults of every export; a change counts from the next start. */
	readonly exportDefaults: ExportDefaults;
	/** The body of GET /campaigns with version=v2: sources disagree, see the two shapes in routes/campaigns.ts. */
	campaignListShape: 'array' | 'wrapped' = 'array';
	/** Real milliseconds before every answer. */
	latencyMs = 0;
	/** The team of the key the simulator was started with. */
	readonly team: Team;

	/** Makes ids such as `hoo_…`, the same in every run. */
	readonly createId: IdSource;
	private readonly unsubscribeLists = new Map<string, UnsubscribeList>();
	private readonly nextExports: Array<{ campaignId?: string; settings: Partial<ExportSettings> }> = [];

	/**
	 * @param apiKey the key of the first team
	 * @param exports settings over `EXPORT_DEFAULTS`
	 */
	constructor(
		private readonly clock: Clock,
		apiKey: string,
		exports: Partial<ExportDefaults> = {},
	) {
		this.createId = createIdSource(createRandom(1));
		this.enrichments = new Enrichments(this.createId, () => this.clock.now());
		this.exportDefaults = { ...EXPORT_DEFAULTS, ...exports };
		this.team = this.addTeam({ name: 'Brightforge Sales' });
		this.addKey(apiKey, this.team._id);
	}

	addTeam(team: Partial<Team> = {}): Team {
		const user = {
			userId: this.createId('usr'),
			name: 'Camille Durand',
			email: 'camille@brightforge.example',
			role: 'admin',
		};
		const users = team.users ?? [user];
		const added: Team = {
			_id: this.createId('tea'),
			name: 'Team',
			userIds: users.map(({ userId }) => userId),
			createdBy: users[0]?.userId ?? user.userId,
			createdAt: new Date(FIRST_CAMPAIGN - 24 * HOUR).toISOString(),
			hooks: [],
			beta: [],
			invitedUsers: [],
			...team,
			users,
		};
		this.teams.set(added._id, added);
		return added;
	}

	/** Adds a key, or changes the team or condition of one that exists. */
	addKey(key: string, teamId: string, condition: ApiKey['condition'] = 'valid'): ApiKey {
		const added: ApiKey = { key, teamId, condition };
		this.keys.set(key, added);
		return added;
	}

	/** Adds a campaign; each is created an hour after the one before it unless `createdAt` is given. */
	addCampaign({ generatedLeads = 0, exports = {}, ...campaign }: NewCampaign = {}): Campaign {
		const teamId = campaign.teamId ?? this.team._id;
		const user = this.teams.get(teamId)?.users[0] ?? {
			userId: this.createId('usr'),
			email: 'sales@brightforge.example',
		};
		const number = this.campaigns.size + 1;
		const added: Campaign = {
			_id: this.createId('cam'),
			name: `Campaign ${number}`,
			labels: [],
			createdAt: new Date(FIRST_CAMPAIGN + number * HOUR).toISOString(),
			createdBy: user.userId,
			status: 'running',
			sequenceId: this.createId('seq'),
			scheduleIds: [this.createId('skd')],
			timezone: 'Europe/Paris',
			teamId,
			hasError: false,
			errors: [],
			creator: { userId: user.userId, userEmail: user.email },
			senders: [{ id: user.userId, email: user.email, sendUserMailboxId: this.createId('usm') }],
			...campaign,
			simulation: { generatedLeads, exports },
		};
		this.campaigns.set(added._id, added);
		return added;
	}

	/** Adds a lead to a campaign; whatever is not given is made up. */
	addLead(campaignId: string, lead: Partial<Lead> = {}): Lead {
		const [madeUp] = makeLeads(1, campaignId, this.leads.size + 1);
		const added = { ...(madeUp as Lead), _id: this.createId('lea'), ...lead, campaignId };
		this.leads.set(added._id, added);
		return added;
	}

	/** Adds an activity, now unless `createdAt` is given; whatever else is not given is made up. Calls no webhook: see `deliverEvent`. */
	addActivity(activity: Partial<Activity> = {}): Activity {
		const createdAt = new Date(this.clock.now()).toISOString();
		const added = makeActivity(
			{ _id: this.createId('act'), teamId: this.team._id, createdAt, ...activity },
			this.activities.length,
		);
		this.activities.push(added);
		return added;
	}

	/** The leads of a campaign: those added first, then the generated ones, which are made while they are read. */
	*leadsOf({ _id, simulation }: Campaign): Generator<Lead> {
		for (const lead of this.leads.values()) if (lead.campaignId === _id) yield lead;
		yield* makeLeads(simulation.generatedLeads, _id, seedOf(_id));
	}

	/** The number of leads of a campaign. */
	countLeads({ _id, simulation }: Campaign): number {
		return [...this.leads.values()].filter((lead) => lead.campaignId === _id).length + simulation.generatedLeads;
	}

	/** Adds a schedule; each is created an hour after the one before it unless `createdAt` is given. */
	addSchedule(schedule: Partial<Schedule> = {}): Schedule {
		const team = this.teams.get(schedule.teamId ?? '') ?? this.team;
		const createdAt = new Date(FIRST_CAMPAIGN + this.schedules.size * HOUR).toISOString();
		const added = makeSchedule({
			_id: this.createId('skd'),
			teamId: team._id,
			createdBy: team.createdBy,
			createdAt,
			...schedule,
		});
		this.schedules.set(added._id, added);
		return added;
	}

	/** Adds a sequence to a campaign, by default one that follows a condition. */
	addSequence(campaignId: string, sequence: Partial<Sequence> = {}): Sequence {
		const added: Sequence = { _id: this.createId('seq'), level: 1, steps: [], ...sequence, campaignId };
		this.sequences.set(added._id, added);
		return added;
	}

	/** The sequences of a campaign, its main one first. */
	sequencesOf({ _id, sequenceId }: Campaign): Sequence[] {
		const main = this.sequences.get(sequenceId) ?? this.addSequence(_id, { _id: sequenceId, level: 0 });
		return [
			main,
			...[...this.sequences.values()].filter((sequence) => sequence.campaignId === _id && sequence !== main),
		];
	}

	/** A sequence by its id; a campaign has its main one from the start. */
	findSequence(sequenceId: string): Sequence | undefined {
		const campaign = [...this.campaigns.values()].find((each) => each.sequenceId === sequenceId);
		return campaign ? this.sequencesOf(campaign)[0] : this.sequences.get(sequenceId);
	}

	/** Whom a team does not contact. */
	unsubscribesOf({ _id }: Pick<Team, '_id'>): UnsubscribeList {
		const list = this.unsubscribeLists.get(_id) ?? new UnsubscribeList(this.createId, () => this.clock.now());
		this.unsubscribeLists.set(_id, list);
		return list;
	}

	/** Sets how the next export behaves, over campaign settings and defaults: the next of this campaign, or the next of any. */
	setNextExport(settings: Partial<ExportSettings>, campaignId?: string): void {
		this.nextExports.push({ campaignId, settings });
	}

	/** Starts an export, as GET …/export/start does. */
	startExport(campaign: Campaign): ExportRecord {
		const next = this.nextExports.findIndex(
			({ campaignId }) => campaignId === undefined || campaignId === campaign._id,
		);
		const nextSettings = next < 0 ? {} : this.nextExports.splice(next, 1)[0]?.settings;
		const settings = { ...this.exportDefaults, ...campaign.simulation.exports, ...nextSettings };
		if (settings.content === undefined) checkSize(settings.size);
		const id = this.createId(settings.startShape === 'legacy' ? 'exp' : 'axp');
		const slug = campaign.name
			.toLowerCase()
			.replace(/[^a-z0-9]+/g, '_')
			.replace(/^_|_$/g, '');
		const record: ExportRecord = {
			id,
			teamId: campaign.teamId,
			campaignId: campaign._id,
			campaignName: campaign.name,
			fileName: `fil_${id}_${slug}.csv`,
			startedAt: this.clock.now(),
			total: this.countLeads(campaign) || 100,
			seed: seedOf(id),
			settings,
		};
		this.exports.set(id, record);
		return record;
	}

	/** The export of a campaign, unless it does not exist or lemlist has forgotten it (2 h after its start). */
	findExport(campaignId: string, exportId: string): ExportRecord | undefined {
		const record = this.exports.get(exportId);
		const expired = record !== undefined && this.clock.now() - record.startedAt >= STATUS_LIFETIME;
		return record?.campaignId === campaignId && !expired ? record : undefined;
	}

	/** The export that a file belongs to, whatever its status and age. */
	findExportByFile(fileName: string): ExportRecord | undefined {
		return [...this.exports.values()].find((record) => record.fileName === fileName);
	}

	/** The most exports that were running at the same time, by the clock. */
	maxExportsAtOnce(): number {
		const exports = [...this.exports.values()];
		const runningAt = (time: number) =>
			exports.filter((record) => record.startedAt <= time && time < endOf(record)).length;
		return Math.max(0, ...exports.map(({ startedAt }) => runningAt(startedAt)));
	}
}

/** A number that is always the same for the same id. */
function seedOf(id: string): number {
	let seed = 0;
	for (const character of id) seed = (Math.imul(seed, 31) + character.charCodeAt(0)) | 0;
	return seed;
}
