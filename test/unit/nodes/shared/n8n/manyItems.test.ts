import type { IExecuteFunctions, INode } from 'n8n-workflow';

import { runItems } from '../../../../../nodes/shared/n8n/items';

const node = { name: 'Lemlist', type: 'lemlist', typeVersion: 1 } as INode;

function contextOf(count: number, signal?: AbortSignal): IExecuteFunctions {
	return {
		getInputData: () => Array.from({ length: count }, () => ({ json: {} })),
		getExecutionCancelSignal: () => signal,
		getNode: () => node,
		continueOnFail: () => false,
	} as unknown as IExecuteFunctions;
}

/** Some work that holds the event loop, as reading parameters does. */
function readParameters(): void {
	const until = performance.now() + 0.2;
	while (performance.now() < until);
}

describe('Ten thousand items', () => {
	it('give others their turn while they begin', async () => {
		let turns = 0;
		let isRunning = true;
		const count = () => {
			turns += 1;
			if (isRunning) setImmediate(count);
		};
		setImmediate(count);
		await runItems(contextOf(2000), async () => {
			// Tasks read their parameters when the client is there, a moment after they began.
			await Promise.resolve();
			readParameters();
			return [];
		});
		isRunning = false;
		expect(turns).toBeGreaterThanOrEqual(100);
	});

	it('that are stopped while they begin do not begin', async () => {
		const stop = new AbortController();
		let begun = 0;
		const task = async () => {
			readParameters();
			if (++begun === 100) stop.abort(new Error('Stop'));
			return [];
		};
		expect(await runItems(contextOf(10_000, stop.signal), task)).toEqual([[]]);
		expect(begun).toBe(100);
	});

	it('of which one fails end where it failed', async () => {
		let begun = 0;
		const task = async () => {
			readParameters();
			if (++begun === 100) throw new Error('Wrong');
			return [];
		};
		await expect(runItems(contextOf(10_000), task)).rejects.toThrow('Wrong');
		// The failure is known when its promise has settled, which the turn of others lets happen.
		expect(begun).toBeLessThan(1000);
	});
});
