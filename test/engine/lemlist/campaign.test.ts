import type { Campaign } from '../../../simulator';
import { createWorld, LEMLIST, type World } from './world';

let world: World;
beforeEach(async () => (world = await createWorld()));
afterEach(async () => await world.end());

const addCampaigns = (count: number, campaign: Partial<Campaign> = {}) =>
	Array.from({ length: count }, () => world.lemlist.state.addCampaign(campaign)._id);
const PERIOD = { startDate: '2026-01-01T00:00:00', endDate: '2026-01-31' };

describe('Get campaign', () => {
	test('gives its main fields, or all with Simplify off', async () => {
		const { _id } = world.lemlist.state.addCampaign({ name: 'Größe & Maß', emoji: '🚀' });
		world.lemlist.state.campaigns.fields = 'documented';
		const [simple] = await world.json('campaign', 'get', { campaignId: _id });
		const [whole] = await world.json('campaign', 'get', { campaignId: _id, simplify: false });
		expect(simple).toMatchObject({ _id, name: 'Größe & Maß', status: 'running', senders: [expect.anything()] });
		expect(simple).not.toHaveProperty('emoji');
		expect(whole).toMatchObject({ _id, emoji: '🚀', senders: [expect.anything()] });
	});
});

describe('Get campaign as lemlist was recorded to answer it', () => {
	test('reads the schedules that the answer lacks', async () => {
		const { state } = world.lemlist;
		const { _id: scheduleId } = state.addSchedule();
		const { _id: campaignId } = state.addCampaign({ scheduleIds: [scheduleId] });
		expect(await world.json('campaign', 'get', { campaignId })).toMatchObject([
			{ senders: [expect.anything()], scheduleIds: [scheduleId] },
		]);
	});
});

describe('Get many campaigns', () => {
	describe.each(['array', 'wrapped'] as const)('of a list that comes as %s', (shape) => {
		beforeEach(() => (world.lemlist.state.campaigns.listShape = shape));

		test('gives all 250 with Return All, newest first, each once', async () => {
			const ids = addCampaigns(250);
			const found = await world.json('campaign', 'getMany', { returnAll: true });
			expect(found.map(({ _id }) => _id)).toEqual(ids.reverse());
		});

		test.each([1, 50, 100, 101, 249])('gives exactly %i with that limit', async (limit) => {
			const ids = addCampaigns(250);
			const found = await world.json('campaign', 'getMany', { limit });
			expect(found.map(({ _id }) => _id)).toEqual(ids.reverse().slice(0, limit));
		});
	});

	test('asks for version 2, since rows would have no status otherwise', async () => {
		addCampaigns(1);
		expect(await world.json('campaign', 'getMany')).toEqual([expect.objectContaining({ status: 'running' })]);
		expect(world.lemlist.requests[0]?.query).toMatchObject({ version: 'v2' });
	});

	test('in several statuses gives a campaign that is in two of them once, in the order of all', async () => {
		const [old, broken, , recent] = [
			...addCampaigns(1, { status: 'paused' }),
			...addCampaigns(1, { status: 'paused', hasError: true }),
			...addCampaigns(1, { status: 'draft' }),
			...addCampaigns(1, { status: 'running', hasError: true }),
		];
		const filters = { status: ['paused', 'errors'] };
		const ids = async (parameters: object) =>
			(await world.json('campaign', 'getMany', { filters, ...parameters })).map(({ _id }) => _id);
		expect(await ids({ returnAll: true })).toEqual([recent, broken, old]);
		expect(await ids({ returnAll: true, options: { sortOrder: 'asc' } })).toEqual([old, broken, recent]);
		expect(await ids({ limit: 2 })).toEqual([recent, broken]);
	});

	test('keeps its filters when it reads further pages', async () => {
		addCampaigns(120, { createdBy: 'usr_other' });
		const mine = addCampaigns(130, { createdBy: 'usr_me' });
		const found = await world.json('campaign', 'getMany', {
			returnAll: true,
			filters: { createdBy: 'usr_me', status: [] },
		});
		expect(found.map(({ _id }) => _id)).toEqual(mine.reverse());
	});
});

describe('The life of a campaign', () => {
	test('Create sends what was filled in, and gives the IDs', async () => {
		const [made] = await world.json('campaign', 'create', {
			name: ' Product launch ',
			additionalFields: { timezone: '', autoReview: true, autoReviewConditions: ['deliverable', 'risky'] },
		});
		expect(made).toMatchObject({
			_id: expect.stringMatching(/^cam_/),
			name: 'Product launch',
			sequenceId: expect.stringMatching(/^seq_/),
		});
		expect(made).not.toHaveProperty('crm');
		expect(world.lemlist.requests[0]?.body).toEqual({
			name: 'Product launch',
			autoReview: true,
			autoReviewConditions: ['deliverable', 'risky'],
		});
	});

	test('Create refuses an empty name before any request', async () => {
		await expect(world.json('campaign', 'create', { name: '={{ "" }}' })).rejects.toThrow("'Name' is empty");
		expect(world.lemlist.requests).toEqual([]);
	});

	test('Update sends only what was added: sections, lists from text, and values that are empty on purpose', async () => {
		const { _id } = world.lemlist.state.addCampaign();
		const [userId] = world.lemlist.state.team.userIds;
		const [updated] = await world.json('campaign', 'update', {
			campaignId: _id,
			updateFields: {
				name: 'New',
				stopOnEmailReplied: false,
				stopOnLinkClickedFilter: '',
				sendUserIds: `${userId}, usr_b`,
				autoReviewConditions: [],
				tracking: {},
				onLinkClicked: { campaignProgress: 'pause', specificLinks: ['https://example.com/a,b'] },
				aiFeatures: { scoreReplies: true, onInterestedReply: { enabled: false } },
			},
		});
		expect(world.lemlist.requests[0]?.body).toEqual({
			name: 'New',
			stopOnEmailReplied: false,
			stopOnLinkClickedFilter: '',
			sendUserIds: [userId, 'usr_b'],
			autoReviewConditions: [],
			onLinkClicked: { campaignProgress: 'pause', specificLinks: ['https://example.com/a,b'] },
			aiFeatures: { scoreReplies: true, onInterestedReply: { enabled: false } },
		});
		expect(updated).toMatchObject({ _id, name: 'New', stopOnEmailReplied: false });
	});

	test.each([
		['without a field', {}, "'Update Fields' is empty"],
		['with a section without a setting', { tracking: {} }, "'Update Fields' is empty"],
		['with an empty name', { name: ' ' }, "'Name' is empty"],
	])('Update %s is refused before any request', async (_which, updateFields, message) => {
		const { _id } = world.lemlist.state.addCampaign();
		await expect(world.json('campaign', 'update', { campaignId: _id, updateFields })).rejects.toThrow(message);
		expect(world.lemlist.requests).toEqual([]);
	});

	test('Two updates of one campaign keep their order, while others overlap', async () => {
		await world.end();
		world = await createWorld({ latencyMs: 60 });
		const [a, b] = addCampaigns(2);
		const input = ['1', '2', '3'].flatMap((name) => [
			{ id: a!, name },
			{ id: b!, name },
		]);
		await world.json(
			'campaign',
			'update',
			{ campaignId: '={{ $json.id }}', updateFields: { name: '={{ $json.name }}' } },
			{ input },
		);
		const sentFor = (id?: string) => world.lemlist.requests.filter(({ campaignId }) => campaignId === id);
		expect(sentFor(a).map(({ body }) => body)).toEqual([{ name: '1' }, { name: '2' }, { name: '3' }]);
		expect(sentFor(b)[0]!.at).toBeLessThan(sentFor(a)[0]!.endedAt!);
		expect([a, b].map((id) => world.lemlist.state.campaigns.get(id!)?.name)).toEqual(['3', '3']);
	});

	test('Start starts, and takes a campaign that is already running for a success', async () => {
		const [paused, running] = [...addCampaigns(1, { status: 'paused' }), ...addCampaigns(1)];
		const started = await world.json(
			'campaign',
			'start',
			{ campaignId: '={{ $json.id }}' },
			{ input: [{ id: paused! }, { id: running! }] },
		);
		expect(started).toEqual([
			{ _id: paused, state: 'running', alreadyRunning: false },
			{ _id: running, state: 'running', alreadyRunning: true },
		]);
		expect(world.lemlist.state.campaigns.get(paused!)?.status).toBe('running');
	});

	test('Pause and Duplicate do what they say', async () => {
		const { _id } = world.lemlist.state.addCampaign({ name: 'Launch' });
		expect(await world.json('campaign', 'pause', { campaignId: _id })).toEqual([{ _id, state: 'paused' }]);
		const [copy] = await world.json('campaign', 'duplicate', { campaignId: _id });
		const [named] = await world.json('campaign', 'duplicate', { campaignId: _id, name: 'Nordics' });
		expect([copy?.name, named?.name]).toEqual(['Launch Copy', 'Nordics']);
		expect(world.lemlist.requestsOf('campaignDuplicate').map(({ body }) => body)).toEqual([
			undefined,
			{ name: 'Nordics' },
		]);
	});
});

describe('Launch checks and settings', () => {
	test('A campaign with a check of level 3 cannot be launched, one with a warning can', async () => {
		const [broken, warned] = addCampaigns(2, { status: 'draft' });
		const { statutes } = world.lemlist.state.campaignDetails;
		statutes.set(broken!, [{ type: 'issue', level: 3, message: 'No senders configured on this campaign.' }]);
		statutes.set(warned!, [{ type: 'information', level: 2, category: 'limit', message: 'Daily limit' }]);
		const checks = await world.json(
			'campaign',
			'getLaunchChecks',
			{ campaignId: '={{ $json.id }}' },
			{ input: [{ id: broken! }, { id: warned! }] },
		);
		expect(checks).toMatchObject([
			{
				campaignId: broken,
				canLaunch: false,
				statutes: [{ level: 3, message: 'No senders configured on this campaign.' }],
			},
			{ campaignId: warned, canLaunch: true, status: 'draft' },
		]);
	});

	test("Settings are changed by section, and lemlist's issues reach the user", async () => {
		const { _id: campaignId } = world.lemlist.state.addCampaign();
		const [changed] = await world.json('campaign', 'updateSettings', {
			campaignId,
			settings: '{"tracking":{"trackOpens":false}}',
		});
		const [read] = await world.json('campaign', 'getSettings', { campaignId });
		expect(read).toEqual(changed);
		expect(read).toMatchObject({ tracking: { trackOpens: false, trackClicks: true }, senderStrategy: 'random' });
		await expect(
			world.json('campaign', 'updateSettings', { campaignId, settings: '{"general":{"labels":[]}}' }),
		).rejects.toThrow(/Invalid campaign settings.*general\.labels: Read-only/);
	});

	test.each(['', '{}', '[1]', 'tracking'])('Settings %j are refused before any request', async (settings) => {
		const { _id: campaignId } = world.lemlist.state.addCampaign();
		await expect(
			world.json('campaign', 'updateSettings', { campaignId, settings: `={{ ${JSON.stringify(settings)} }}` }),
		).rejects.toThrow(/'Settings \(JSON\)' is (empty|not a JSON object)/);
		expect(world.lemlist.requests).toEqual([]);
	});
});

describe('Skipping a step', () => {
	test('for everyone tells whether it was skipped before', async () => {
		const { _id: campaignId } = world.lemlist.state.addCampaign();
		const { _id: stepId } = world.lemlist.state.campaignDetails.addStep(campaignId);
		expect(await world.json('campaign', 'skipStep', { campaignId, stepId })).toEqual([
			{ campaignId, stepId, skipped: true },
		]);
		expect(await world.json('campaign', 'skipStep', { campaignId, stepId })).toEqual([
			{ campaignId, stepId, skipped: false },
		]);
	});

	test('for 250 leads takes three calls and gives an item per lead, hostile addresses as they are', async () => {
		const { state } = world.lemlist;
		const { _id: campaignId } = state.addCampaign();
		const { _id: stepId } = state.campaignDetails.addStep(campaignId);
		const emails = [
			'a+b@example.com',
			'a/b@example.com',
			'ü#?%2F@example.com',
			...Array.from({ length: 246 }, (_, index) => `lead${index}@example.com`),
		];
		for (const email of emails) state.addLead(campaignId, { email });
		const leads = [...emails, 'nobody@example.com'];
		const items = await world.json(
			'campaign',
			'skipStepForLeads',
			{ campaignId, stepId, leads: '={{ $json.leads }}' },
			{ input: [{ leads: [' a+b@example.com ', ...leads] }] },
		);
		expect(items.map(({ lead }) => lead)).toEqual(leads);
		expect(items.map(({ status }) => status)).toEqual([...emails.map(() => 'skipped'), 'not_found']);
		expect(world.lemlist.requests.map(({ body }) => (body as { leads: string[] }).leads.length)).toEqual([
			100, 100, 50,
		]);
	});

	test.each([
		['an unknown step', 'stp_none', /Step not found in this campaign – STEP_SKIP_STEP_NOT_FOUND \(HTTP 404\)/],
		['a condition', 'stp_condition', /A condition step cannot be skipped.*\(HTTP 422\)/],
	])("of %s is refused in lemlist's words", async (_which, stepId, message) => {
		const { _id: campaignId } = world.lemlist.state.addCampaign();
		world.lemlist.state.campaignDetails.addStep(campaignId, { _id: 'stp_condition', isCondition: true });
		await expect(world.json('campaign', 'skipStep', { campaignId, stepId })).rejects.toThrow(message);
	});

	test('without a step or a lead is refused before any request', async () => {
		const { _id: campaignId } = world.lemlist.state.addCampaign();
		await expect(world.json('campaign', 'skipStep', { campaignId, stepId: '={{ " " }}' })).rejects.toThrow(
			"'Step' is empty",
		);
		await expect(
			world.json('campaign', 'skipStepForLeads', { campaignId, stepId: 'stp_1', leads: '={{ [] }}' }),
		).rejects.toThrow("'Leads' is empty");
		expect(world.lemlist.requests).toEqual([]);
	});
});

describe('Get stats', () => {
	test("asks for the period in the workflow's time zone, to the end of a day without a time", async () => {
		const { _id: campaignId } = world.lemlist.state.addCampaign();
		await world.json('campaign', 'getStats', { campaignId, ...PERIOD }, { timezone: 'America/New_York' });
		expect(world.lemlist.requests[0]?.query).toEqual({
			startDate: '2026-01-01T05:00:00.000Z',
			endDate: '2026-02-01T04:59:59.999Z',
		});
	});

	test('sends the filters as lemlist wants them: channels as a JSON text', async () => {
		const { _id: campaignId } = world.lemlist.state.addCampaign();
		const filters = { abSelected: 'B', channels: ['email', 'linkedin'], sendUser: 'usr_a1|ann+sales@example.com' };
		await world.json('campaign', 'getStats', { campaignId, ...PERIOD, filters });
		expect(world.lemlist.requests[0]?.query).toMatchObject({
			ABSelected: 'B',
			channels: '["email","linkedin"]',
			sendUser: 'usr_a1|ann+sales@example.com',
		});
	});

	test('gives totals, or an item per step, with rates if wanted', async () => {
		const { _id: campaignId } = world.lemlist.state.addCampaign();
		const [totals] = await world.json('campaign', 'getStats', { campaignId, ...PERIOD });
		expect(totals).toMatchObject({ campaignId, messagesSent: 52, delivered: 50 });
		expect(totals).not.toHaveProperty('steps');
		expect(totals).not.toHaveProperty('openRate');
		const options = { addRates: true };
		const [rated] = await world.json('campaign', 'getStats', { campaignId, ...PERIOD, options });
		expect(rated).toMatchObject({
			openRate: 64,
			replyRate: 32,
			clickRate: 2,
			bounceRate: 3.85,
			invitationAcceptedRate: 25,
		});
		const steps = await world.json('campaign', 'getStats', { campaignId, ...PERIOD, output: 'steps', options });
		expect(steps).toMatchObject([
			{ campaignId, index: 1, sent: 32, bounceRate: 6.25, openRate: 50 },
			{ campaignId, index: 2, taskType: 'email', openRate: 85, unsubscribeRate: 0 },
		]);
	});

	test("the date picker's midnight as the end includes that day", async () => {
		const { _id: campaignId } = world.lemlist.state.addCampaign();
		const period = { startDate: '2026-01-31T00:00:00', endDate: '2026-01-31T00:00:00' };
		await world.json('campaign', 'getStats', { campaignId, ...period }, { timezone: 'Europe/Berlin' });
		expect(world.lemlist.requestsOf('campaignStats')[0]?.query).toMatchObject({
			startDate: '2026-01-30T23:00:00.000Z',
			endDate: '2026-01-31T22:59:59.999Z',
		});
	});

	test.each([
		['31 February as the end', { endDate: '2026-02-31T00:00:00' }, "'End Date' is not a date"],
		['31 April as the start', { startDate: '2026-04-31', endDate: '2026-05-31' }, "'Start Date' is not a date"],
		['no start', { startDate: '={{ "" }}' }, "'Start Date' is not a date"],
		['an end before the start', { endDate: '2025-12-31T00:00:00' }, "'End Date' is before 'Start Date'"],
		['what is no date', { startDate: '={{ "next week" }}' }, "'Start Date' is not a date"],
		[
			'a sender without an email address',
			{ filters: { sendUser: 'usr_a1' } },
			"'Sender' is not a user ID and an email address",
		],
	])('with %s is refused before any request', async (_which, parameters, message) => {
		const { _id: campaignId } = world.lemlist.state.addCampaign();
		await expect(world.json('campaign', 'getStats', { campaignId, ...PERIOD, ...parameters })).rejects.toThrow(message);
		expect(world.lemlist.requests).toEqual([]);
	});
});

describe('Get stats of many campaigns', () => {
	test('asks for 250 campaigns in three calls and gives them in the order they were entered', async () => {
		const campaignIds = addCampaigns(250).reverse();
		const filters = { channels: ['email'] };
		const items = await world.json(
			'campaign',
			'getStatsOfMany',
			{ campaignIds: '={{ $json.ids }}', ...PERIOD, filters },
			{ input: [{ ids: campaignIds }] },
		);
		expect(items.map(({ campaignId }) => campaignId)).toEqual(campaignIds);
		const calls = world.lemlist.requestsOf('campaignStatsBatch');
		expect(calls.map(({ body }) => (body as { campaignIds: string[] }).campaignIds.length)).toEqual([100, 100, 50]);
		expect(calls[0]?.body).toMatchObject({ channels: ['email'] });
		// Three pages of the list, for the names.
		expect(world.lemlist.requests).toHaveLength(6);
	});

	test('finds all campaigns by itself', async () => {
		const ids = addCampaigns(130);
		const items = await world.json('campaign', 'getStatsOfMany', { campaignSelection: 'all', ...PERIOD });
		expect(items.map(({ campaignId }) => campaignId).sort()).toEqual(ids.sort());
	});

	test('finds those in the chosen statuses, each once, with names and statuses, newest first', async () => {
		const [old] = addCampaigns(1, { name: 'Old', status: 'paused', hasError: true });
		addCampaigns(1, { status: 'draft' });
		const [recent] = addCampaigns(1, { name: 'Recent', status: 'running', hasError: true });
		const selection = { campaignSelection: 'status', statuses: ['paused', 'errors'] };
		const items = await world.json('campaign', 'getStatsOfMany', { ...selection, ...PERIOD });
		expect(
			items.map(({ campaignId, campaignName, campaignStatus }) => [campaignId, campaignName, campaignStatus]),
		).toEqual([
			[recent, 'Recent', 'running'],
			[old, 'Old', 'paused'],
		]);
		const reports = await world.json('campaign', 'getReports', selection);
		expect(reports.map(({ _id }) => _id)).toEqual([recent, old]);
		expect(world.lemlist.requestsOf('campaigns')).toHaveLength(4);
	});

	test('fails for the campaign that lemlist names, or continues with the others', async () => {
		const [good, bad] = addCampaigns(2);
		world.lemlist.state.campaignDetails.statisticsErrors.set(bad!, 'Campaign not found');
		const parameters = { campaignIds: `${bad},${good}`, ...PERIOD };
		await expect(world.json('campaign', 'getStatsOfMany', parameters)).rejects.toThrow(
			`No statistics for ${bad}. lemlist says: Campaign not found`,
		);
		const run = await world.run('campaign', 'getStatsOfMany', parameters, { onError: 'continueErrorOutput' });
		expect(run.items(LEMLIST).map(({ json }) => json.campaignId)).toEqual([good]);
		expect(run.items(LEMLIST, 1).map(({ json }) => json)).toEqual([
			{
				error: `No statistics for ${bad}. lemlist says: Campaign not found`,
				details: expect.objectContaining({ campaignId: bad, itemIndex: 0 }),
			},
		]);
	});

	test.each([
		['nothing', '={{ [] }}', "'Campaign IDs' is empty"],
		['what is no campaign ID', 'cam_1, lea_2', "'Campaign IDs' holds something that is not a campaign ID"],
	])('refuses %s before any request', async (_which, campaignIds, message) => {
		await expect(world.json('campaign', 'getStatsOfMany', { campaignIds, ...PERIOD })).rejects.toThrow(message);
		expect(world.lemlist.requests).toEqual([]);
	});
});

describe('Get reports', () => {
	test('gives a row per campaign, with a zero where lemlist leaves a counter out', async () => {
		const ids = addCampaigns(3);
		world.lemlist.state.addLead(ids[1]!, { lastState: 'emailsSent' });
		const rows = await world.json('campaign', 'getReports', { campaignIds: ids.join('\n') });
		expect(rows.map(({ _id, emailsSent, linkedinSent }) => [_id, emailsSent, linkedinSent])).toEqual([
			[ids[0], 0, 0],
			[ids[1], 1, 0],
			[ids[2], 0, 0],
		]);
		expect(world.lemlist.requests[0]?.query).toEqual({ campaignIds: ids.join(',') });
		const [raw] = await world.json('campaign', 'getReports', { campaignSelection: 'all', simplify: false });
		expect(raw).toMatchObject({ senderNames: expect.any(String), notInterested: 0 });
	});
});

test('Get reports names a campaign for which lemlist gives none', async () => {
	const [id] = addCampaigns(1);
	world.lemlist.faults.add({ on: 'campaignReports', do: { status: 200, body: [{ _id: id }] } });
	const run = await world.run('campaign', 'getReports', { campaignIds: `${id},cam_gone` });
	expect(run.items(LEMLIST)).toHaveLength(1);
	expect(JSON.stringify(run.hints)).toContain('lemlist gave no report for cam_gone');
});

describe('With Continue On Fail', () => {
	test("each item carries its own result or lemlist's words, the HTTP code and the item", async () => {
		const { state } = world.lemlist;
		const input = [
			state.addCampaign()._id,
			state.addCampaign({ teamId: state.addTeam()._id })._id,
			'cam_unknown',
			'',
			state.addCampaign()._id,
		].map((id) => ({ id }));
		const run = await world.run(
			'campaign',
			'get',
			{ campaignId: '={{ $json.id }}' },
			{ input, onError: 'continueRegularOutput' },
		);
		expect(run.items(LEMLIST).map(({ json }) => json._id ?? json.error)).toEqual([
			input[0]!.id,
			'lemlist says: Bad team (HTTP 400)',
			'lemlist says: Campaign not found (HTTP 404)',
			"'Campaign' is empty",
			input[4]!.id,
		]);
		expect(run.items(LEMLIST)[1]?.json.details).toMatchObject({ itemIndex: 1, httpCode: '400' });
		expect(run.items(LEMLIST).map(({ pairedItem }) => pairedItem)).toEqual(input.map((_, item) => ({ item })));
	});
});
