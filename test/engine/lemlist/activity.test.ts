import { campaign, createWorld, type World } from './world';

let world: World;
beforeEach(async () => {
	world = await createWorld();
});
afterEach(async () => await world.end());

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute)).toISOString();

/** The types of 250 activities, one a minute. */
function addActivities(type: (index: number) => string = (index) => (index % 2 ? 'emailsOpened' : 'emailsSent')) {
	for (let index = 0; index < 250; index++)
		world.lemlist.state.addActivity({ type: type(index), createdAt: at(index) });
	return world.lemlist.state.activities.map(({ _id }) => _id).reverse();
}

describe('Getting many activities', () => {
	test('gives all 250, newest first, over pages of 100, always as version 2', async () => {
		const ids = addActivities();
		const found = await world.json('activity', 'getMany', { returnAll: true });
		expect(found.map(({ _id }) => _id)).toEqual(ids);
		expect(world.lemlist.requests.map(({ query }) => query)).toEqual(
			['0', '100', '200'].map((offset) => ({ version: 'v2', offset, limit: '100' })),
		);
	});

	test('gives exactly the limit, also above a page', async () => {
		const ids = addActivities();
		expect((await world.json('activity', 'getMany', { limit: 120 })).map(({ _id }) => _id)).toEqual(ids.slice(0, 120));
	});

	test('reads wrapped pages as well', async () => {
		const ids = addActivities();
		const pages = [0, 100, 200].map((offset) => ids.slice(offset, offset + 100).map((_id) => ({ _id })));
		for (const data of pages) world.lemlist.faults.add({ on: 'activities', do: { status: 200, body: { data } } });
		expect((await world.json('activity', 'getMany', { returnAll: true })).map(({ _id }) => _id)).toEqual(ids);
	});

	test('of several types merges one list per type, newest first', async () => {
		const types = ['emailsSent', 'emailsOpened', 'annotated'];
		addActivities((index) => types[index % 3]!);
		const filters = { types: ['emailsSent', 'annotated'] };
		const found = await world.json('activity', 'getMany', { filters, limit: 4 });
		expect(found.map(({ type, createdAt }) => [type, createdAt])).toEqual([
			['emailsSent', at(249)],
			['annotated', at(248)],
			['emailsSent', at(246)],
			['annotated', at(245)],
		]);
		expect(await world.json('activity', 'getMany', { filters, returnAll: true })).toHaveLength(167);
	});

	test('filters by campaign, lead, first occurrence and time in the time zone of the workflow', async () => {
		const { state, requests } = world.lemlist;
		const { _id: campaignId } = state.addCampaign();
		const wanted = { campaignId, leadId: 'lea_1', isFirst: true, createdAt: '2026-01-05T09:30:00.000Z' };
		const { _id } = state.addActivity(wanted);
		for (const other of [{ campaignId: 'cam_2' }, { leadId: 'lea_2' }, { isFirst: false }, { createdAt: at(0) }])
			state.addActivity({ ...wanted, ...other });
		const filters = {
			campaignId: campaign(campaignId),
			leadId: 'lea_1',
			isFirst: true,
			minDate: '2026-01-05T10:15:00',
			maxDate: '2026-01-05T11:00:00',
		};
		const found = await world.json('activity', 'getMany', { filters }, { timezone: 'Europe/Berlin' });
		expect(found.map((activity) => activity._id)).toEqual([_id]);
		expect(requests[0]?.query).toMatchObject({
			minDate: '2026-01-05T09:15:00.000Z',
			maxDate: '2026-01-05T10:00:00.000Z',
		});
	});

	test('leaves out filters that were added but not filled in', async () => {
		await world.json('activity', 'getMany', {
			filters: { campaignId: campaign(''), leadId: '', minDate: '', types: [] },
			limit: 1,
		});
		expect(world.lemlist.requests[0]?.query).toEqual({ version: 'v2', offset: '0', limit: '1' });
	});

	test('names a type that lemlist does not know, which it answers without a list', async () => {
		world.lemlist.faults.add({ on: 'activities', do: { status: 200, body: {} } });
		await expect(world.json('activity', 'getMany', { filters: { types: '={{ ["emailsSnet"] }}' } })).rejects.toThrow(
			'lemlist knows no activities of the type "emailsSnet"',
		);
	});

	test("includes the whole day that 'To' names, as the date picker gives it or in any other way", async () => {
		const { _id } = world.lemlist.state.addActivity({ createdAt: '2026-01-05T22:30:00.000Z' });
		for (const maxDate of ['2026-01-05T00:00:00', '2026-01-05', '={{ DateTime.fromISO("2026-01-05") }}']) {
			const filters = { minDate: '2026-01-05T00:00:00', maxDate };
			const found = await world.json('activity', 'getMany', { filters }, { timezone: 'Europe/Berlin' });
			expect(found.map((activity) => activity._id)).toEqual([_id]);
			expect(world.lemlist.requests.at(-1)?.query.maxDate).toBe('2026-01-05T22:59:59.999Z');
		}
	});

	test.each([
		["a 'To' before 'From'", { minDate: '2026-01-06', maxDate: '2026-01-05T12:00:00' }, "'To' is before 'From'"],
		['31 February', { minDate: '2026-02-31' }, "'From' is not a date"],
	])('%s is refused before any request', async (_which, filters, message) => {
		await expect(world.json('activity', 'getMany', { filters })).rejects.toThrow(message);
		expect(world.lemlist.requests).toEqual([]);
	});

	test('names the date that is none, before any request', async () => {
		await expect(world.json('activity', 'getMany', { filters: { maxDate: 'soon' } })).rejects.toThrow(
			"'To' is not a date",
		);
		expect(world.lemlist.requests).toEqual([]);
	});

	test('shows an activity as the triggers do, or raw', async () => {
		world.lemlist.state.addActivity();
		expect((await world.json('activity', 'getMany'))[0]).not.toHaveProperty('metaData');
		expect((await world.json('activity', 'getMany', { simplify: false }))[0]).toHaveProperty('metaData');
	});
});

describe('Deleting a recording', () => {
	test('takes it from the activity, once', async () => {
		const { _id: activityId, ...activity } = world.lemlist.state.addActivity({
			type: 'aircallDone',
			recordingUrl: 'https://calls.example/1.mp3',
		});
		expect(activity).toHaveProperty('recordingUrl');
		expect(await world.json('activity', 'deleteRecording', { activityId })).toEqual([{ deleted: true, activityId }]);
		expect(world.lemlist.state.activities[0]).not.toHaveProperty('recordingUrl');
		await expect(world.json('activity', 'deleteRecording', { activityId })).rejects.toThrow(
			'lemlist says: Activity not found (HTTP 404)',
		);
	});

	test('of an empty ID is refused before any request', async () => {
		const run = await world.run('activity', 'deleteRecording', { activityId: '={{ $json.missing }}' }, { input: [{}] });
		expect(run.error?.message).toBe("'Activity ID' is empty");
		expect(world.lemlist.requests).toEqual([]);
	});
});
