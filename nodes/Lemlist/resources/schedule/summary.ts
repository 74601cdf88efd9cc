/** A schedule without what rarely matters; it has 13 fields. */
export const scheduleSummary = [
	'_id',
	'name',
	'timezone',
	'start',
	'end',
	'weekdays',
	'secondsToWait',
	'public',
	'createdAt',
] as const;
