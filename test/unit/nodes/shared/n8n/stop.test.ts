import type { IExecuteFunctions, INode } from 'n8n-workflow';

import { runItems } from '../../../../../nodes/shared/n8n/items';
import { stopSignal } from '../../../../../nodes/shared/n8n/stop';
import { pause } from '../../../../../nodes/shared/time/cancellation';
import { outcomeOf, useFakeTime } from '../../../../support/fakeTime';

const SECOND = 1000;
const node = { name: 'Lemlist', type: 'lemlist', typeVersion: 1 } as INode;

function contextOf({ executionTimeout, stop }: { executionTimeout?: unknown; stop?: AbortSignal }): IExecuteFunctions {
	return {
		getInputData: () => [{ json: {} }, { json: {} }],
		getExecutionCancelSignal: () => stop,
		getWorkflowSettings: () => ({ executionTimeout }),
		getNode: () => node,
		continueOnFail: () => true,
	} as unknown as IExecuteFunctions;
}

describe("A workflow's timeout, at which n8n's workers look only between nodes", () => {
	useFakeTime();

	it('ends a node that waits as Stop does: what is done is given, and nothing is thrown', async () => {
		const task = async (index: number, signal: AbortSignal) => {
			if (index === 1) await pause(3600 * SECOND, signal);
			return [{ json: { index } }];
		};
		const { value, tookMs } = await outcomeOf(runItems(contextOf({ executionTimeout: 60 }), task), 600 * SECOND, 100);
		expect(value).toEqual([[{ json: { index: 0 }, pairedItem: { item: 0 } }]]);
		expect(tookMs).toBeGreaterThanOrEqual(60 * SECOND);
		expect(tookMs).toBeLessThanOrEqual(61 * SECOND);
		expect(jest.getTimerCount()).toBe(0);
	});

	it('leaves no timer when the node is done before', async () => {
		await outcomeOf(
			runItems(contextOf({ executionTimeout: 60 }), async () => []),
			SECOND,
			1,
		);
		expect(jest.getTimerCount()).toBe(0);
	});

	it.each([undefined, -1, 0, '60', NaN])('is none where the setting is %p', (executionTimeout) => {
		const stop = new AbortController();
		expect(stopSignal(contextOf({ executionTimeout, stop: stop.signal }))).toBe(stop.signal);
		expect(stopSignal(contextOf({ executionTimeout }))).toBeUndefined();
	});

	it('is one for the whole run, whoever asks', () => {
		const context = contextOf({ executionTimeout: 60 });
		expect(stopSignal(context)).toBe(stopSignal(context));
	});
});
