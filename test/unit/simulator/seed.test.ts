import { useSimulator } from '../../support/simulatorClient';

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
