import {
	isActive,
	type Report,
	reportOf,
	stageRate,
	sumOf,
} from '../../../../../nodes/Lemlist/resources/campaign/report/figures';
import { reportJson, subjectOf } from '../../../../../nodes/Lemlist/resources/campaign/report/output';
import type { Statistics } from '../../../../../nodes/Lemlist/resources/campaign/statistics';

const ABOUT = {
	title: 'Weekly',
	timeZone: 'UTC',
	period: { startDate: '2026-01-08T00:00:00.000Z', endDate: '2026-01-14T23:59:59.999Z' },
};
const previous = { startDate: '2026-01-01T00:00:00.000Z', endDate: '2026-01-07T23:59:59.999Z' };

function answers(found: Record<string, Statistics>, failed: Record<string, string> = {}) {
	return { found: new Map(Object.entries(found)), failed: new Map(Object.entries(failed)) };
}

const statistics = (nbLeadsReached: number, replied: number): Statistics => ({
	nbLeadsReached,
	nbLeadsInterested: 1,
	messagesSent: 2 * nbLeadsReached,
	delivered: 2 * nbLeadsReached,
	replied,
});

describe('The sum over campaigns', () => {
	test('adds every counter, those of each channel, and the invitations of the steps', () => {
		const email = { sent: 10, delivered: 8 };
		expect(
			sumOf([
				{ delivered: 5, perChannel: { email, linkedin: { sent: 1 } }, steps: [{ invited: 2 }, { invited: 1 }] },
				{ delivered: 7, meetingBooked: 1, perChannel: { email }, steps: null },
			]),
		).toEqual({
			delivered: 12,
			meetingBooked: 1,
			perChannel: { email: { sent: 20, delivered: 16 }, linkedin: { sent: 1 } },
			steps: [{ invited: 3 }],
		});
	});

	test('leaves out what is no counter', () => {
		const odd = { delivered: '5', opened: null, perChannel: ['email'], steps: [{}] } as unknown as Statistics;
		expect(sumOf([odd, { opened: 2 }])).toEqual({ opened: 2, steps: [{ invited: 0 }] });
		expect(sumOf([])).toEqual({ steps: [{ invited: 0 }] });
	});
});

describe('A stage', () => {
	test('has the rate of its base, and none where either is missing or the base is 0', () => {
		const replied = { label: 'Replied', name: 'replied', of: { name: 'delivered', label: 'delivered' } };
		const rates = [{ replied: 1, delivered: 3 }, { delivered: 3 }, { replied: 1 }, { replied: 0, delivered: 0 }].map(
			(figures) => stageRate(figures, replied),
		);
		expect(rates).toEqual([33.33, null, null, null]);
	});
});

describe('A report', () => {
	const campaigns = [
		{ _id: 'cam_1', name: 'One', status: 'running' },
		{ _id: 'cam_2', name: 'Two', status: 'paused' },
		{ _id: 'cam_3', name: 'Three' },
		{ _id: 'cam_4' },
	];
	const now = answers(
		{ cam_1: statistics(10, 4), cam_2: statistics(30, 1), cam_3: {} },
		{ cam_4: 'Campaign not found' },
	);
	const before = answers({ cam_1: statistics(20, 2), cam_3: {}, cam_4: statistics(9, 9) }, { cam_2: 'Bad team' });
	const report: Report = reportOf({ ...ABOUT, previous }, campaigns, now, before);

	test('keeps the order of the campaigns, and names those without statistics', () => {
		expect(report.campaigns.map(({ campaign }) => campaign._id)).toEqual(['cam_1', 'cam_2', 'cam_3']);
		expect(report.campaigns.map(isActive)).toEqual([true, true, false]);
		expect(report.failed).toEqual([{ campaign: campaigns[3], says: 'Campaign not found' }]);
		expect(report.notCompared).toEqual([{ campaign: campaigns[1], says: 'Bad team' }]);
	});

	test('sums up all campaigns, and compares those alone that have figures of both periods', () => {
		expect(report.totals).toMatchObject({ nbLeadsReached: 40, delivered: 80, replied: 5, replyRate: 6.25 });
		expect(report.compared?.now).toMatchObject({ nbLeadsReached: 10, replied: 4, replyRate: 20 });
		expect(report.compared?.before).toMatchObject({ nbLeadsReached: 20, replied: 2, replyRate: 5 });
	});

	test('has all figures in its json', () => {
		const json = reportJson(report);
		expect(json).toMatchObject({
			title: 'Weekly',
			...ABOUT.period,
			campaignCount: 3,
			totals: { replyRate: 6.25 },
			previous: { ...previous, totals: { replyRate: 5 } },
			campaigns: [
				{
					campaignId: 'cam_1',
					campaignName: 'One',
					campaignStatus: 'running',
					replyRate: 20,
					previous: { replyRate: 5 },
				},
				{ campaignId: 'cam_2', previous: null },
				{ campaignId: 'cam_3', campaignStatus: null, replyRate: null },
			],
			failed: [{ campaignId: 'cam_4', campaignName: null, reason: 'Campaign not found' }],
			notCompared: [{ campaignId: 'cam_2', reason: 'Bad team' }],
		});
	});

	test('that compares nothing says nothing of a period before', () => {
		const alone = reportOf(ABOUT, campaigns, now);
		expect(alone.compared).toBeUndefined();
		const json = reportJson(alone);
		expect(json).not.toHaveProperty('previous');
		expect(json).not.toHaveProperty('notCompared');
		expect((json.campaigns as object[])[0]).not.toHaveProperty('previous');
	});

	test('has a subject that tells the period and what came of it, as far as that is known', () => {
		expect(subjectOf(report)).toBe('Weekly, 8–14 Jan 2026: 6.3% replied, 2 interested');
		expect(subjectOf(reportOf(ABOUT, [], answers({})))).toBe('Weekly, 8–14 Jan 2026');
	});
});
