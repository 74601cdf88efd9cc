import { send, useSimulator } from '../../../support/simulatorClient';

// What lemlist was recorded to answer about leads; each test is named after one fact.
const simulator = useSimulator(() => ({ rateLimit: false }));
const ask = async (method: string, path: string, body?: object) => await send(simulator(), method, path, body);
const addCampaign = () => simulator().state.addCampaign()._id;
const ANN = 'ann%40example.com';

describe('POST', () => {
	test('with the email in the path, unknown campaign: 200, EMPTY body, no lead', async () => {
		expect(await ask('POST', `/campaigns/cam_none/leads/${ANN}`, { firstName: 'Ann' })).toMatchObject({
			status: 200,
			text: '',
		});
		expect(simulator().state.leads.size).toBe(0);
	});

	test('without the email in the path, unknown campaign: 404 "Campaign not found"', async () => {
		expect(await ask('POST', '/campaigns/cam_none/leads', { email: 'ann@example.com' })).toMatchObject({
			status: 404,
			text: 'Campaign not found',
		});
	});

	test('an ID without cam_: 200, no lead', async () => {
		for (const path of ['/campaigns/none/leads', `/campaigns/none/leads/${ANN}`])
			expect((await ask('POST', path, { email: 'ann@example.com' })).status).toBe(200);
		expect(simulator().state.leads.size).toBe(0);
	});

	test.each([
		['in the path', `/leads/${ANN}`],
		['in the body', '/leads'],
	])(
		'custom variables are top-level keys beside _id, isPaused, contactId, campaignId, campaignName (email %s)',
		async (_where, path) => {
			const { _id: campaignId, name } = simulator().state.addCampaign();
			const { json } = await ask('POST', `/campaigns/${campaignId}${path}`, {
				email: 'ann@example.com',
				firstName: 'Ann',
				companySize: '50-100',
			});
			expect(json).toEqual({
				campaignId,
				campaignName: name,
				companySize: '50-100',
				email: 'ann@example.com',
				firstName: 'Ann',
				_id: expect.stringMatching(/^lea_/),
				isPaused: false,
				contactId: expect.stringMatching(/^ctc_/),
			});
		},
	);

	test('variables of older leads of the company come along unsent', async () => {
		const path = `/campaigns/${addCampaign()}/leads`;
		await ask('POST', path, { email: 'ann@example.com', companyName: 'Nordlicht', companySize: '50-100' });
		const { json } = await ask('POST', path, { email: 'bo@example.com', companyName: 'Nordlicht' });
		expect(json).toMatchObject({ email: 'bo@example.com', companySize: '50-100' });
		const other = await ask('POST', path, { email: 'cy@example.com', companyName: 'Other' });
		expect(other.json).not.toHaveProperty('companySize');
	});

	test.each([409, 500] as const)(
		'deduplicate, lead elsewhere: text "Lead already in other campaign" with %i (leads.duplicateStatus)',
		async (status) => {
			simulator().state.leads.duplicateStatus = status;
			const body = { email: 'ann@example.com' };
			await ask('POST', `/campaigns/${addCampaign()}/leads`, body);
			expect(await ask('POST', `/campaigns/${addCampaign()}/leads?deduplicate=true`, body)).toMatchObject({
				status,
				text: 'Lead already in other campaign',
			});
			expect((await ask('POST', `/campaigns/${addCampaign()}/leads`, body)).status).toBe(200);
		},
	);

	test('in the same campaign: 400 "Lead already in the campaign"', async () => {
		const path = `/campaigns/${addCampaign()}/leads`;
		await ask('POST', path, { email: 'ann@example.com' });
		expect(await ask('POST', path, { email: 'ann@example.com' })).toMatchObject({
			status: 400,
			text: 'Lead already in the campaign',
		});
	});
});

describe('GET /leads/{email}', () => {
	test('version=v2: a row per campaign, with updatedAt, personalized, source, enrichment, campaign and sendingUser', async () => {
		const [one, two] = [addCampaign(), addCampaign()];
		for (const campaignId of [one, two])
			await ask('POST', `/campaigns/${campaignId}/leads`, { email: 'ann@example.com', firstName: 'Ann' });
		const { json } = await ask('GET', `/leads/${ANN}?version=v2`);
		expect(json).toEqual(
			[one, two].map((id) => ({
				_id: expect.stringMatching(/^lea_/),
				updatedAt: expect.any(String),
				isPaused: false,
				state: 'scanned',
				status: 'review',
				personalized: false,
				source: 'api',
				variables: { email: 'ann@example.com', firstName: 'Ann' },
				contactId: expect.stringMatching(/^ctc_/),
				enrichment: {},
				campaign: { id, name: expect.any(String), status: 'running' },
				sendingUser: { email: '' },
			})),
		);
	});

	test('after removal v2 is 404, v1 still answers', async () => {
		const campaignId = addCampaign();
		await ask('POST', `/campaigns/${campaignId}/leads`, { email: 'ann@example.com' });
		await ask('DELETE', `/campaigns/${campaignId}/leads/${ANN}?action=remove`);
		expect(await ask('GET', `/leads/${ANN}?version=v2`)).toMatchObject({ status: 404, text: 'Lead not found' });
		expect(await ask('GET', `/leads/${ANN}`)).toMatchObject({
			status: 200,
			json: { email: 'ann@example.com', campaignId },
		});
		expect((await ask('GET', '/leads/bo%40example.com')).status).toBe(404);
	});
});

test('PATCH /campaigns/{id}/leads/{email} takes an email for the ID; answers leadUrl', async () => {
	const campaignId = addCampaign();
	await ask('POST', `/campaigns/${campaignId}/leads`, { email: 'ann@example.com', lastName: 'Old' });
	expect((await ask('PATCH', `/campaigns/${campaignId}/leads/${ANN}`, { lastName: 'New' })).json).toMatchObject({
		lastName: 'New',
		leadUrl: `https://api.lemlist.com/api/leads/${ANN}`,
		campaignName: expect.any(String),
	});
});

describe('DELETE without action', () => {
	const inTwo = async () => {
		const both = [addCampaign(), addCampaign()] as const;
		for (const campaignId of both) await ask('POST', `/campaigns/${campaignId}/leads`, { email: 'ann@example.com' });
		return both;
	};

	test('answers the flat lead, isPaused:false', async () => {
		const [campaignId] = await inTwo();
		expect((await ask('DELETE', `/campaigns/${campaignId}/leads/${ANN}`)).json).toEqual({
			email: 'ann@example.com',
			_id: expect.stringMatching(/^lea_/),
			isPaused: false,
			campaignId,
			contactId: expect.stringMatching(/^ctc_/),
		});
	});

	test('unsubscribes team-wide', async () => {
		const [one] = await inTwo();
		await ask('DELETE', `/campaigns/${one}/leads/${ANN}`);
		expect((await ask('GET', '/unsubscribes')).json).toMatchObject([{ value: 'ann@example.com', source: 'api' }]);
		expect([...simulator().state.leads.values()].map(({ status }) => status)).toEqual(['unsubscribed', 'unsubscribed']);
	});

	test('the next DELETE for another campaign is 404 {"error":"Lead email invalid or lead already unsubscribed"}', async () => {
		const [one, two] = await inTwo();
		await ask('DELETE', `/campaigns/${one}/leads/${ANN}`);
		expect(await ask('DELETE', `/campaigns/${two}/leads/${ANN}`)).toMatchObject({
			status: 404,
			text: '{"error":"Lead email invalid or lead already unsubscribed"}',
			type: 'text/html; charset=utf-8',
		});
	});
});

test('/leads/interested/{email}: a list; per campaign: one object', async () => {
	const campaignId = addCampaign();
	await ask('POST', `/campaigns/${campaignId}/leads`, { email: 'ann@example.com' });
	expect((await ask('POST', `/leads/interested/${ANN}`)).json).toMatchObject([{ campaignId }]);
	expect((await ask('POST', `/campaigns/${campaignId}/leads/${ANN}/interested`)).json).toMatchObject({ campaignId });
});
