import type { Sent } from '../../../support/lemlist/recordingClient';
import { runOne } from '../../../support/lemlist/run';

const right = { name: 'Hours', timezone: 'Europe/Paris', start: '09:00', end: '18:00', weekdays: [1, 2] };

describe('Schedule', () => {
	test('Create sends numbers for the days, and no empty field', async () => {
		const { sent } = await runOne('schedule', 'create', {
			...right,
			weekdays: '={{ "1, 5" }}',
			additionalFields: { public: false },
		});
		expect(sent).toMatchObject([{ method: 'POST', path: '/schedules' }]);
		expect(sent[0]?.body).toEqual({ ...right, weekdays: [1, 5], public: false });
	});

	test.each([
		[{ start: '24:00' }, "'Start' is not a time of day"],
		[{ end: '9:00' }, "'End' is not a time of day"],
		[{ weekdays: [] }, "'Weekdays' holds something else than days of the week"],
		[{ weekdays: [8] }, "'Weekdays' holds something else than days of the week"],
	])('Create refuses %j', async (wrong, message) => {
		await expect(runOne('schedule', 'create', { ...right, ...wrong })).rejects.toThrow(message);
	});

	test('Update sends only what is to change, and refuses to change nothing', async () => {
		const { sent } = await runOne('schedule', 'update', { scheduleId: 'skd_1', updateFields: { start: '08:00' } });
		expect(sent).toMatchObject([{ method: 'PATCH', path: '/schedules/skd_1', body: { start: '08:00' } }]);
		await expect(runOne('schedule', 'update', { scheduleId: 'skd_1', updateFields: {} })).rejects.toThrow(
			"'Update Fields' is empty",
		);
	});

	test.each([
		['bare', false, 4],
		['wrapped', true, 3],
	])(
		'Get Many reads on behind pages shorter than asked for (%s), with no request too many',
		async (_form, wrapped, calls) => {
			const all = Array.from({ length: 45 }, (_, index) => ({ _id: `skd_${index}` }));
			const lemlist = ({ query = {} }: Sent) => {
				const page = Number(query.page);
				const schedules = all.slice((page - 1) * 20, page * 20);
				const pagination = { totalRecords: 45, currentPage: page, nextPage: Math.min(page + 1, 3), totalPage: 3 };
				return wrapped ? { schedules, pagination } : schedules;
			};
			const whole = await runOne('schedule', 'getMany', { returnAll: true }, lemlist);
			expect(whole.json).toEqual(all);
			expect(whole.sent).toHaveLength(calls);
			const some = await runOne('schedule', 'getMany', { limit: 30 }, lemlist);
			expect(some.json).toEqual(all.slice(0, 30));
			expect(some.sent).toHaveLength(2);
		},
	);

	test('Get Many by Campaign keeps the slash at the end, as documented', async () => {
		const { sent } = await runOne(
			'schedule',
			'getManyByCampaign',
			{ campaignId: { __rl: true, mode: 'id', value: 'cam_1' } },
			() => [],
		);
		expect(sent[0]?.path).toBe('/campaigns/cam_1/schedules/');
	});
});
