import { acquireRuntime, releaseRuntime } from '../../../tools/engine/runtime';
import { expectUpToDate, writeFiles } from '../../../scripts/generate/files';
import { classesOf, type FaultClass } from './classes';
import { documentOf, PATH } from './document';
import { type Fault, faults } from './faults';
import { killedCells } from './killed';
import { passTime, runCell } from './runCell';
import { WEBHOOK, webhookCell } from './webhookCell';
import { wordsOf } from './words';
import { createFaultWorld, type FaultWorld } from './world';

let world: FaultWorld;
const classes = classesOf(() => world);
const cells = new Map<string, string>();
const cellOf = (target: Pick<FaultClass, 'name'>, fault: Fault) => `${target.name} × ${fault.name}`;

beforeAll(async () => {
	await acquireRuntime();
	world = await createFaultWorld();
	jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'clearImmediate', 'queueMicrotask'] });
	// Gaps without chance, so that the same happens in every run.
	jest.spyOn(Math, 'random').mockReturnValue(0.5);
});

afterAll(async () => {
	jest.restoreAllMocks();
	jest.useRealTimers();
	await world.end();
	releaseRuntime();
});

/** Why a fault cannot meet a class; undefined where it can. */
function whyNot(target: FaultClass, { name, event }: Fault): string | undefined {
	if (event && target.cannot?.[event]) return target.cannot[event];
	if (name === 'Expired status' && !target.expiredStatus) return 'it reads no status of an export';
	if (name === 'Expired file' && !target.expiredFile) return 'it reads no file';
	return undefined;
}

describe.each(classes)('$name', (target) => {
	let usual: number;

	test('without a fault', async () => {
		const outcome = await runCell(world, target, undefined, 1);
		expect(outcome).toMatchObject({ status: 'success', problems: [] });
		usual = outcome.requests;
	});

	test.each(faults.filter(({ event }) => event !== 'killed'))('$name', async (fault) => {
		const reason = whyNot(target, fault);
		if (reason !== undefined) {
			cells.set(cellOf(target, fault), `– (${reason})`);
			return;
		}
		const once = await runCell(world, target, fault, 1);
		expect({ problems: once.problems, of: once }).toMatchObject({ problems: [] });
		const words = wordsOf(once, fault, usual);
		cells.set(cellOf(target, fault), words);
		if (fault.event || (['error', 'later'].includes(once.status) && once.requests <= usual)) return;
		const stays = await runCell(world, target, fault, fault.stays ?? 'always');
		expect({ problems: stays.problems, of: stays }).toMatchObject({ problems: [] });
		const wordsStays = wordsOf(stays, fault, usual);
		if (wordsStays !== words)
			cells.set(cellOf(target, fault), `${words}; ${fault.stays ? `${fault.stays} times` : 'stays'}: ${wordsStays}`);
	});
});

describe(WEBHOOK.name, () => {
	test.each(faults)('$name', async (fault) => {
		world.reset();
		const work = webhookCell(world, fault);
		cells.set(cellOf(WEBHOOK, fault), (await passTime(world, work)).value);
	});
});

test('A killed process loses nothing, and nothing is done twice afterwards', async () => {
	const killed = faults.find(({ event }) => event === 'killed')!;
	const words = await killedCells(world, classes, async (work) => (await passTime(world, work)).value);
	for (const target of classes) cells.set(cellOf(target, killed), words.get(target.name)!);
});

test('docs/faults.md says what happened', () => {
	const all = [
		...classes.filter(({ name }) => name !== 'Poll'),
		WEBHOOK,
		...classes.filter(({ name }) => name === 'Poll'),
	];
	const missing = all.flatMap((target) =>
		faults.map((fault) => cellOf(target, fault)).filter((cell) => !cells.has(cell)),
	);
	expect(missing).toEqual([]);
	const files = new Map([[PATH, documentOf(all, faults, (target, fault) => cells.get(cellOf(target, fault))!)]]);
	if (process.env.WRITE_FAULTS) writeFiles(files);
	expectUpToDate(files);
});
