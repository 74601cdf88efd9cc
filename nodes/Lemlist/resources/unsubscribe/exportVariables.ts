import type { CustomOperation } from '../../table/operation';
import { csvExport } from './csvExport';
import { csvExportFields } from './fields';

export const exportVariables: CustomOperation = {
	value: 'exportVariables',
	name: 'Export List',
	action: 'Export unsubscribes',
	description: 'Download the whole unsubscribe list, as a CSV file or as one item per row',
	routes: ['GET /v2/unsubscribes/exports/variables'],
	fields: csvExportFields,
	run: async (call) => await csvExport(call, '/v2/unsubscribes/exports/variables', 'unsubscribes'),
};
