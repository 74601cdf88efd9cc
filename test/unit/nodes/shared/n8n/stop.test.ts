import type { IExecuteFunctions, INode } from 'n8n-workflow';

import { runItems } from '../../../../../nodes/shared/n8n/items';
import { stopSignal } from '../../../../../nodes/shared/n8n/stop';
import { pause } from '../../../../../nodes/shared/time/cancellation';
import { outcomeOf, useFakeTime } from '../../../../support/fakeTime';

const SECOND = 1000;
const node = { name: 'Lemlist', type: 'lemlist', typeVersion: 1 } as INode;

interface Given {
	executionTimeout?: unknown;
	stop?: AbortSignal;
	executionId?: string;
	continueOnFail?: boolean;
	/** The names of the nodes that follow. */
	next?: string[];
}

function contextOf({
	executionTimeout,
	stop,
	executionId,
	continueOnFail = false,
	next = [],
}: Given): IExecuteFunctions {
	return {
		getInputData: () => [{ json: {} }, { json: {} }],
		getExecutionCancelSignal: () => stop,
		getWorkflowSettings: () => ({ executionTimeout }),
		getNode: () => node,
		getExecutionId: () => executionId,
		getChildNodes: () => next.map((name) => ({ name })),
		continueOnFail: () => continueOnFail,
	} as unknown as IExecuteFunctions;
}

describe("A workflow's timeout, at which n8n's workers look only between nodes", () => {
	useFakeTime();

	const HOUR = 3600 * SECOND;
	/** The first item is done at once, the second one waits. */
	const task = async (index: number, signal: AbortSignal) => {
		if (index === 1) await pause(HOUR, signal);
		return [{ json: { index } }];
	};
	const nothing = async (_index: number, signal: AbortSignal) => await pause(HOUR, signal).then(() => []);
	/** n8n takes an execution for canceled when the error's message has this word. */
	const canceled = 'The workflow was canceled: its timeout of 60 seconds has passed';
	const run = async (given: Given, what: typeof task | typeof nothing) =>
		await outcomeOf(runItems(contextOf({ executionTimeout: 60, ...given }), what), 600 * SECOND, 100);

	it('ends a node that waits: what is done is given where n8n looks before the next node', async () => {
		const { value, tookMs } = await run({ next: ['Next'] }, task);
		expect(value).toEqual([[{ json: { index: 0 }, pairedItem: { item: 0 } }]]);
		expect(tookMs).toBeGreaterThanOrEqual(60 * SECOND);
		expect(tookMs).toBeLessThanOrEqual(61 * SECOND);
		expect(jest.getTimerCount()).toBe(0);
	});

	it('is an error where no node follows, or none would be reached: n8n would call the execution a success', async () => {
		for (const [given, what, done] of [
			[{}, task, 1],
			[{ next: ['Next'] }, nothing, 0],
		] as const) {
			const { error } = await run({ ...given, next: [...('next' in given ? given.next : [])] }, what);
			expect(error).toMatchObject({ message: canceled });
			expect((error as { description?: string }).description).toContain(`${done} of 2 items`);
		}
	});

	it('is an item for each that was not done, under Continue On Fail', async () => {
		const { value } = await run({ continueOnFail: true }, task);
		expect(value).toMatchObject([
			[
				{ json: { index: 0 }, pairedItem: { item: 0 } },
				{ json: { error: canceled, details: { itemIndex: 1 } }, pairedItem: { item: 1 } },
			],
		]);
	});

	it('ends at once what Retry On Fail calls again in the same execution, and no other one', async () => {
		await run({ executionId: '7' }, nothing);
		const again = await run({ executionId: '7' }, nothing);
		expect(again.error).toMatchObject({ message: canceled });
		expect(again.tookMs).toBeLessThan(SECOND);
		expect((await run({ executionId: '8' }, nothing)).tookMs).toBeGreaterThanOrEqual(60 * SECOND);
	});

	it("is not told where the user's Stop came first: what is done is given, and nothing is thrown", async () => {
		const stop = new AbortController();
		setTimeout(() => stop.abort(), SECOND);
		const { value, tookMs } = await run({ stop: stop.signal }, task);
		expect(value).toEqual([[{ json: { index: 0 }, pairedItem: { item: 0 } }]]);
		expect(tookMs).toBeLessThan(2 * SECOND);
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
