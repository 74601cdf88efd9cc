import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

/** What tells what happened, to whom and where; comes first in a simplified event, in this order. */
const FIRST_FIELDS = [
	'_id',
	'isSample',
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
	'leadVariables',
	'contactId',
	'bot',
	'sequenceTested',
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

function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The variables of the lead, which activities carry in `lead.variables`; webhooks are seen to have them at the top. */
function withLeadVariables(event: IDataObject): IDataObject {
	const variables = isObject(event.lead) ? event.lead.variables : undefined;
	if (!isObject(variables) || Object.keys(variables).length === 0) return event;
	return { leadVariables: variables, ...event };
}

/** The event without lemlist's bookkeeping, the main fields first. */
export function simplified(event: IDataObject): IDataObject {
	const whole = withLeadVariables(event);
	const first = FIRST_FIELDS.filter((field) => whole[field] !== undefined).map((field) => [field, whole[field]]);
	const others = Object.entries(whole).filter(
		([field, value]) => !INTERNAL_FIELDS.has(field) && !(field === 'name' && value === event.campaignName),
	);
	return Object.fromEntries([...first, ...others]) as IDataObject;
}

/** The item that starts a workflow. */
export function eventItem(event: IDataObject, simplify: boolean): INodeExecutionData {
	return { json: simplify ? simplified(event) : event };
}
