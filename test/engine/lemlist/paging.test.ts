import { createWorld, type World } from './world';

/**
 * Return All and Limit of campaigns, leads and unsubscribes stand with the other tests of these
 * resources; here is what they share, over every wrapping of a list.
 */

let world: World;
beforeEach(async () => (world = await createWorld()));
afterEach(async () => await world.end());

const ROWS = Array.from({ length: 250 }, (_, index) => ({ _id: `row_${index}` }));
const PAGES = [0, 100, 200].map((offset) => ROWS.slice(offset, offset + 100));

/** Resource, and what the simulator calls its list. */
const LISTS = [
	['campaign', 'campaigns'],
	['activity', 'activities'],
	['unsubscribe', 'unsubscribes'],
] as const;
const SHAPES: Array<[string, (rows: object[]) => unknown]> = [
	['an array', (rows) => rows],
	...['campaigns', 'data', 'results', 'items'].map((key): [string, (rows: object[]) => unknown] => [
		`{ ${key} }`,
		(rows) => ({ [key]: rows }),
	]),
];

describe.each(LISTS)('250 of the resource %s', (resource, kind) => {
	test.each(SHAPES)(
		'in pages that come as %s are 250 items with Return All, and exactly 130 with that limit',
		async (_shape, wrap) => {
			const serve = (pages: object[][]) => {
				for (const rows of pages) world.lemlist.faults.add({ on: kind, do: { status: 200, body: wrap(rows) } });
			};
			serve(PAGES);
			const all = await world.json(resource, 'getMany', { returnAll: true, simplify: false });
			expect(all.map(({ _id }) => _id)).toEqual(ROWS.map(({ _id }) => _id));
			serve(PAGES.slice(0, 2));
			const some = await world.json(resource, 'getMany', { limit: 130, simplify: false });
			expect(some.map(({ _id }) => _id)).toEqual(ROWS.slice(0, 130).map(({ _id }) => _id));
			expect(world.lemlist.faults.pending).toEqual([]);
		},
	);
});
