import { callJson, useSimulator } from '../../support/simulatorClient';

describe('a seeded simulator', () => {
	const simulator = useSimulator(() => ({ seed: 15 }));

	it('has realistic campaigns with leads, the same in every run', () => {
		const { state } = simulator();
		const campaigns = [...state.campaigns.values()];
		expect(campaigns).toHaveLength(15);
		expect(new Set(campaigns.map(({ name }) => name)).size).toBe(15);
		expect(campaigns[0]).toMatchObject({ _id: 'cam_v9OuJUZPJtjHQDm1O', name: 'Product Launch DACH' });
		expect(campaigns.every((campaign) => state.leads.count(campaign) >= 20)).toBe(true);
	});
});

describe('a simulator that is seeded with a history', () => {
	const simulator = useSimulator(() => ({ seed: true, history: true }));

	it('has the campaigns that it has without one', () => {
		const [first] = [...simulator().state.campaigns.values()];
		expect(first).toMatchObject({ _id: 'cam_v9OuJUZPJtjHQDm1O', name: 'Product Launch DACH' });
		expect(first?.scheduleIds).toHaveLength(1);
	});

	it('has something to show for every list of the node Lemlist', async () => {
		const [campaign] = [...simulator().state.campaigns.values()];
		const activities = (await callJson(simulator(), '/activities?version=v2')) as unknown as Array<{ leadId: string }>;
		expect(activities.length).toBeGreaterThan(30);
		expect(activities.every(({ leadId }) => simulator().state.leads.has(leadId))).toBe(true);
		expect(new Set((activities as unknown as Array<{ type: string }>).map(({ type }) => type)).size).toBeGreaterThan(5);
		expect((await callJson(simulator(), '/schedules')).schedules).toHaveLength(6);
		const schedules = (await callJson(simulator(), `/campaigns/${campaign?._id}/schedules`)) as unknown;
		expect(schedules).toMatchObject([{ _id: campaign?.scheduleIds[0] }]);
		const sequences = (await callJson(simulator(), `/campaigns/${campaign?._id}/sequences`)) as unknown as object;
		expect(Object.values(sequences)).toEqual([
			expect.objectContaining({ steps: expect.arrayContaining([expect.objectContaining({ type: 'email' })]) }),
		]);
		expect(await callJson(simulator(), '/hooks')).toHaveLength(1);
		expect(await callJson(simulator(), '/unsubscribes')).not.toEqual([]);
		expect((await callJson(simulator(), '/contacts')).contacts).not.toEqual([]);
	});

	it('calls no address outside of this computer by itself', () => {
		for (const { targetUrl, disabled } of simulator().state.webhooks.values())
			expect({ targetUrl, disabled }).toMatchObject({ disabled: true });
	});
});
