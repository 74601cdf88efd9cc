import { call, useSimulator } from '../../../support/simulatorClient';

describe('schedules of the simulator', () => {
	const simulator = useSimulator(() => ({ rateLimit: false }));
	const send = async (method: string, path: string, body?: object) => {
		const response = await call(simulator(), path, {
			method,
			...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
		});
		return [response.status, await response.text()] as const;
	};

	it('come in pages with the documented pagination', async () => {
		const names = Array.from({ length: 5 }, (_, index) => simulator().state.addSchedule({ name: `s${index}` }).name);
		const [, text] = await send('GET', '/schedules?limit=2&page=3');
		expect(JSON.parse(text)).toMatchObject({
			schedules: [{ name: names[4] }],
			pagination: { totalRecords: 5, currentPage: 3, nextPage: 3, totalPage: 3 },
		});
		const [, byOffset] = await send('GET', '/schedules?limit=2&offset=2&sortOrder=desc');
		expect(JSON.parse(byOffset)).toMatchObject({
			schedules: [{ name: 's2' }, { name: 's1' }],
			pagination: { nextPage: 3 },
		});
	});

	it('are refused with wrong or missing fields', async () => {
		const right = { name: 'a', timezone: 'Europe/Paris', start: '09:00', end: '18:00', weekdays: [1] };
		expect((await send('POST', '/schedules', right))[0]).toBe(200);
		for (const wrong of [{ start: '9:00' }, { weekdays: [0] }, { name: undefined }, { color: 'red' }]) {
			expect(await send('POST', '/schedules', { ...right, ...wrong })).toEqual([
				400,
				'{"error":"BadRequest","message":"Bad team or invalid schedule fields"}',
			]);
		}
	});

	it('of another team are refused', async () => {
		const { state } = simulator();
		const { _id } = state.addSchedule({ teamId: state.addTeam()._id });
		expect(await send('GET', `/schedules/${_id}`)).toEqual([400, 'Bad team']);
		expect(await send('DELETE', '/schedules/skd_none')).toEqual([404, 'Schedule not found']);
	});
});
