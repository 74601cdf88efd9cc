import type { IDataObject } from 'n8n-workflow';

type IsDuplicate = (nodeKey: string, staticData: IDataObject, eventId: string) => boolean;

/** The function in a process of its own, which remembers nothing yet. */
function newProcess(): IsDuplicate {
	let isDuplicate: IsDuplicate | undefined;
	jest.isolateModules(() => {
		({ isDuplicate } = jest.requireActual<{ isDuplicate: IsDuplicate }>('../../../../nodes/LemlistTrigger/duplicates'));
	});
	return isDuplicate!;
}

describe('Duplicate events', () => {
	it('are those with an id that came before', () => {
		const isDuplicate = newProcess();
		const staticData = {};
		expect(['act_1', 'act_2', 'act_1'].map((id) => isDuplicate('node', staticData, id))).toEqual([false, false, true]);
	});

	it('are found before n8n has saved the static data of the first', () => {
		const isDuplicate = newProcess();
		expect(isDuplicate('node', {}, 'act_1')).toBe(false);
		expect(isDuplicate('node', {}, 'act_1')).toBe(true);
	});

	it('are found after a restart, by the static data', () => {
		const staticData = {};
		newProcess()('node', staticData, 'act_1');
		const isDuplicate = newProcess();
		expect(isDuplicate('node', staticData, 'act_2')).toBe(false);
		expect(isDuplicate('node', staticData, 'act_1')).toBe(true);
		expect(isDuplicate('node', {}, 'act_1')).toBe(true);
	});

	it('are none when another node got the same event', () => {
		const isDuplicate = newProcess();
		expect(isDuplicate('one', {}, 'act_1')).toBe(false);
		expect(isDuplicate('two', {}, 'act_1')).toBe(false);
	});

	it('are looked for among the latest 500 only, which is all that is stored', () => {
		const isDuplicate = newProcess();
		const staticData: IDataObject = {};
		for (let number = 0; number <= 500; number++) isDuplicate('node', staticData, `act_${number}`);
		expect(staticData.seenEvents).toHaveLength(500);
		expect(isDuplicate('node', staticData, 'act_1')).toBe(true);
		expect(isDuplicate('node', staticData, 'act_0')).toBe(false);
	});

	it('are found although something else stands in the static data', () => {
		expect(newProcess()('node', { seenEvents: 'act_1' }, 'act_1')).toBe(false);
	});
});
