import { type Report, reportOf } from '../../../../../nodes/Lemlist/resources/campaign/report/figures';
import { reportPage } from '../../../../../nodes/Lemlist/resources/campaign/report/page';
import { periodBefore } from '../../../../../nodes/Lemlist/resources/campaign/report/period';
import type { Statistics } from '../../../../../nodes/Lemlist/resources/campaign/statistics';
import type { CampaignRow } from '../../../../../nodes/shared/lemlist/campaigns';
import { madeStatistics } from '../../../../../simulator/resources/madeStatistics';

const period = { startDate: '2026-01-08T00:00:00.000Z', endDate: '2026-01-14T23:59:59.999Z' };
const HOSTILE = `</td><script>alert(1)</script><img src=x onerror='alert(2)'>"&`;
const LARGEST = 100_000;

interface World {
	title?: string;
	compare?: boolean;
	statistics?: (id: string, asked: typeof period) => object;
	failed?: CampaignRow[];
	says?: string;
}

function reportFor(
	campaigns: CampaignRow[],
	{ title = 'Weekly', compare = true, statistics, failed = [], says = 'Campaign not found' }: World = {},
): Report {
	const of = (asked: typeof period) => ({
		found: new Map(
			campaigns.map(({ _id }) => [
				_id,
				(statistics ?? ((id) => madeStatistics(id, 10)(asked)))(_id, asked) as Statistics,
			]),
		),
		failed: new Map(failed.map(({ _id }) => [_id, says])),
	});
	const previous = compare ? periodBefore(period, 'UTC') : undefined;
	const about = { title, timeZone: 'UTC', period, previous };
	return reportOf(about, [...campaigns, ...failed], of(period), previous && of(previous));
}

const manyCampaigns = (count: number, name: (index: number) => string): CampaignRow[] =>
	Array.from({ length: count }, (_one, index) => ({ _id: `cam_${index}`, name: name(index), status: 'running' }));

/** What a reader sees, one space between two pieces. */
function readable(page: string): string {
	return page
		.replace(/<head>.*<\/head>/s, '')
		.replace(/<[^>]*>/g, ' ')
		.replace(/\s+/g, ' ');
}

const PAGES: Array<[string, () => string]> = [
	['of a few campaigns', () => reportPage(reportFor(manyCampaigns(6, (index) => `Campaign ${index}`)))],
	[
		'without a comparison',
		() =>
			reportPage(
				reportFor(
					manyCampaigns(3, () => 'One'),
					{ compare: false },
				),
			),
	],
	['of no campaigns', () => reportPage(reportFor([]))],
	['of 200 campaigns', () => reportPage(reportFor(manyCampaigns(200, (index) => `Campaign ${index}`)))],
	['of 200 campaigns with the longest names', () => reportPage(reportFor(manyCampaigns(200, () => '"🚀'.repeat(500))))],
	[
		'of campaigns that all failed, with long words of lemlist',
		() => reportPage(reportFor([], { failed: manyCampaigns(200, () => '"'.repeat(500)), says: '"'.repeat(1_000) })),
	],
	[
		'of hostile texts',
		() =>
			reportPage(
				reportFor([{ _id: `cam_${HOSTILE}`, name: HOSTILE, status: HOSTILE }], {
					title: HOSTILE,
					failed: [{ _id: 'cam_x', name: HOSTILE }],
					says: HOSTILE,
				}),
			),
	],
];

describe.each(PAGES)('The page %s', (_which, make) => {
	const page = make();

	test('runs nothing and loads nothing', () => {
		const tags = page.replace(/>[^<]*</g, '><');
		const code = tags + page.slice(page.indexOf('<style>'), page.indexOf('</style>'));
		expect(code.match(/<(script|img|link|iframe|object|embed|form|svg|base|a)\b/i)).toBeNull();
		expect(code.match(/https?:|url\(|@import|@font-face|javascript:|\ssrc=|\shref=|\son\w+=/i)).toBeNull();
	});

	test('is small enough for Gmail to show it whole', () => {
		expect(Buffer.byteLength(page)).toBeLessThan(LARGEST);
	});

	test('closes every element that it opens, in order', () => {
		const open: string[] = [];
		for (const [, closing, name = ''] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
			if (['meta', 'br'].includes(name)) continue;
			if (closing === '') open.push(name);
			else expect([name, open.pop()]).toEqual([name, name]);
		}
		expect(open).toEqual([]);
	});

	test('has a colour and a background of its own wherever the style sheet has one', () => {
		const elements = [...page.matchAll(/<[^>]*class="([^"]*)"[^>]*>/g)];
		expect(elements.length).toBeGreaterThan(0);
		for (const [element, classes = ''] of elements) {
			if (/^(pad|out)$/.test(classes)) continue;
			expect(element).toMatch(/style="[^"]*(color|background-color|border-color):#/);
		}
	});
});

describe('The page', () => {
	test('shows what a campaign is called as text, whatever it is', () => {
		const page = reportPage(reportFor([{ _id: 'cam_1', name: HOSTILE, status: 'running' }]));
		expect(page).toContain('&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img');
		const names = manyCampaigns(2, (index) => ['🚀 مرحبا\u202e', 'Größe "株式会社"'][index]!);
		const shown = readable(reportPage(reportFor(names)));
		expect(shown).toContain('🚀 مرحبا ');
		expect(shown).toContain('Größe &quot;株式会社&quot;');
		expect(shown).not.toContain('\u202e');
	});

	test('tells totals, rates with their base, and how they moved in words', () => {
		const statistics = (_id: string, { startDate }: typeof period) => ({
			nbLeadsReached: startDate === period.startDate ? 1_250 : 1_000,
			messagesSent: 2_000,
			delivered: 2_000,
			opened: 1_000,
			replied: startDate === period.startDate ? 100 : 120,
			nbLeadsInterested: 25,
		});
		const shown = readable(
			reportPage(
				reportFor(
					manyCampaigns(1, () => 'One'),
					{ statistics },
				),
			),
		);
		expect(shown).toContain('8–14 Jan 2026 · 1 campaign · compared with 1–7 Jan 2026');
		expect(shown).toContain('Leads contacted 1,250 ▲ up 25%');
		expect(shown).toContain('Replied, of delivered 5.0% ▼ down 1.0 points');
		expect(shown).toContain('Delivered 2,000 100.0% of sent = no change');
		expect(shown).toContain('Interested 25 2.0% of contacted = no change');
		expect(shown).toContain('Replies ▼ down 17%');
		// lemlist sent no such counters.
		expect(shown).toContain('Meetings booked – –');
		expect(shown).toContain('Clicked – –');
	});

	test('lists the campaigns with most contacted leads first, and says how many more there are', () => {
		const statistics = (id: string) => ({ nbLeadsReached: Number(id.slice(4)) + 1, messagesSent: 10, delivered: 10 });
		const campaigns = manyCampaigns(200, (index) => `Campaign ${index}.`);
		const shown = readable(reportPage(reportFor(campaigns, { statistics })));
		const order = [...shown.matchAll(/Campaign (\d+)\./g)].map(([, index]) => Number(index));
		expect(order.length).toBeGreaterThan(10);
		expect(order).toEqual(Array.from(order, (_one, place) => 199 - place));
		expect(shown).toContain(`And ${200 - order.length} campaigns with fewer leads contacted`);
	});

	test('puts campaigns in which nothing happened into one line', () => {
		const statistics = (id: string) =>
			id === 'cam_1' ? { messagesSent: 3, delivered: 3 } : id === 'cam_2' ? {} : { messagesSent: 0 };
		const shown = readable(
			reportPage(
				reportFor(
					manyCampaigns(20, (index) => `C${index}`),
					{ statistics },
				),
			),
		);
		expect(shown).toContain('1 of 20 campaigns active');
		expect(shown).toMatch(/Nothing happened in 19 campaigns: C0 , C2 ,.* and 9 more/);
	});

	test('names the campaigns without statistics, with what lemlist says', () => {
		const failed = [{ _id: 'cam_9', name: 'Gone' }, { _id: 'cam_8' }];
		const shown = readable(
			reportPage(
				reportFor(
					manyCampaigns(1, () => 'One'),
					{ failed },
				),
			),
		);
		expect(shown).toContain(
			'No statistics of 2 campaigns, not in the figures: Gone (lemlist says: Campaign not found)',
		);
		expect(shown).toContain('cam_8 (lemlist says');
	});

	test.each([
		['no campaign', reportFor([]), 'No campaign fits the selection'],
		['only campaigns that failed', reportFor([], { failed: [{ _id: 'cam_1' }] }), 'No statistics lemlist gave no'],
		[
			'empty statistics',
			reportFor(
				manyCampaigns(2, () => 'One'),
				{ statistics: () => ({}) },
			),
			'A quiet period',
		],
	])('is friendly where there is %s', (_which, report, text) => {
		expect(readable(reportPage(report))).toContain(text);
	});

	test('shows the channels where lemlist tells them apart and several were used', () => {
		const email = { sent: 4, delivered: 4, opened: 2 };
		const perChannel = { email, linkedin: { sent: 2, delivered: 1 }, sms: { sent: 0 }, [HOSTILE]: { sent: 9 } };
		const page = (channels: object) =>
			readable(
				reportPage(
					reportFor(
						manyCampaigns(1, () => 'One'),
						{ statistics: () => ({ messagesSent: 6, perChannel: channels }) },
					),
				),
			);
		expect(page(perChannel)).toMatch(/Channels .* Email 4 4 100\.0% .* LinkedIn 2 1 50\.0% /);
		expect(page(perChannel)).not.toContain('SMS');
		expect(page({ email })).not.toContain('Channels');
	});

	test('has bars from nothing to full, whatever the rate', () => {
		const page = (opened: number) =>
			reportPage(
				reportFor(
					manyCampaigns(1, () => 'One'),
					{
						compare: false,
						statistics: () => ({ nbLeadsReached: 1, messagesSent: 1_000, delivered: 1_000, opened }),
					},
				),
			);
		expect(page(1)).toContain('class="bar" width="1%"');
		for (const opened of [-5, 0, 999, 5_000]) {
			for (const [, width] of page(opened).matchAll(/class="(?:bar|track)" width="([^"]*)%"/g)) {
				expect(Number(width)).toBeGreaterThan(0);
				expect(Number(width)).toBeLessThanOrEqual(100);
			}
		}
	});
});
