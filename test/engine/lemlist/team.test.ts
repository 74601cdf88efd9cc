import { createWorld, type World } from './world';

let world: World;
beforeEach(async () => (world = await createWorld()));
afterEach(async () => await world.end());

test('Get team tells its users', async () => {
	const { team } = world.lemlist.state;
	expect(await world.json('team', 'get')).toEqual([
		{ _id: team._id, name: team.name, users: team.users, createdAt: team.createdAt },
	]);
	expect(await world.json('team', 'get', { simplify: false })).toMatchObject([
		{ _id: team._id, userIds: team.userIds, hooks: [] },
	]);
});

test('Get team credits tells what is left, and of what kind', async () => {
	expect(await world.json('team', 'getCredits')).toEqual([
		{ credits: 100, details: { remaining: { total: 100, freemium: 0, subscription: 80, gifted: 10, paid: 10 } } },
	]);
});

test('Get team senders gives an item per user, with campaigns in one status if wanted', async () => {
	const { state } = world.lemlist;
	const running = state.addCampaign()._id;
	const paused = state.addCampaign({ status: 'paused' })._id;
	const campaignsOf = async (filters: object) => {
		const senders = await world.json('team', 'getSenders', { returnAll: true, filters });
		expect(senders.map(({ userId }) => userId)).toEqual(state.team.userIds);
		return (senders[0]?.campaigns as Array<{ _id: string }>).map(({ _id }) => _id);
	};
	expect(await campaignsOf({})).toEqual([running, paused]);
	expect(await campaignsOf({ state: 'paused' })).toEqual([paused]);
	expect(await world.json('team', 'getSenders', { limit: 1 })).toHaveLength(1);
});
