import { send, useSimulator } from '../../../support/simulatorClient';

// What lemlist was recorded to answer about campaigns; each test is named after one fact.
const simulator = useSimulator(() => ({ rateLimit: false }));

describe('POST /campaigns', () => {
	test('answers 25 fields', async () => {
		const { json } = await send(simulator(), 'POST', '/campaigns', { name: 'Outreach' });
		expect(json).toEqual({
			_id: expect.stringMatching(/^cam_/),
			name: 'Outreach',
			sequenceId: expect.stringMatching(/^seq_/),
			emoji: expect.any(String),
			scheduleIds: [expect.stringMatching(/^skd_/)],
			creationSource: 'api',
			disableTrackOpen: false,
			disableTrackClick: false,
			disableTrackReply: false,
			addUnsubscribeLink: false,
			unsubscribeLinkText: 'unsubscribe',
			holidayCountries: [],
			teamId: simulator().state.team._id,
			createdBy: expect.stringMatching(/^usr_/),
			createdAt: expect.any(String),
			state: 'running',
			scannedCount: 0,
			reviewedCount: 0,
			inSequenceLeadCount: 0,
			variableKeys: [],
			senders: [],
			sendUsers: [],
			displayedVariableKeys: ['companyName', 'createdAt'],
			unsubscribe: 'campaign',
			_updatedAt: expect.any(String),
		});
		expect(Object.keys(json as object)).toHaveLength(25);
	});

	test('state is running though the list says draft', async () => {
		const { json } = await send(simulator(), 'POST', '/campaigns', { name: 'Outreach' });
		expect(json).toMatchObject({ state: 'running' });
		const list = await send(simulator(), 'GET', '/campaigns?version=v2');
		expect(list.json).toMatchObject({ campaigns: [{ name: 'Outreach', status: 'draft' }] });
	});
});

describe('PATCH /campaigns/{id}', () => {
	const patch = async (body: object) =>
		(await send(simulator(), 'PATCH', `/campaigns/${simulator().state.addCampaign()._id}`, body)).json;

	test('answers only the fields sent, no _id', async () => {
		expect(await patch({ name: 'Other' })).toEqual({ name: 'Other' });
		expect(await patch({ name: 'Other', stopOnEmailReplied: false })).toEqual({
			name: 'Other',
			stopOnEmailReplied: false,
		});
	});

	test('answers sendUsers where sendUserIds was sent', async () => {
		const [id] = simulator().state.team.userIds;
		expect(await patch({ sendUserIds: [id] })).toEqual({ sendUsers: [expect.objectContaining({ id })] });
	});
});

test('pause and start: {_id, state}', async () => {
	const { _id } = simulator().state.addCampaign({ status: 'running' });
	expect((await send(simulator(), 'POST', `/campaigns/${_id}/pause`)).json).toEqual({ _id, state: 'paused' });
	expect((await send(simulator(), 'POST', `/campaigns/${_id}/start`)).json).toEqual({ _id, state: 'running' });
});

test('start of a running one: 400, words "already running"', async () => {
	const { _id } = simulator().state.addCampaign({ status: 'running' });
	expect(await send(simulator(), 'POST', `/campaigns/${_id}/start`)).toMatchObject({
		status: 400,
		text: expect.stringContaining('already running') as string,
	});
});

test.each(['draft', 'paused', 'ended'] as const)('pause of one that does not run (%s): 400', async (status) => {
	const { _id } = simulator().state.addCampaign({ status });
	expect((await send(simulator(), 'POST', `/campaigns/${_id}/pause`)).status).toBe(400);
	expect(simulator().state.campaigns.get(_id)?.status).toBe(status);
});

test('GET /campaigns/{id}: _id, name, createdAt, status, creator{userId,userEmail}, senders', async () => {
	const { _id, name, createdAt, status, creator, senders } = simulator().state.addCampaign();
	const get = async () => (await send(simulator(), 'GET', `/campaigns/${_id}`)).json;
	expect(await get()).toEqual({ _id, name, createdAt, status, creator, senders });
	// What is documented of 2026 can be had.
	simulator().state.campaigns.fields = 'documented';
	expect(await get()).toMatchObject({ sequenceId: expect.any(String), hasError: false, labels: [] });
});

describe('GET /v2/campaigns/{id}/stats', () => {
	test('has the counters of each channel: of email seven, of LinkedIn five', async () => {
		const { _id } = simulator().state.addCampaign();
		const period = 'startDate=2026-01-01T00:00:00.000Z&endDate=2026-01-31T00:00:00.000Z';
		const { json } = await send(simulator(), 'GET', `/v2/campaigns/${_id}/stats?${period}`);
		const { email, linkedin } = (json as { perChannel: Record<string, object> }).perChannel;
		const names = (channel?: object) => Object.keys(channel ?? {});
		expect(names(email)).toEqual(['sent', 'delivered', 'opened', 'clicked', 'replied', 'bounced', 'unsubscribed']);
		expect(names(linkedin)).toEqual(['sent', 'delivered', 'opened', 'replied', 'invitationAccepted']);
	});
});
