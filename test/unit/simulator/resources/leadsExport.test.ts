import { parse } from 'csv-parse/sync';
import { call, useSimulator } from '../../../support/simulatorClient';

describe('leads export of the simulator', () => {
	const simulator = useSimulator(() => ({ rateLimit: false }));
	const get = async (campaignId: string, query = '', state = 'all') =>
		await call(simulator(), `/v2/campaigns/${campaignId}/export/leads?state=${state}${query}`);

	it('is CSV with the documented columns, custom fields before lastState', async () => {
		const { state } = simulator();
		const { _id } = state.addCampaign();
		state.addLead(_id, {
			email: 'a@example.com',
			firstName: 'Zoë "Z"',
			variables: { city: 'Köln' },
			lastState: 'emailsSent',
			status: 'running',
		});
		state.addLead(_id, { email: 'b@example.com', variables: { budget: '10,000' } });
		const response = await get(_id);
		expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
		const [header, first, second] = parse(await response.text()) as string[][];
		expect(header?.join()).toBe(
			'emailStatus,email,firstName,lastName,picture,phone,linkedinUrl,timezone,companyName,companyDomain,icebreaker,city,budget,lastState,status,_id',
		);
		expect([first?.[1], first?.[2], first?.[11], first?.[12], first?.[13]]).toEqual([
			'a@example.com',
			'Zoë "Z"',
			'Köln',
			'',
			'emailsSent',
		]);
		expect([second?.[11], second?.[12], second?.[15]]).toEqual([
			'',
			'10,000',
			expect.stringMatching(/^lea_[A-Za-z0-9]{17}$/),
		]);
	});

	it('is JSON on demand', async () => {
		const { state } = simulator();
		const { _id } = state.addCampaign();
		const lead = state.addLead(_id, { variables: { jobTitle: 'CEO' } });
		const response = await get(_id, '&format=json');
		expect(response.headers.get('content-type')).toBe('application/json');
		const rows = (await response.json()) as object[];
		expect(rows).toMatchObject([{ _id: lead._id, email: lead.email, jobTitle: 'CEO', lastState: lead.lastState }]);
		expect(rows[0]).not.toHaveProperty('campaignId');
	});

	it('filters by a list of states', async () => {
		const { state } = simulator();
		const { _id } = state.addCampaign();
		for (const lastState of ['emailsSent', 'emailsReplied', 'emailsBounced']) state.addLead(_id, { lastState });
		const statesFor = async (state: string) =>
			((await (await get(_id, '&format=json', state)).json()) as Array<{ lastState: string }>).map(
				({ lastState }) => lastState,
			);
		expect(await statesFor('emailsSent,emailsReplied')).toEqual(['emailsSent', 'emailsReplied']);
		expect(await statesFor('failed')).toEqual(['emailsBounced']);
		expect(await statesFor('all')).toHaveLength(3);
		expect(await statesFor('')).toEqual([]);
		state.leadsExport.withoutState = 'all';
		expect(await statesFor('')).toHaveLength(3);
		expect(await statesFor('interested')).toEqual([]);
	});

	it('is a header alone, or an empty array, for a campaign without leads', async () => {
		const { _id } = simulator().state.addCampaign();
		expect((await (await get(_id)).text()).split('\n')).toEqual([expect.stringMatching(/^emailStatus,.*_id$/), '']);
		expect(await (await get(_id, '&format=json')).json()).toEqual([]);
	});

	it('streams campaigns with many leads', async () => {
		const { _id } = simulator().state.addCampaign({ generatedLeads: 20_000 });
		const leads = (await (await get(_id, '&format=json')).json()) as Array<{ email: string }>;
		expect(new Set(leads.map(({ email }) => email)).size).toBe(20_000);
		const response = await get(_id);
		expect(response.headers.get('transfer-encoding')).toBe('chunked');
		expect(parse(await response.text())).toHaveLength(20_001);
	});

	it('has its deprecated form', async () => {
		const { _id } = simulator().state.addCampaign({ generatedLeads: 3 });
		const old = await call(simulator(), `/campaigns/${_id}/export/leads?state=all`);
		expect(await old.text()).toBe(await (await get(_id)).text());
		expect(simulator().requestsOf('leadsFile', _id)).toHaveLength(2);
	});
});
