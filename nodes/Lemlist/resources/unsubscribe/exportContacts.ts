import type { CustomOperation } from '../../table/operation';
import { csvExport } from './csvExport';
import { csvExportFields } from './fields';

export const exportContacts: CustomOperation = {
	value: 'exportContacts',
	name: 'Export Contacts',
	action: 'Export unsubscribed contacts',
	description: 'Download the do-not-contact marks of all contacts, as a CSV file or as one item per row',
	routes: ['GET /v2/unsubscribes/exports/contacts'],
	fields: csvExportFields,
	run: async (call) => await csvExport(call, '/v2/unsubscribes/exports/contacts', 'unsubscribed contacts'),
};
