import type { IDataObject } from 'n8n-workflow';

/** What lemlist's answers about leads are cut down to. */
export const leadSummary = [
	'_id',
	'email',
	'firstName',
	'lastName',
	'companyName',
	'jobTitle',
	'phone',
	'linkedinUrl',
	'campaignId',
	'campaignName',
	'contactId',
	'isPaused',
	'emailStatus',
	'warnings',
] as const;

/** Fields of a lead, in either of its forms, that are none of its variables. */
export const NO_VARIABLES = new Set([
	'_id',
	'campaign',
	'campaignId',
	'campaignName',
	'contactId',
	'createdAt',
	'createdBy',
	'emailStatus',
	'enrichment',
	'isPaused',
	'isUnsubscribed',
	'leadUrl',
	'personalized',
	'preferredContactMethod',
	'sendingUser',
	'source',
	'state',
	'stateSystem',
	'status',
	'updatedAt',
	'variables',
	'warnings',
]);

function objectOf(value: unknown): IDataObject | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as IDataObject) : undefined;
}

/**
 * One flat shape of a lead, whichever way it was found: by email lemlist sends its variables, campaign and enrichment
 * as objects, by ID everything at the top. `variables` has all that messages can use, the names included.
 *
 * @param email what it was found by; lemlist need not repeat it
 */
export function flatLead(lead: IDataObject, email?: string): IDataObject {
	const variables =
		objectOf(lead.variables) ??
		(Object.fromEntries(Object.entries(lead).filter(([name]) => !NO_VARIABLES.has(name))) as IDataObject);
	const campaign = objectOf(lead.campaign);
	const all: IDataObject = {
		...variables,
		...lead,
		email: lead.email ?? variables.email ?? email,
		campaignId: lead.campaignId ?? campaign?.id,
		campaignName: lead.campaignName ?? campaign?.name,
		campaignStatus: campaign?.status,
		emailStatus: lead.emailStatus ?? objectOf(lead.enrichment)?.emailStatus,
		variables,
	};
	const names = [...leadSummary, 'campaignStatus', 'state', 'stateSystem', 'status', 'variables'];
	return Object.fromEntries(names.filter((name) => all[name] !== undefined).map((name) => [name, all[name]]));
}
