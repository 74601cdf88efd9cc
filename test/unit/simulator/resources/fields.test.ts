import { send, useSimulator } from '../../../support/simulatorClient';

describe('fields of the simulator', () => {
	const simulator = useSimulator(() => ({ rateLimit: false }));

	it('are those of every team and of this one, by entity and source', async () => {
		const { state } = simulator();
		state.fields.add({ name: 'region', label: 'Region' });
		state.fields.add({ name: 'hubspotScore', source: 'crm_synced', crmField: 'score', type: 'number' });
		state.fields.add({ name: 'other', teamId: state.addTeam()._id });
		const { json } = await send(simulator(), 'GET', '/fields?entity=contact&source=custom');
		expect(json).toEqual({
			success: true,
			data: { contact: [{ name: 'region', label: 'Region', type: 'text', source: 'custom' }] },
		});
		const all = (await send(simulator(), 'GET', '/fields')).json as { data: Record<string, Array<{ name: string }>> };
		expect(Object.keys(all.data)).toEqual(['contact', 'company']);
		expect(all.data.contact!.map(({ name }) => name)).toEqual(
			expect.arrayContaining(['firstName', 'region', 'hubspotScore']),
		);
	});

	it('of an entity that does not exist are refused in the documented words', async () => {
		expect(await send(simulator(), 'GET', '/fields?entity=lead')).toMatchObject({
			status: 400,
			json: { success: false, error: 'Invalid entity parameter. Must be one of: contact, company' },
		});
	});
});
