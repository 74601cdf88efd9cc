import type { RouteGroup } from '../context';
import { campaignRoutes } from './campaigns';
import { exportRoutes } from './exports';
import { fileRoutes } from './files';
import { leadsExportRoutes } from './leadsExport';
import { teamRoutes } from './team';

/** The parts of the API that are simulated, one file each. */
export const routeGroups: RouteGroup[] = [teamRoutes, campaignRoutes, exportRoutes, leadsExportRoutes, fileRoutes];
