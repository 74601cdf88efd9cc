import type { StoresOf, World } from './engine/world';
import { resources } from './resources';
import type { Activity } from './resources/activities';
import type { ApiKey } from './resources/apiKeys';
import type { Campaign, NewCampaign } from './resources/campaigns';
import type { Lead } from './resources/leads';
import type { Schedule } from './resources/schedules';
import type { Sequence } from './resources/sequences';
import type { ExportDefaults, ExportSettings } from './resources/statisticsFile';
import type { Team } from './resources/teams';
import type { UnsubscribeList } from './resources/unsubscribes';

type Stores = StoresOf<typeof resources>;

/**
 * Shorthands for what nearly every test does. They are not to become more: a resource's store is
 * `state.<resource>`, and `state.<resource>.add(…)` adds to it.
 */
class Shorthands {
	/** Real milliseconds before every answer. */
	latencyMs: number | (() => number) = 0;

	constructor(
		private readonly world: World,
		private readonly stores: Stores,
	) {}

	/** The team of the key the simulator was started with. */
	get team(): Team {
		return this.stores.teams.first;
	}

	/** Settings of every export; a change counts from the next start. */
	get exportDefaults(): ExportDefaults {
		return this.stores.exports.defaults;
	}

	createId(prefix: string): string {
		return this.world.createId(prefix);
	}

	addTeam(team?: Partial<Team>): Team {
		return this.stores.teams.add(team);
	}

	addKey(key: string, teamId: string, condition?: ApiKey['condition']): ApiKey {
		return this.stores.keys.add(key, teamId, condition);
	}

	addCampaign(campaign?: NewCampaign): Campaign {
		return this.stores.campaigns.add(campaign);
	}

	addLead(campaignId: string, lead?: Partial<Lead>): Lead {
		return this.stores.leads.add(campaignId, lead);
	}

	addActivity(activity?: Partial<Activity>): Activity {
		return this.stores.activities.add(activity);
	}

	addSchedule(schedule?: Partial<Schedule>): Schedule {
		return this.stores.schedules.add(schedule);
	}

	findSequence(sequenceId: string): Sequence | undefined {
		return this.stores.sequences.byId(sequenceId);
	}

	unsubscribesOf(team: Pick<Team, '_id'>): UnsubscribeList {
		return this.stores.unsubscribes.of(team);
	}

	setNextExport(settings: Partial<ExportSettings>, campaignId?: string): void {
		this.stores.exports.setNext(settings, campaignId);
	}

	maxExportsAtOnce(): number {
		return this.stores.exports.maxAtOnce();
	}
}

/** Everything the simulated lemlist knows, by resource. Tests read and change it freely. */
export type State = Stores & Shorthands;

/** The stores of a world by the names of their resources. */
export function createState(world: World): State {
	const stores: Record<string, unknown> = {};
	for (const [name, resource] of Object.entries(resources)) {
		if ('store' in resource) stores[name] = world.store<unknown>(resource.store);
	}
	return Object.assign(new Shorthands(world, stores as Stores), stores) as unknown as State;
}
