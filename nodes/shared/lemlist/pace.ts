import type { LookGaps } from '../jobs/provider';

/**
 * Small exports are done in under a second; for the rest lemlist advises 5 s, growing to 10 and 15 s (Get Campaign
 * Export Status, "Polling strategy"). It names no pace for enrichments: they have the same.
 */
export const GAPS: LookGaps = {
	first: [1, 1, 2, 3],
	later: [
		{ fromS: 300, gapS: 15 },
		{ fromS: 60, gapS: 10 },
		{ fromS: 0, gapS: 5 },
	],
};

/** lemlist forgets the status of an export after 2 hours; an enrichment is taken up again as long (ms). */
export const MEMORY_MS = 2 * 60 * 60 * 1000;

/** A replica may not know a job in its first 10 seconds (ms). */
export const LAG_MS = 10_000;
