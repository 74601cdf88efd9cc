import type { RouteGroup } from '../context';
import { activityRoutes } from './activities';
import { campaignOperationRoutes } from './campaignOperations';
import { campaignStatisticsRoutes } from './campaignStatistics';
import { campaignRoutes } from './campaigns';
import { enrichmentRoutes } from './enrichments';
import { exportRoutes } from './exports';
import { fileRoutes } from './files';
import { hookRoutes } from './hooks';
import { leadRoutes } from './leads';
import { leadsExportRoutes } from './leadsExport';
import { recordingRoutes } from './recordings';
import { scheduleRoutes } from './schedules';
import { sequenceRoutes } from './sequences';
import { teamRoutes } from './team';
import { unsubscribeRoutes } from './unsubscribes';
import { userRoutes } from './users';

/** The parts of the API that are simulated, one file each. */
export const routeGroups: RouteGroup[] = [enrichmentRoutes, leadRoutes, recordingRoutes, activityRoutes, hookRoutes, teamRoutes, userRoutes, campaignRoutes, campaignOperationRoutes, campaignStatisticsRoutes, exportRoutes, leadsExportRoutes, fileRoutes, scheduleRoutes, sequenceRoutes, unsubscribeRoutes];
