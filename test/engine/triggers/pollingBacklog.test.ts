import { HOUR, ids, MINUTE, SECOND, usePollingWorld } from './pollingWorld';

const world = usePollingWorld();
const WAITING = 2_350;

/** A workflow that was off while much happened. */
async function backlog(options = {}) {
	world.n8n = world.newN8n({ options });
	world.addMany(120);
	await world.n8n.activate();
	return world.addMany(WAITING, {}, 10 * SECOND);
}

/** Looks until one finds nothing; gives the sizes as well. */
async function lookUntilEmpty(mostLooks = 60) {
	const sizes: number[] = [];
	const found: string[] = [];
	for (let look = 0; look < mostLooks; look++) {
		const items = await world.n8n.poll();
		sizes.push(items.length);
		found.push(...ids(items));
		if (items.length === 0) break;
	}
	return { sizes, found };
}

describe('A backlog', () => {
	test('does not hold n8n up: the look at the activation sends five requests at most', async () => {
		const waiting = await backlog();
		const before = world.requests().length;
		const found = ids(await world.n8n.restart());
		expect(world.requests().length - before).toBeLessThanOrEqual(5);
		found.push(...(await lookUntilEmpty()).found);
		expect(found).toEqual(ids(waiting));
	});

	test.each([
		['1,000 items by default', {}, [1000, 1000, 350, 0]],
		['as many as Items per Look says', { itemsPerLook: 500 }, [500, 500, 500, 500, 350, 0]],
		['fewer than a page', { itemsPerLook: 50 }, [...Array<number>(47).fill(50), 0]],
	])('comes in parts, the oldest first: %s', async (_what, options, sizes) => {
		const waiting = await backlog(options);
		const result = await lookUntilEmpty();
		expect(result.sizes).toEqual(sizes);
		expect(result.found).toEqual(ids(waiting));
	});

	test('takes little more than a request for every hundred', async () => {
		await backlog({ lookBack: 0 });
		const before = world.requests().length;
		await lookUntilEmpty();
		const sent = world.requests().length - before;
		process.stdout.write(`  · ${WAITING} activities waiting: ${sent} requests\n`);
		expect(sent).toBeLessThanOrEqual(45);
	});

	test('goes on where it was after a page that failed, and after a restart', async () => {
		const waiting = await backlog();
		const found = ids(await world.n8n.poll());
		world.lemlist.faults.add({ on: 'activities', after: 4, times: 4, do: { status: 500, body: 'Something broke' } });
		const part = ids(await world.n8n.poll());
		expect(part.length).toBeGreaterThan(0);
		expect(part.length).toBeLessThan(1000);
		found.push(...part, ...ids(await world.n8n.restart()));
		found.push(...ids(await world.pollTimes(6)));
		expect(found).toEqual(ids(waiting));
	});

	test('that grows, shrinks and gets late ones while it is read is given once each', async () => {
		const waiting = new Set(ids(await backlog()));
		const { activities } = world.lemlist.state;
		world.afterRequest = () => {
			const count = world.requests().length;
			if (count > 60) return;
			if (count % 3 === 0) for (const { _id } of world.addMany(3)) waiting.add(_id);
			if (count % 7 === 0) waiting.delete(activities.splice(activities.length - 100, 1)[0]!._id);
			if (count % 5 === 0) waiting.add(world.add({}, world.now - 30 * MINUTE)._id);
		};
		const found = [...(await lookUntilEmpty()).found, ...ids(await world.pollTimes(130))];
		expect(new Set(found).size).toBe(found.length);
		expect([...waiting].filter((id) => !found.includes(id))).toEqual([]);
	});

	test('of one moment is read, too', async () => {
		world.n8n = world.newN8n({ options: { itemsPerLook: 200 } });
		await world.n8n.activate();
		const waiting = world.addMany(950, {}, 0);
		const { found } = await lookUntilEmpty();
		expect(found.sort()).toEqual(ids(waiting).sort());
	});

	test.each([
		['that nobody asked for', ['emailsReplied', 'emailsOpened'], 3_300],
		['that nobody asked for, more than a look reads', ['emailsReplied', 'emailsOpened'], 7_500],
		['that all are wanted', ['all'], 5_000],
	])(
		'of thousands in one millisecond, %s, is passed',
		async (_what, events, count) => {
			world.n8n = world.newN8n({ events });
			world.addMany(1);
			await world.n8n.activate();
			world.pass(MINUTE);
			const crowd = world.addMany(count, { type: 'paused' }, 0);
			const [reply] = world.addMany(1, { type: 'emailsReplied' });
			const before = world.requests().length;
			const found = ids(await world.pollTimes(9));
			process.stdout.write(`  · ${count} in a millisecond: ${world.requests().length - before} requests in 9 looks\n`);
			const wanted = events[0] === 'all' ? ids(crowd) : [];
			expect(found.at(-1)).toBe(reply!._id);
			expect(found.sort()).toEqual([...wanted, reply!._id].sort());
			world.pass(HOUR);
			const [next] = world.addMany(1, { type: 'emailsReplied' });
			expect(ids(await world.pollTimes(3))).toEqual([next!._id]);
		},
		60_000,
	);

	test('of which nothing is wanted is passed over in bounded looks', async () => {
		world.n8n = world.newN8n({ events: ['emailsReplied', 'emailsBounced'], options: { itemsPerLook: 10 } });
		await world.n8n.activate();
		world.addMany(6_000, { type: 'emailsOpened' });
		const [wanted] = world.addMany(1, { type: 'emailsReplied' });
		const found: string[] = [];
		for (let look = 0; look < 8; look++) {
			const before = world.requests().length;
			found.push(...ids(await world.pollTimes(1)));
			expect(world.requests().length - before).toBeLessThanOrEqual(40);
		}
		expect(found).toEqual([wanted!._id]);
	});
});

test('a second look while one reads gives nothing', async () => {
	await world.n8n.activate();
	const added = world.addMany(150);
	const [first, ...others] = await Promise.all([world.n8n.poll(), world.n8n.poll(), world.n8n.poll()]);
	expect(ids(first!)).toEqual(ids(added));
	expect(others.flat()).toEqual([]);
});

test.each([{ itemsPerLook: 0 }, { itemsPerLook: 'many' }, { lookBack: -1 }, { lookBack: 1000 }])(
	'refuses %j before any request',
	async (options) => {
		world.n8n = world.newN8n({ options });
		await expect(world.n8n.activate()).rejects.toThrow(/'(Items per Look|Look Back)' must be a number/);
		expect(world.requests()).toEqual([]);
	},
);
