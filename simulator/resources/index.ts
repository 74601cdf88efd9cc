import type { Resource } from '../engine/world';
import { activities } from './activities';
import { keys } from './apiKeys';
import { campaignDetails } from './campaignDetails';
import { campaigns } from './campaigns';
import { campaignStatistics } from './campaignStatistics';
import { contacts } from './contacts';
import { enrichments } from './enrichments';
import { fields } from './fields';
import { files } from './files';
import { leadDetails } from './leadDetails';
import { leads } from './leads';
import { leadsExport } from './leadsExport';
import { schedules } from './schedules';
import { senders } from './senders';
import { sequences } from './sequences';
import { exports } from './statisticsExport';
import { teams } from './teams';
import { unsubscribes } from './unsubscribes';
import { users } from './users';
import { webhooks } from './webhooks';

/** The parts of lemlist that are simulated, one file each; the store of each is `simulator.state.<name>`. */
export const resources = {
	activities,
	campaignDetails,
	campaigns,
	campaignStatistics,
	contacts,
	enrichments,
	exports,
	fields,
	files,
	keys,
	leadDetails,
	leads,
	leadsExport,
	schedules,
	senders,
	sequences,
	teams,
	unsubscribes,
	users,
	webhooks,
} satisfies Record<string, Resource>;
