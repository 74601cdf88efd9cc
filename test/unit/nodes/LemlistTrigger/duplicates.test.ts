import type { IDataObject } from 'n8n-workflow';

import type { Admission } from '../../../../nodes/LemlistTrigger/duplicates';

type Admit = (nodeKey: string, staticData: IDataObject, eventId: string) => Promise<Admission | undefined>;

/** The function in a process of its own, which remembers nothing yet. */
function newProcess(): Admit {
	let admit: Admit | undefined;
	jest.isolateModules(() => {
		({ admit } = jest.requireActual<{ admit: Admit }>('../../../../nodes/LemlistTrigger/duplicates'));
	});
	return admit!;
}

/** Whether the event starts a run that n8n accepts. */
async function runs(admit: Admit, nodeKey: string, staticData: IDataObject, eventId: string): Promise<boolean> {
	const admission = await admit(nodeKey, staticData, eventId);
	admission?.accepted();
	return admission !== undefined;
}

/** Whether a promise is still open after everything that is due was done. */
async function isOpen(promise: Promise<unknown>): Promise<boolean> {
	const open = Symbol('open');
	for (let turn = 0; turn < 20; turn++) await Promise.resolve();
	return (await Promise.race([promise, Promise.resolve(open)])) === open;
}

describe('Duplicate events', () => {
	it('are those with an id that came before', async () => {
		const admit = newProcess();
		const staticData = {};
		const starts = [];
		for (const id of ['act_1', 'act_2', 'act_1']) starts.push(await runs(admit, 'node', staticData, id));
		expect(starts).toEqual([true, true, false]);
	});

	it('are found before n8n has saved the static data of the first', async () => {
		const admit = newProcess();
		expect(await runs(admit, 'node', {}, 'act_1')).toBe(true);
		expect(await runs(admit, 'node', {}, 'act_1')).toBe(false);
	});

	it('are found after a restart, and by another process, by the static data', async () => {
		const staticData = {};
		await runs(newProcess(), 'node', staticData, 'act_1');
		const admit = newProcess();
		expect(await runs(admit, 'node', staticData, 'act_2')).toBe(true);
		expect(await runs(admit, 'node', staticData, 'act_1')).toBe(false);
		expect(await runs(admit, 'node', {}, 'act_1')).toBe(false);
	});

	it('are none when another node got the same event', async () => {
		const admit = newProcess();
		expect(await runs(admit, 'one', {}, 'act_1')).toBe(true);
		expect(await runs(admit, 'two', {}, 'act_1')).toBe(true);
	});

	it('are looked for among the latest 500 only, which is all that is stored', async () => {
		const admit = newProcess();
		const staticData: IDataObject = {};
		for (let number = 0; number <= 500; number++) await runs(admit, 'node', staticData, `act_${number}`);
		expect(staticData.seenEvents).toHaveLength(500);
		expect(await runs(admit, 'node', staticData, 'act_1')).toBe(false);
		expect(await runs(admit, 'node', staticData, 'act_0')).toBe(true);
	});

	it('are found although something else stands in the static data', async () => {
		expect(await runs(newProcess(), 'node', { seenEvents: 'act_1' }, 'act_1')).toBe(true);
	});
});

describe('An event that n8n failed to start', () => {
	it('is no duplicate when it comes again', async () => {
		const admit = newProcess();
		const staticData: IDataObject = {};
		(await admit('node', staticData, 'act_1'))!.failed();
		expect(staticData.seenEvents ?? []).toEqual([]);
		expect(await runs(admit, 'node', staticData, 'act_1')).toBe(true);
		expect(await runs(admit, 'node', staticData, 'act_1')).toBe(false);
	});

	it('is no duplicate either when the run seemed to be accepted before', async () => {
		const admit = newProcess();
		const staticData: IDataObject = { seenEvents: ['act_0'] };
		const admission = (await admit('node', staticData, 'act_1'))!;
		admission.accepted();
		admission.failed();
		expect(staticData.seenEvents).toEqual(['act_0']);
		expect(await runs(admit, 'node', staticData, 'act_1')).toBe(true);
	});
});

describe('The same event twice at the same moment', () => {
	it('starts one run: the second call waits, and is a duplicate when the first was accepted', async () => {
		const admit = newProcess();
		const first = (await admit('node', {}, 'act_1'))!;
		const second = admit('node', {}, 'act_1');
		expect(await isOpen(second)).toBe(true);
		first.accepted();
		expect(await second).toBeUndefined();
	});

	it('starts the run of one of the others when the first fails', async () => {
		const admit = newProcess();
		const first = (await admit('node', {}, 'act_1'))!;
		const others = [admit('node', {}, 'act_1'), admit('node', {}, 'act_1')];
		first.failed();
		const second = (await Promise.race(others))!;
		second.accepted();
		const starts = (await Promise.all(others)).filter((admission) => admission !== undefined);
		expect(starts).toEqual([second]);
	});

	it('starts another run when nothing is heard of the first for 10 s: a double is better than a loss', async () => {
		jest.useFakeTimers();
		try {
			const admit = newProcess();
			await admit('node', {}, 'act_1');
			const second = admit('node', {}, 'act_1');
			await jest.advanceTimersByTimeAsync(9_900);
			expect(await isOpen(second)).toBe(true);
			await jest.advanceTimersByTimeAsync(200);
			expect(await second).toBeDefined();
		} finally {
			jest.useRealTimers();
		}
	});

	it('of different events do not wait for one another', async () => {
		const admit = newProcess();
		await admit('node', {}, 'act_1');
		expect(await admit('node', {}, 'act_2')).toBeDefined();
	});
});
