import { send, useSimulator } from '../../../support/simulatorClient';

describe('contacts of the simulator', () => {
	const simulator = useSimulator(() => ({ rateLimit: false }));

	it('are those of the team, page by page', async () => {
		const { state } = simulator();
		const [, second] = ['Ann Lee', 'Bo Chen'].map((fullName) => state.contacts.add({ fullName }));
		state.contacts.add({ teamId: state.addTeam()._id });
		const { json } = await send(simulator(), 'GET', '/contacts?limit=1&offset=1');
		expect(json).toEqual({ data: [second], total: 2, limit: 1, offset: 1 });
	});

	it('can be searched by name and address, with two letters or more', async () => {
		const { state } = simulator();
		const { _id } = state.contacts.add({ fullName: 'Bo Chen', email: 'bo@example.com' });
		state.contacts.add();
		expect((await send(simulator(), 'GET', '/contacts?search=CHEN')).json).toMatchObject({ data: [{ _id }], total: 1 });
		expect(await send(simulator(), 'GET', '/contacts?search=b')).toMatchObject({ status: 400 });
	});
});
