import type { IDataObject } from 'n8n-workflow';

import type { Activity } from '../../../simulator';
import { HOUR, ids, MINUTE, SECOND, usePollingWorld } from './pollingWorld';

const world = usePollingWorld();

describe('Activities that become visible late', () => {
	test.each([
		['2 hours', 2 * HOUR],
		['23 hours', 23 * HOUR],
	])('by %s come within about an hour, once', async (_what, late) => {
		await world.n8n.activate();
		world.pass(48 * HOUR);
		world.addMany(30);
		await world.pollTimes(1);
		const back = world.add({ type: 'linkedinReplied' }, world.now - late);
		expect(ids(await world.pollTimes(63))).toEqual([back._id]);
		expect(await world.pollTimes(130)).toEqual([]);
	});

	test('and dated in whole seconds, before one that was seen, come in the next look', async () => {
		await world.n8n.activate();
		world.pass(400);
		const seen = world.add();
		expect(ids(await world.pollTimes(1))).toEqual([seen._id]);
		const second = world.add({}, Math.floor(Date.parse(seen.createdAt) / SECOND) * SECOND);
		expect(ids(await world.pollTimes(1))).toEqual([second._id]);
	});

	test('are found although the clock of the machine stands still or jumps', async () => {
		await world.n8n.activate();
		world.pass(24 * HOUR);
		const seen = world.addMany(150);
		const found = await world.pollTimes(1);
		const real = Date.now();
		for (const offset of [-48 * HOUR, 72 * HOUR, 0]) {
			jest.spyOn(Date, 'now').mockReturnValue(real + offset);
			const late = world.add({}, world.now - 3 * HOUR);
			const [next] = world.addMany(1);
			found.push(...(await world.pollTimes(65)));
			seen.push(late, next!);
		}
		expect(ids(found).sort()).toEqual(ids(seen).sort());
	});

	test('are not looked for with Look Back 0', async () => {
		world.n8n = world.newN8n({ options: { lookBack: 0 } });
		await world.n8n.activate();
		world.pass(48 * HOUR);
		world.addMany(5);
		await world.pollTimes(1);
		world.add({}, world.now - HOUR);
		expect(await world.pollTimes(130)).toEqual([]);
	});

	test('cost a request or two an hour where there are few, and a look without anything new one request', async () => {
		await world.n8n.activate();
		world.addMany(50);
		await world.pollTimes(1);
		const before = world.requests().length;
		await world.pollTimes(240);
		expect(world.requests().length - before).toBeLessThanOrEqual(240 + 10);
	});

	test.each([800, 2_500])(
		'are found behind %i activities of one millisecond',
		async (count) => {
			world.n8n = world.newN8n({ events: ['emailsReplied', 'emailsOpened'] });
			await world.n8n.activate();
			world.pass(HOUR);
			world.addMany(count, { type: 'paused' }, 0);
			await world.pollTimes(1);
			world.addMany(1, { type: 'emailsReplied' }, 3 * HOUR);
			await world.pollTimes(3);
			const late = world.add({ type: 'emailsReplied' }, world.now - 2 * HOUR);
			expect(ids(await world.pollTimes(80))).toEqual([late._id]);
			const again = world.add({ type: 'emailsReplied' }, world.now - 2 * HOUR);
			expect(ids(await world.pollTimes(80))).toEqual([again._id]);
		},
		300_000,
	);

	test('are looked for a few pages at a time where there are many', async () => {
		await world.n8n.activate();
		world.addMany(3_000, {}, 20 * SECOND);
		while ((await world.n8n.poll()).length > 0);
		world.pass(HOUR);
		let most = 0;
		for (let look = 0; look < 20; look++) {
			const before = world.requests().length;
			await world.pollTimes(1);
			most = Math.max(most, world.requests().length - before);
		}
		expect(most).toBeGreaterThan(2);
		expect(most).toBeLessThanOrEqual(12);
	});
});

describe('An odd entry', () => {
	const page = (...odd: unknown[]) => {
		const body = [...odd, ...world.lemlist.state.activities.slice(-90).reverse()];
		world.lemlist.faults.add({ on: 'activities', do: { status: 200, body } });
	};

	test.each<[string, (activity: Activity) => void]>([
		['without createdAt', (activity) => delete (activity as Partial<Activity>).createdAt],
		['with a createdAt that is no date', (activity) => (activity.createdAt = 'yesterday')],
		['with a createdAt that is no text', (activity) => (activity.createdAt = { $date: 1 } as never)],
		['without an ID', (activity) => delete (activity as Partial<Activity>)._id],
	])('%s is given, once, and stops nothing', async (_what, spoil) => {
		await world.n8n.activate();
		const odd = world.add();
		world.lemlist.state.activities.pop();
		spoil(odd);
		const good = world.addMany(2);
		page(odd);
		const first = await world.pollTimes(1);
		expect(first.map(({ leadId }) => leadId).sort()).toEqual([odd, ...good].map(({ leadId }) => leadId).sort());
		page(odd);
		expect(await world.pollTimes(1)).toEqual([]);
		const [next] = world.addMany(1);
		expect(ids(await world.pollTimes(1))).toEqual([next!._id]);
	});

	test.each([
		['milliseconds', (at: number) => at],
		['seconds', (at: number) => at / SECOND],
	])('with a createdAt that is a number of %s is read as that moment', async (_what, write) => {
		const spoil = (activity: Activity) => (activity.createdAt = write(Date.parse(activity.createdAt)) as never);
		world.addMany(30);
		const answer = () => {
			const body = world.lemlist.state.activities.map((one) => ({ ...one })).reverse();
			for (const activity of body) spoil(activity);
			world.lemlist.faults.add({ on: 'activities', times: 2, do: { status: 200, body } });
		};
		answer();
		await world.n8n.activate();
		for (let look = 0; look < 3; look++) {
			const [next] = world.addMany(1);
			world.lemlist.faults.clear();
			answer();
			expect(ids(await world.pollTimes(1))).toEqual([next!._id]);
		}
	});

	test('that is no object is passed over, and the log says so', async () => {
		await world.n8n.activate();
		const good = world.addMany(2);
		page(null, 'hello', 7);
		expect(ids(await world.pollTimes(1))).toEqual(ids(good));
	});

	test('with a date in the future is given at once and hides no others', async () => {
		await world.n8n.activate();
		const future = world.add({}, world.now + 400 * 24 * HOUR);
		expect(ids(await world.pollTimes(1))).toEqual([future._id]);
		const next = world.addMany(150);
		expect(ids(await world.pollTimes(1))).toEqual(ids(next));
		expect(await world.pollTimes(70)).toEqual([]);
	});
});

describe('A list that changes while it is read', () => {
	test('a deletion between two pages skips none', async () => {
		await world.n8n.activate();
		const added = world.addMany(350);
		world.afterRequest = () => {
			const { activities } = world.lemlist.state;
			// The newest ones, so that all others move up.
			if (world.requests().length % 2 === 0) activities.splice(activities.length - 3, 3);
		};
		const given = new Set(ids([...(await world.pollTimes(1)), ...(await world.pollTimes(3))]));
		const left = new Set(ids(world.lemlist.state.activities));
		expect(ids(added).filter((id) => left.has(id) && !given.has(id))).toEqual([]);
	});

	test('new ones between two pages are neither lost nor doubled', async () => {
		await world.n8n.activate();
		const added = world.addMany(650);
		world.afterRequest = () => {
			if (world.requests().length < 12) added.push(...world.addMany(37));
		};
		const found = await world.pollTimes(6);
		expect(ids(found)).toEqual(ids(added));
	});
});

describe('The position', () => {
	const waiting = () => world.addMany(10, { type: 'emailsReplied' });

	test('is kept when the node is renamed', async () => {
		world.addMany(50);
		await world.n8n.activate();
		const given = world.addMany(50);
		expect(ids(await world.pollTimes(1))).toEqual(ids(given));
		const added = waiting();
		world.n8n.name = 'Another name';
		expect(ids([...(await world.n8n.activate('update')), ...(await world.pollTimes(70))])).toEqual(ids(added));
	});

	test('is kept when events are added: what waits comes, what was there does not', async () => {
		world.n8n = world.newN8n({ events: ['emailsReplied', 'emailsBounced'] });
		await world.n8n.activate();
		const given = world.addMany(50, { type: 'emailsReplied' });
		world.addMany(50, { type: 'emailsOpened' });
		expect(ids(await world.pollTimes(1))).toEqual(ids(given));
		const added = waiting();
		world.n8n.parameters = { events: ['emailsReplied', 'emailsOpened'] };
		const found = await world.n8n.activate('update');
		added.push(...world.addMany(5, { type: 'emailsOpened' }));
		found.push(...(await world.pollTimes(70)));
		expect(ids(found)).toEqual(ids(added));
	});

	test('is kept from one event to several, of which many old ones are there', async () => {
		world.n8n = world.newN8n({ events: ['emailsReplied'] });
		await world.n8n.activate();
		const given = world.addMany(3, { type: 'emailsReplied' });
		expect(ids(await world.pollTimes(1))).toEqual(ids(given));
		world.addMany(80, { type: 'emailsOpened' }, MINUTE);
		expect(await world.pollTimes(1)).toEqual([]);
		const late = world.add({ type: 'emailsReplied' }, world.now - HOUR / 2);
		const added = [late, ...waiting()];
		world.n8n.parameters = { events: ['all'] };
		expect(ids([...(await world.n8n.activate('update')), ...(await world.pollTimes(70))])).toEqual(ids(added));
	});

	test('of version 0.1.0 is taken over', async () => {
		const old = world.addMany(20, {}, 20 * SECOND);
		world.n8n.saved = {
			'node:Trigger': {
				cursor: {
					filter: JSON.stringify({ types: [], isFirst: false }),
					earliest: 0,
					newest: Date.parse(old.at(-1)!.createdAt),
					recent: Object.fromEntries(old.map(({ _id, createdAt }) => [_id, Date.parse(createdAt)])),
				},
			},
		};
		const added = world.addMany(7);
		const found: IDataObject[] = await world.n8n.activate('init');
		expect(ids([...found, ...(await world.pollTimes(130))])).toEqual(ids(added));
		expect(JSON.stringify(world.n8n.saved)).not.toContain('"cursor"');
	});
});
