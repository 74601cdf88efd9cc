import type { QlaraState } from './state';

const DAY = 24 * 3_600_000;

/** Fills the first account with exports that look like a team's: more than one page, some expired, one failed. */
export function seedQlara(state: QlaraState, now: number): void {
	for (let age = 14; age >= 1; age--) {
		const isReport = age % 3 === 0;
		state.exports.add({
			dataset: isReport ? 'deliveryReports' : 'contacts',
			filters: isReport ? { campaignId: 7_300 + age } : {},
			queuedAt: now - (age * DAY) / 2,
			settings: age === 5 ? { failed: true } : {},
		});
	}
}
