import { campaign, createWorld, jsonOf, type Parameters, type World } from './world';

let world: World;
beforeEach(async () => {
	world = await createWorld();
});
afterEach(async () => await world.end());

const SIMPLE_KEYS = ['_id', 'name', 'timezone', 'start', 'end', 'weekdays', 'secondsToWait', 'public', 'createdAt'];

describe('Schedules', () => {
	test('are created with what the form says, also when weekdays are a text from an expression', async () => {
		const parameters = {
			name: 'Office hours',
			timezone: 'Asia/Tokyo',
			start: '08:30',
			end: '17:00',
			weekdays: '={{ $json.days }}',
			additionalFields: { secondsToWait: 60, public: true },
		};
		const run = await world.run('schedule', 'create', parameters, { input: [{ days: [1, 5] }, { days: '6,7' }] });
		expect(run.error).toBeUndefined();
		expect(jsonOf(run)).toMatchObject([
			{
				name: 'Office hours',
				timezone: 'Asia/Tokyo',
				start: '08:30',
				end: '17:00',
				weekdays: [1, 5],
				secondsToWait: 60,
				public: true,
			},
			{ weekdays: [6, 7] },
		]);
		expect(world.lemlist.requests[0]?.body).toEqual({
			name: 'Office hours',
			timezone: 'Asia/Tokyo',
			start: '08:30',
			end: '17:00',
			weekdays: [1, 5],
			secondsToWait: 60,
			public: true,
		});
	});

	test.each([
		['start', '9:00', "'Start' is not a time of day"],
		['end', '24:00', "'End' is not a time of day"],
		['weekdays', [0], "'Weekdays' holds something else than days of the week"],
		['timezone', '', "'Time Zone' is empty"],
	])('with a wrong "%s" (%j) are refused before any request', async (name, value, message) => {
		const right = { name: 'Office hours', timezone: 'Asia/Tokyo', start: '08:30', end: '17:00', weekdays: [1] };
		const run = await world.run(
			'schedule',
			'create',
			{ ...right, [name]: '={{ $json.value }}' },
			{ input: [{ value }], onError: 'continueRegularOutput' },
		);
		expect(jsonOf(run)[0]?.error).toBe(message);
		expect(world.lemlist.requests).toEqual([]);
	});

	test('are read one by one, simplified or as they are', async () => {
		const schedule = world.lemlist.state.addSchedule();
		const simple = jsonOf(await world.run('schedule', 'get', { scheduleId: schedule._id }));
		expect(Object.keys(simple[0]!)).toEqual(SIMPLE_KEYS);
		expect(jsonOf(await world.run('schedule', 'get', { scheduleId: schedule._id, simplify: false }))).toEqual([
			schedule,
		]);
	});

	test.each([100, 40])(
		'250 of them are 250 items with Return All, and as many as Limit says, where lemlist gives pages of %i',
		async (pageSize) => {
			const { state } = world.lemlist;
			const ids = Array.from({ length: 250 }, () => state.addSchedule()._id);
			state.schedules.pageSize = pageSize;
			const idsOf = async (parameters: object) =>
				jsonOf(await world.run('schedule', 'getMany', parameters as Parameters)).map(({ _id }) => _id);
			expect(await idsOf({ returnAll: true })).toEqual(ids);
			expect(await idsOf({ limit: 120, options: { sortOrder: 'desc' } })).toEqual(ids.slice().reverse().slice(0, 120));
		},
	);

	test('are changed and deleted; what is not given stays', async () => {
		const schedule = world.lemlist.state.addSchedule({ name: 'Old' });
		const updated = await world.run('schedule', 'update', {
			scheduleId: schedule._id,
			updateFields: { name: 'New', weekdays: [7] },
		});
		expect(jsonOf(updated)).toMatchObject([{ name: 'New', weekdays: [7], start: '09:00' }]);
		expect(world.lemlist.requests[0]?.body).toEqual({ name: 'New', weekdays: [7] });
		expect(jsonOf(await world.run('schedule', 'delete', { scheduleId: schedule._id }))).toEqual([
			{ deleted: true, scheduleId: schedule._id },
		]);
		expect(world.lemlist.state.schedules.size).toBe(0);
	});

	test('are associated with a campaign, and found by it', async () => {
		const { state } = world.lemlist;
		const { _id: campaignId } = state.addCampaign();
		const { _id: scheduleId } = state.addSchedule({ name: 'Mornings' });
		const parameters = { campaignId: campaign(campaignId), scheduleId };
		expect(jsonOf(await world.run('schedule', 'associateWithCampaign', parameters))).toEqual([
			{ scheduleId, campaignId },
		]);
		expect(
			jsonOf(await world.run('schedule', 'getManyByCampaign', { campaignId: campaign(campaignId) })),
		).toMatchObject([{ _id: scheduleId, name: 'Mornings' }]);
	});

	test("with Continue On Fail carry lemlist's words, as text and as JSON", async () => {
		const { _id: kept } = world.lemlist.state.addSchedule();
		const input = [{ id: 'skd_none' }, { id: kept }];
		const onError = 'continueRegularOutput';
		const read = await world.run('schedule', 'get', { scheduleId: '={{ $json.id }}' }, { input, onError });
		expect(jsonOf(read)).toMatchObject([{ error: 'lemlist says: Schedule not found (HTTP 404)' }, { _id: kept }]);
		const changed = await world.run(
			'schedule',
			'update',
			{ scheduleId: '={{ $json.id }}', updateFields: { name: 'x' } },
			{ input, onError },
		);
		expect(jsonOf(changed)).toMatchObject([
			{ error: 'lemlist says: Schedule not found (HTTP 404)' },
			{ _id: kept, name: 'x' },
		]);
	});
});
