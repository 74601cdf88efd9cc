import type { Resource } from '../../table/operation';
import { create } from './create';
import { createReport } from './createReport';
import { duplicate } from './duplicate';
import { get } from './get';
import { getLaunchChecks } from './getLaunchChecks';
import { getMany } from './getMany';
import { getReports } from './getReports';
import { getSettings } from './getSettings';
import { getStats } from './getStats';
import { getStatsOfMany } from './getStatsOfMany';
import { pause } from './pause';
import { skipStep } from './skipStep';
import { skipStepForLeads } from './skipStepForLeads';
import { start } from './start';
import { update } from './update';
import { updateSettings } from './updateSettings';

export const campaign: Resource = {
	value: 'campaign',
	name: 'Campaign',
	default: 'getMany',
	operations: [
		create,
		createReport,
		duplicate,
		get,
		getLaunchChecks,
		getMany,
		getReports,
		getSettings,
		getStats,
		getStatsOfMany,
		pause,
		skipStep,
		skipStepForLeads,
		start,
		update,
		updateSettings,
	],
};
