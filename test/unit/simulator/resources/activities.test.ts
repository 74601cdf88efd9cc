import type { Activity } from '../../../../simulator';
import { call, useSimulator } from '../../../support/simulatorClient';

describe('activities of the simulator', () => {
	const simulator = useSimulator(() => ({ rateLimit: false }));
	const list = async (query: string) =>
		(await (await call(simulator(), `/activities?version=v2&${query}`)).json()) as Activity[];
	const notes = async (query: string) => (await list(query)).map(({ note }) => note);
	const add = (minute: number, activity: Partial<Activity> = {}) =>
		simulator().state.addActivity({
			createdAt: new Date(Date.UTC(2026, 0, 5, 9, minute)).toISOString(),
			note: minute,
			...activity,
		});

	it('are listed newest first; of the same moment, those added last first', async () => {
		add(1);
		add(3);
		add(2, { note: 'first' });
		add(2, { note: 'second' });
		expect(await notes('')).toEqual([3, 'second', 'first', 1]);
	});

	it('need version=v2', async () => {
		expect((await call(simulator(), '/activities')).status).toBe(400);
	});

	it('come at most 100 a page, by offset', async () => {
		for (let minute = 0; minute < 250; minute++) add(minute);
		expect(await notes('')).toHaveLength(100);
		expect(await notes('limit=500')).toHaveLength(100);
		expect(await notes('limit=2&offset=100')).toEqual([149, 148]);
		expect(await notes('offset=200')).toHaveLength(50);
	});

	it.each([
		['type=paused', ['paused']],
		['campaignId=cam_2', ['campaign']],
		['leadId=lea_2', ['lead']],
		['isFirst=false', ['again']],
	])('are filtered by %s', async (query, expected) => {
		add(1, { note: 'other' });
		add(2, { note: 'paused', type: 'paused' });
		add(3, { note: 'campaign', campaignId: 'cam_2' });
		add(4, { note: 'lead', leadId: 'lea_2' });
		add(5, { note: 'again', isFirst: false });
		expect(await notes(query)).toEqual(expected);
	});

	it('are filtered by date, as ISO 8601 or Unix seconds, both ends included', async () => {
		for (const minute of [1, 2, 3, 4]) add(minute);
		expect(await notes('minDate=2026-01-05T09:02:00Z&maxDate=2026-01-05T09:03:00Z')).toEqual([3, 2]);
		expect(await notes(`startDate=${Date.UTC(2026, 0, 5, 9, 4) / 1_000}`)).toEqual([4]);
	});

	it('are those of the team only', async () => {
		add(1, { teamId: simulator().state.addTeam()._id });
		expect(await list('')).toEqual([]);
	});

	it('have the fields of a lead', async () => {
		add(1);
		expect((await list(''))[0]).toMatchObject({
			_id: expect.stringMatching(/^act_/),
			type: 'emailsReplied',
			leadEmail: expect.stringContaining('@'),
			campaignId: expect.stringMatching(/^cam_/),
		});
	});
});
