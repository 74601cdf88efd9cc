import { call, callJson, useSimulator } from '../../../support/simulatorClient';

const simulator = useSimulator();

async function send(method: string, path: string, body?: unknown): Promise<[number, unknown]> {
	const response = await call(simulator(), path, {
		method,
		...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
	});
	const text = await response.text();
	return [response.status, text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text];
}

describe('Leads of the simulator', () => {
	test('are added with further keys as variables, once per campaign', async () => {
		const { _id } = simulator().state.addCampaign();
		const lead = { email: 'ann@example.com', firstName: 'Ann', size: '10' };
		expect(await send('POST', `/campaigns/${_id}/leads/`, lead)).toMatchObject([
			200,
			{ ...lead, campaignId: _id, isPaused: false },
		]);
		expect(await send('POST', `/campaigns/${_id}/leads/`, lead)).toEqual([400, 'Lead already in the campaign']);
		expect(await send('POST', `/campaigns/${_id}/leads/?updateStrategy=never`, lead)).toEqual([
			400,
			'Invalid updateStrategy value',
		]);
		expect(await send('POST', `/campaigns/${_id}/leads/`, { email: 'nowhere' })).toEqual([
			400,
			'Invalid email address',
		]);
	});

	test('of another team are out of reach', async () => {
		const { state } = simulator();
		const { _id } = state.addLead(state.addCampaign({ teamId: state.addTeam()._id })._id);
		expect(await send('GET', `/leads?id=${_id}&version=v2`)).toEqual([400, 'Bad team']);
	});

	test('are unsubscribed everywhere without action=remove, and gone from one campaign with it', async () => {
		const { state } = simulator();
		const [one, other] = [state.addCampaign(), state.addCampaign()].map(({ _id }) =>
			state.addLead(_id, { email: 'ann@example.com' }),
		);
		await send('DELETE', `/campaigns/${one!.campaignId}/leads/ann%40example.com`);
		expect([one?.status, other?.status]).toEqual(['unsubscribed', 'unsubscribed']);
		await send('DELETE', `/campaigns/${one!.campaignId}/leads/${one!._id}?action=remove`);
		expect([...state.leads.values()]).toEqual([other]);
	});

	test('have a light list of at most 500, newest first', async () => {
		const { _id } = simulator().state.addCampaign({ generatedLeads: 600 });
		expect(await callJson(simulator(), `/campaigns/${_id}/leads/?limit=1000`)).toHaveLength(500);
	});
});
