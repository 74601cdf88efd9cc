import { createManualClock } from '../../../../simulator';
import { Store, World } from '../../../../simulator/engine/world';

class Things extends Store<{ _id: string; createdAt: string }> {
	add(): void {
		const _id = this.world.createId('thi');
		this.set(_id, { _id, createdAt: this.world.now() });
	}
}

describe('a world of the simulator', () => {
	it('has one store of each class', () => {
		const [one, other] = [new World(createManualClock()), new World(createManualClock())];
		one.store(Things).add();
		expect([one.store(Things).size, other.store(Things).size]).toEqual([1, 0]);
		expect(one.store(Things)).toBe(one.store(Things));
	});

	it('makes the same ids in every run, and has the time of its clock', () => {
		const [first, again] = [1, 2].map(() => {
			const world = new World(createManualClock(Date.UTC(2026, 0, 5)));
			world.store(Things).add();
			return [...world.store(Things).values()];
		});
		expect(first).toEqual([{ _id: expect.stringMatching(/^thi_/), createdAt: '2026-01-05T00:00:00.000Z' }]);
		expect(again).toEqual(first);
	});
});
