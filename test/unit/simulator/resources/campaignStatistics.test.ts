import { send, useSimulator } from '../../../support/simulatorClient';

describe('campaign statistics of the simulator', () => {
	const simulator = useSimulator(() => ({ rateLimit: false }));

	it.each([
		['GET', '/v2/campaigns/{id}/stats', undefined, 'Bad params: startDate and endDate are required'],
		[
			'GET',
			'/v2/campaigns/{id}/stats?startDate=1&endDate=2&channels=email',
			undefined,
			'Bad params: channels must be a valid array',
		],
		[
			'GET',
			'/v2/campaigns/{id}/stats?startDate=1&endDate=2&ABSelected=C',
			undefined,
			'Bad params: ABSelected must be A or B',
		],
		['POST', '/v2/campaigns/stats/batch', {}, 'Bad params: campaignIds must be a non-empty array'],
		[
			'POST',
			'/v2/campaigns/stats/batch',
			{ campaignIds: Array(101).fill('cam_1') },
			'Bad params: campaignIds must contain at most 100 items',
		],
	])("%s %s answers 400 in lemlist's words (%#)", async (method, path, body, text) => {
		const { _id } = simulator().state.addCampaign();
		expect(await send(simulator(), method, path.replace('{id}', _id), body)).toMatchObject({ status: 400, text });
	});

	it("are lemlist's example, or a campaign's own for a period, by both routes", async () => {
		const { state } = simulator();
		const [example, own] = [state.addCampaign()._id, state.addCampaign()._id];
		state.campaignDetails.statistics.set(own, ({ startDate }: { startDate: string }) => ({
			nbLeads: Number(startDate),
		}));
		const period = { startDate: '1', endDate: '2' };
		const batch = await send(simulator(), 'POST', '/v2/campaigns/stats/batch', {
			campaignIds: [example, own],
			...period,
		});
		expect(batch.json).toMatchObject({ results: [{ nbLeads: 32 }, { campaignId: own, nbLeads: 1 }] });
		const one = await send(simulator(), 'GET', `/v2/campaigns/${own}/stats?startDate=7&endDate=8`);
		expect(one.json).toEqual({ nbLeads: 7 });
	});
});
