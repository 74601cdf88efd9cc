import { createWorld, LEMLIST, type World } from './world';

let world: World;
let userId: string;
beforeEach(async () => {
	world = await createWorld();
	userId = world.lemlist.state.team.userIds[0]!;
});
afterEach(async () => await world.end());

test('Get user gives the user with LinkedIn limits and mailboxes', async () => {
	expect(await world.json('user', 'get', { userId })).toMatchObject([
		{
			_id: userId,
			email: 'camille@brightforge.example',
			linkedIn: { inviteLimit: 20 },
			mailboxes: [{ status: 'CONNECTED' }],
		},
	]);
});

test("Get user channels gives those of the API key's user", async () => {
	expect(await world.json('user', 'getChannels')).toMatchObject([
		{ plan: 'Multichannel Expert', whatsapp: { connected: false } },
	]);
});

describe('Update user LinkedIn limits', () => {
	test('sends whole numbers, null for a ramp-up of 0, and gives the limits themselves', async () => {
		const [limits] = await world.json('user', 'updateLinkedInLimits', {
			userId,
			updateFields: { inviteLimit: '={{ "25" }}', inviteRampUp: 0 },
		});
		expect(world.lemlist.requests[0]?.body).toEqual({ inviteLimit: 25, inviteRampUp: null });
		expect(limits).toMatchObject({ userId, inviteLimit: 25, visitLimit: 20, inviteRampUp: null });
	});

	test.each([
		['no limit', {}, "'Update Fields' is empty"],
		['a limit of 0', { sendLimit: 0 }, "'Send Limit' must be a whole number of at least 1"],
		['half a limit', { visitLimit: 1.5 }, "'Visit Limit' must be a whole number of at least 1"],
		['an empty limit', { visitLimit: '={{ "" }}' }, "'Visit Limit' must be a whole number of at least 1"],
	])('refuses %s before any request', async (_which, updateFields, message) => {
		await expect(world.json('user', 'updateLinkedInLimits', { userId, updateFields })).rejects.toThrow(message);
		expect(world.lemlist.requests).toEqual([]);
	});
});

describe('The signatures of a user', () => {
	test('are changed apart from one another, and removed with an empty text', async () => {
		const update = async (updateFields: object) =>
			await world.json('user', 'updateSignature', { userId, updateFields });
		await update({ signature: '<p>Ann</p>', plainTextSignature: 'Ann\nBrightforge' });
		expect(await update({ signature: '' })).toEqual([
			{ userId, signature: '', plainTextSignature: 'Ann\nBrightforge' },
		]);
		expect(await world.json('user', 'getSignature', { userId })).toEqual([
			{ userId, signature: '', plainTextSignature: 'Ann\nBrightforge' },
		]);
		expect(world.lemlist.requests[1]?.body).toEqual({ signature: '' });
	});

	test("of somebody outside the team are refused in lemlist's words", async () => {
		await expect(world.json('user', 'getSignature', { userId: 'usr_stranger' })).rejects.toThrow(
			/User not found in this team.*\(HTTP 404\)/,
		);
	});
});

test('With Continue On Fail each user carries its own result or error, and odd IDs are not sent', async () => {
	const input = [{ id: 'usr_a/../b?c#d' }, { id: ' ' }, { id: ` ${userId} ` }];
	const run = await world.run(
		'user',
		'get',
		{ userId: '={{ $json.id }}' },
		{ input, onError: 'continueRegularOutput' },
	);
	expect(run.items(LEMLIST).map(({ json }) => json._id ?? json.error)).toEqual([
		"'User' is not a user ID",
		"'User' is empty",
		userId,
	]);
	expect(world.lemlist.requests.map(({ path }) => path)).toEqual([`/api/users/${userId}`]);
});
