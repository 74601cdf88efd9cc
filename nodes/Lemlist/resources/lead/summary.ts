/** What lemlist's answers about leads are cut down to. */
export const leadSummary = [
	'_id',
	'email',
	'firstName',
	'lastName',
	'companyName',
	'jobTitle',
	'campaignId',
	'campaignName',
	'contactId',
	'isPaused',
	'emailStatus',
	'warnings',
] as const;
