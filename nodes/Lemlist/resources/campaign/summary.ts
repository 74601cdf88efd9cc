/** What a campaign of lemlist's lists and answers is cut down to. */
export const campaignSummary = [
	'_id',
	'name',
	'status',
	'labels',
	'createdAt',
	'createdBy',
	'timezone',
	'sequenceId',
	'hasError',
	'errors',
] as const;
