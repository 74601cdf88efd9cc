import { HOUR, ids, MINUTE, usePollingWorld } from './pollingWorld';

const world = usePollingWorld();

describe('An n8n that starts while lemlist is down', () => {
	test.each([
		['500', () => world.fail(500)],
		['503', () => world.fail(503)],
		['a web page', () => world.lemlist.faults.add({ on: 'activities', times: 'always', do: 'html200' })],
		['a broken connection', () => world.lemlist.faults.add({ on: 'activities', times: 'always', do: 'reset' })],
	])('%s: stays active, gives nothing, and everything when lemlist is back', async (_what, breakDown) => {
		world.addMany(5);
		await world.n8n.activate();
		const [first] = world.addMany(1);
		expect(ids(await world.n8n.poll())).toEqual([first!._id]);

		const during = world.addMany(8);
		breakDown();
		expect(await world.n8n.restart()).toEqual([]);
		expect(await world.pollTimes(2)).toEqual([]);
		world.lemlist.faults.clear();
		expect(ids(await world.pollTimes(2))).toEqual(ids(during));
	});

	test.each([
		['is right', 0],
		['is two hours ahead', 2 * HOUR],
		['is two hours behind', -2 * HOUR],
	])(
		'begins at its activation when lemlist was down at the very first look, if the own clock %s',
		async (_what, wrong) => {
			const [start, monotonic] = [world.now, performance.now()];
			jest.spyOn(Date, 'now').mockImplementation(() => world.now + wrong);
			jest.spyOn(performance, 'now').mockImplementation(() => monotonic + world.now - start);
			world.addMany(30, {}, MINUTE);
			world.pass(MINUTE);
			world.fail(500);
			expect(await world.n8n.activate()).toEqual([]);
			world.pass(MINUTE);
			const after = world.add();
			expect(await world.pollTimes(2)).toEqual([]);
			world.lemlist.faults.clear();
			const next = world.add();
			expect(ids(await world.pollTimes(1))).toEqual([after._id, next._id]);
		},
	);

	test('sends one request, which is not repeated: n8n waits for it', async () => {
		await world.n8n.activate();
		world.fail(503);
		await world.n8n.restart();
		expect(world.requests()).toHaveLength(2);
	});
});

describe('An error that somebody has to cure', () => {
	const refuse = () => world.fail(401, 'always', 'The authentication you supplied is incorrect');

	test('is told to the person who activates the workflow', async () => {
		refuse();
		await expect(world.n8n.activate()).rejects.toMatchObject({
			message: 'lemlist says: The authentication you supplied is incorrect (HTTP 401)',
		});
	});

	test('while n8n starts does not end the looks: the next one shows it, and goes on once it is cured', async () => {
		await world.n8n.activate();
		const added = world.addMany(3);
		refuse();
		expect(await world.n8n.restart()).toEqual([]);
		await expect(world.n8n.poll()).rejects.toMatchObject({ httpCode: '401' });
		world.lemlist.faults.clear();
		expect(ids(await world.n8n.poll())).toEqual(ids(added));
	});
});

test('trouble at lemlist that lasts is shown by an execution, once an hour', async () => {
	await world.n8n.activate();
	const added = world.addMany(3);
	let now = performance.now();
	jest.spyOn(performance, 'now').mockImplementation(() => now);
	world.fail(500);
	let errors = 0;
	for (let minute = 0; minute < 150; minute++) {
		now += MINUTE;
		await world.n8n.poll().catch(() => errors++);
	}
	expect(errors).toBe(2);
	world.lemlist.faults.clear();
	expect(ids(await world.n8n.poll())).toEqual(ids(added));
});
