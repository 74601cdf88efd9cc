import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

/** What tells what happened, to whom and where; comes first in a simplified event, in this order. */
const FIRST_FIELDS = [
	'_id',
	'type',
	'createdAt',
	'isFirst',
	'campaignId',
	'campaignName',
	'leadId',
	'leadEmail',
	'leadFirstName',
	'leadLastName',
	'leadCompanyName',
	'contactId',
];

/**
 * lemlist's own bookkeeping, and copies of other fields. Left out by name, because the fields of
 * many events are not documented: what is not known here stays.
 */
const INTERNAL_FIELDS = new Set([
	'createdBy',
	'emailId',
	'emailTemplateId',
	'lead',
	'messageId',
	'metaData',
	'opportunityId',
	'stopped',
	'teamId',
	'totalSequenceStep',
]);

/** The event without lemlist's bookkeeping, the main fields first. */
export function simplified(event: IDataObject): IDataObject {
	const first = FIRST_FIELDS.filter((field) => event[field] !== undefined).map((field) => [field, event[field]]);
	const others = Object.entries(event).filter(
		([field, value]) => !INTERNAL_FIELDS.has(field) && !(field === 'name' && value === event.campaignName),
	);
	return Object.fromEntries([...first, ...others]) as IDataObject;
}

/** The item that starts a workflow. */
export function eventItem(event: IDataObject, simplify: boolean): INodeExecutionData {
	return { json: simplify ? simplified(event) : event };
}
