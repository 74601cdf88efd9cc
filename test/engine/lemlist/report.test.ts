import { madeStatistics } from '../../../simulator/resources/madeStatistics';
import { createWorld, FILE, LEMLIST, type World } from './world';

const PERIOD = { startDate: '2026-01-05T00:00:00', endDate: '2026-01-11T00:00:00' };
const TIMEZONE = 'America/New_York';

let world: World;
beforeEach(async () => {
	world = await createWorld();
});
afterEach(async () => await world.end());

function addCampaign(name: string): string {
	const { _id } = world.lemlist.state.addCampaign({ name, status: 'running' });
	world.lemlist.state.campaignDetails.statistics.set(_id, madeStatistics(_id, 10));
	return _id;
}

/** What the batch route was asked for. */
function asked() {
	return world.lemlist
		.requestsOf('campaignStatsBatch')
		.map(({ body }) => body as { campaignIds: string[]; startDate: string; endDate: string });
}

describe('Create report', () => {
	test('gives one item with the page, a subject, all figures, and the page as a file', async () => {
		const [first, second] = [addCampaign('Größe <b>"A"</b> 🚀'), addCampaign('Two')];
		const run = await world.run(
			'campaign',
			'createReport',
			{ campaignIds: `${first},${second}`, ...PERIOD },
			{ timezone: TIMEZONE },
		);
		const [item, ...others] = run.items(LEMLIST);
		expect(others).toEqual([]);
		const { html, subject, fileSize, ...json } = item!.json as Record<string, unknown> & { html: string };
		expect(subject).toMatch(/^Campaign report, 5–11 Jan 2026: \d+\.\d% replied, \d+ interested$/);
		expect(json).toMatchObject({
			title: 'Campaign report',
			startDate: '2026-01-05T05:00:00.000Z',
			endDate: '2026-01-12T04:59:59.999Z',
			timeZone: TIMEZONE,
			campaignCount: 2,
			totals: { nbLeadsReached: expect.any(Number), replyRate: expect.any(Number) },
			previous: { startDate: '2025-12-29T05:00:00.000Z', endDate: '2026-01-05T04:59:59.999Z' },
			campaigns: [
				{ campaignId: first, campaignName: 'Größe <b>"A"</b> 🚀', campaignStatus: 'running' },
				{ campaignId: second, campaignName: 'Two' },
			],
			failed: [],
			fileName: 'Campaign report 2026-01-05 to 2026-01-11.html',
		});
		expect(html).toContain('Größe &lt;b&gt;&quot;A&quot;&lt;/b&gt; 🚀');
		expect(item!.binary?.data).toMatchObject({ mimeType: 'text/html', fileName: json.fileName });
		expect((await world.n8n.binary(item!.binary?.data)).toString('utf8')).toBe(html);
		expect(fileSize).toBe(Buffer.byteLength(html));
		expect(asked().map(({ startDate, endDate }) => [startDate, endDate])).toEqual(
			expect.arrayContaining([
				['2026-01-05T05:00:00.000Z', '2026-01-12T04:59:59.999Z'],
				['2025-12-29T05:00:00.000Z', '2026-01-05T04:59:59.999Z'],
			]),
		);
	});

	test('of a day, without a comparison, with a title, a file name and a field of its own', async () => {
		const campaignIds = addCampaign('One');
		const run = await world.run('campaign', 'createReport', {
			campaignIds,
			startDate: '2026-01-31',
			endDate: '2026-01-31',
			compare: false,
			binaryPropertyName: 'page',
			filters: { channels: ['email'] },
			options: { title: 'Sales\r\nBcc: x@example.com', fileName: 'a/b' },
		});
		const [item] = run.items(LEMLIST);
		expect(item!.json.subject).toMatch(/^Sales Bcc: x@example\.com, 31 Jan 2026: /);
		expect(item!.json).not.toHaveProperty('previous');
		expect(item!.json.html).not.toContain('▲');
		expect(item!.binary).toEqual({ page: expect.objectContaining({ fileName: 'a-b.html' }) });
		expect(asked()).toEqual([expect.objectContaining({ campaignIds: [campaignIds], channels: ['email'] })]);
	});

	test('of 200 campaigns shows the most active ones, and has the figures of all', async () => {
		const ids = Array.from({ length: 200 }, (_one, index) => addCampaign(`${index} ${'🚀'.repeat(100)}`));
		const [json] = await world.json('campaign', 'createReport', { campaignSelection: 'all', ...PERIOD });
		expect(Buffer.byteLength(json!.html as string)).toBeLessThan(100_000);
		expect(json!.html).toMatch(/And \d+ campaigns with fewer leads contacted/);
		const campaigns = json!.campaigns as Array<{ campaignId: string }>;
		expect(campaigns.map(({ campaignId }) => campaignId).sort()).toEqual(ids.sort());
		expect(asked().map(({ campaignIds }) => campaignIds.length)).toEqual([100, 100, 100, 100]);
	});

	test('of no campaigns is a friendly page, with a hint, and asks for no statistics', async () => {
		const selection = { campaignSelection: 'status', statuses: ['ended'] };
		const run = await world.run('campaign', 'createReport', { ...selection, ...PERIOD });
		expect(run.items(LEMLIST)[0]!.json).toMatchObject({ campaignCount: 0, campaigns: [], failed: [] });
		expect(run.items(LEMLIST)[0]!.json.html).toContain('No campaign fits the selection');
		expect(run.hints.map(({ message }) => message)).toEqual([
			'No campaign fits the selection, so the report is empty.',
		]);
		expect(asked()).toEqual([]);
	});

	test('names a campaign whose statistics fail where the node continues, and fails otherwise', async () => {
		const [good, bad] = [addCampaign('Good'), addCampaign('Bad')];
		world.lemlist.state.campaignDetails.statisticsErrors.set(bad, 'Campaign not found');
		const parameters = { campaignIds: [bad, good].join(), ...PERIOD };
		await expect(world.json('campaign', 'createReport', parameters)).rejects.toThrow(
			`No statistics for ${bad}. lemlist says: Campaign not found`,
		);
		const run = await world.run('campaign', 'createReport', parameters, { onError: 'continueErrorOutput' });
		expect(run.items(LEMLIST, 1)).toEqual([]);
		const [{ json }] = run.items(LEMLIST) as [{ json: Record<string, unknown> }];
		expect(json).toMatchObject({
			campaignCount: 1,
			campaigns: [{ campaignId: good }],
			failed: [{ campaignId: bad, campaignName: 'Bad', reason: 'Campaign not found' }],
		});
		expect(json.html).toContain('No statistics of 1 campaign, not in the figures:');
		expect(run.hints.map(({ message }) => message)).toEqual(['The report lacks 1 campaign: its end names them.']);
	});

	test('takes empty statistics for a quiet period', async () => {
		const campaignIds = addCampaign('Empty');
		world.lemlist.state.campaignDetails.statistics.set(campaignIds, {});
		const [json] = await world.json('campaign', 'createReport', { campaignIds, ...PERIOD });
		expect(json!.html).toContain('A quiet period');
		expect(json!.subject).toBe('Campaign report, 5–11 Jan 2026');
	});

	test('of several items gives each its file name, and can be read back', async () => {
		const ids = [addCampaign('One'), addCampaign('Two')];
		const run = await world.run(
			'campaign',
			'createReport',
			{ campaignIds: '={{ $json.id }}', ...PERIOD },
			{ input: ids.map((id) => ({ id })), file: true },
		);
		expect(run.items(LEMLIST).map(({ json }) => json.fileName)).toEqual([
			'Campaign report 2026-01-05 to 2026-01-11.html',
			'Campaign report 2026-01-05 to 2026-01-11 (2).html',
		]);
		expect(run.items(FILE)).toHaveLength(2);
	});

	test.each([
		['31 February as the end', { endDate: '2026-02-31' }, "'End Date' is not a date"],
		['an end before the start', { endDate: '2025-12-31' }, "'End Date' is before 'Start Date'"],
		['no campaign ID', { campaignIds: '={{ [] }}' }, "'Campaign IDs' is empty"],
		['no status', { campaignSelection: 'status', statuses: '={{ [] }}' }, "'Statuses' is empty"],
		['no field for the file', { binaryPropertyName: '={{ "" }}' }, "'Put Output File in Field' must be the name"],
	])('with %s is refused before any request', async (_which, parameters, message) => {
		const campaignIds = addCampaign('One');
		await expect(world.json('campaign', 'createReport', { campaignIds, ...PERIOD, ...parameters })).rejects.toThrow(
			message,
		);
		expect(world.lemlist.requests).toEqual([]);
	});
});
