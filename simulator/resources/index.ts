import type { RouteGroup } from '../engine/context';
import { activityRoutes } from './activitiesRoutes';
import { campaignOperationRoutes } from './campaignOperationsRoutes';
import { campaignStatisticsRoutes } from './campaignStatisticsRoutes';
import { campaignRoutes } from './campaignsRoutes';
import { enrichmentRoutes } from './enrichmentsRoutes';
import { exportRoutes } from './exportsRoutes';
import { fileRoutes } from './filesRoutes';
import { hookRoutes } from './hooksRoutes';
import { leadRoutes } from './leadsRoutes';
import { leadsExportRoutes } from './leadsExportRoutes';
import { recordingRoutes } from './recordingsRoutes';
import { scheduleRoutes } from './schedulesRoutes';
import { sequenceRoutes } from './sequencesRoutes';
import { teamRoutes } from './teamRoutes';
import { unsubscribeRoutes } from './unsubscribesRoutes';
import { userRoutes } from './usersRoutes';

/** The parts of the API that are simulated, one file each. */
export const routeGroups: RouteGroup[] = [
	enrichmentRoutes,
	leadRoutes,
	recordingRoutes,
	activityRoutes,
	hookRoutes,
	teamRoutes,
	userRoutes,
	campaignRoutes,
	campaignOperationRoutes,
	campaignStatisticsRoutes,
	exportRoutes,
	leadsExportRoutes,
	fileRoutes,
	scheduleRoutes,
	sequenceRoutes,
	unsubscribeRoutes,
];
