import type { IDataObject } from 'n8n-workflow';

/** What stays of a campaign, as far as lemlist sends it: its lists give less than GET /campaigns/{id}. */
const FIELDS = [
	'_id',
	'name',
	'status',
	'labels',
	'createdAt',
	'createdBy',
	'senders',
	'scheduleIds',
	'timezone',
	'sequenceId',
	'hasError',
	'errors',
];

/** A campaign of a list or alone, cut down: the creator stands in the same field, whichever form lemlist sends. */
export function campaignSummary(campaign: IDataObject): IDataObject {
	const creator = campaign.creator as IDataObject | null | undefined;
	const all: IDataObject = { ...campaign, createdBy: campaign.createdBy ?? creator?.userId };
	return Object.fromEntries(FIELDS.filter((name) => all[name] !== undefined).map((name) => [name, all[name]]));
}
