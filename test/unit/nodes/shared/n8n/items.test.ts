import { NodeApiError } from 'n8n-workflow';

import { ServiceError } from '../../../../../nodes/shared/n8n/serviceError';
import { refusal } from '../../../../support/refusal';
import { type ItemTask, runItems } from '../../../../../nodes/shared/n8n/items';
import { idle } from '../../../../support/fakeTime';
import { type ContextOptions, executeContext } from '../../../../support/nodeContext';

/** An execution with so many input items. */
function execution(count: number, options: ContextOptions = {}) {
	return executeContext({ ...options, items: Array.from({ length: count }, (_, index) => ({ json: { index } })) });
}

const doubled: ItemTask = async (itemIndex) => [{ json: { itemIndex, part: 1 } }, { json: { itemIndex, part: 2 } }];

/** Waits until the signal is aborted, then fails as every wait does. */
async function aborted(signal: AbortSignal): Promise<never> {
	return await new Promise((_resolve, reject) =>
		signal.addEventListener('abort', () => reject(signal.reason as Error)),
	);
}

describe('the items of a node', () => {
	it('come out in input order, whichever is done first, each linked to its own', async () => {
		const [output] = await runItems(execution(3), async (itemIndex, signal) => {
			await idle(10 - 3 * itemIndex);
			return await doubled(itemIndex, signal);
		});
		expect(output!.map(({ json }) => [json.itemIndex, json.part])).toEqual([
			[0, 1],
			[0, 2],
			[1, 1],
			[1, 2],
			[2, 1],
			[2, 2],
		]);
		expect(output!.map(({ pairedItem }) => pairedItem)).toEqual([0, 0, 1, 1, 2, 2].map((item) => ({ item })));
	});

	it('are worked on at the same time', async () => {
		let running = 0;
		let most = 0;
		await runItems(execution(5), async () => {
			most = Math.max(most, ++running);
			await idle(2);
			running -= 1;
			return [];
		});
		expect(most).toBe(5);
	});

	it('keep a link that the task made itself', async () => {
		const [output] = await runItems(execution(1), async () => [{ json: {}, pairedItem: { item: 0, input: 1 } }]);
		expect(output![0]!.pairedItem).toEqual({ item: 0, input: 1 });
	});

	it('may give nothing', async () => {
		expect(
			await runItems(execution(3), async (itemIndex) => (itemIndex === 1 ? [{ json: { only: true } }] : [])),
		).toEqual([[{ json: { only: true }, pairedItem: { item: 1 } }]]);
		expect(await runItems(execution(0), doubled)).toEqual([[]]);
	});
});

describe('an item that fails', () => {
	const failing: ItemTask = async (itemIndex, signal) => {
		if (itemIndex === 1) throw refusal(404, 'Campaign not found');
		return await doubled(itemIndex, signal);
	};

	it('gives an error item under Continue On Fail, and the others their results', async () => {
		const [output] = await runItems(execution(3, { continueOnFail: true }), failing);
		expect(output).toHaveLength(5);
		expect(output![2]).toEqual({
			json: {
				error: 'lemlist says: Campaign not found (HTTP 404)',
				details: { itemIndex: 1, httpCode: '404', description: expect.stringContaining('deleted') },
			},
			pairedItem: { item: 1 },
		});
		expect(output!.filter(({ json }) => json.error)).toHaveLength(1);
	});

	it('is known by n8n 1 as an error for the error output, and keeps its json there', async () => {
		const context = execution(3, { continueOnFail: true });
		const node = { ...context.getNode(), onError: 'continueErrorOutput' as const };
		jest.spyOn(context, 'getNode').mockReturnValue(node);
		const [output] = await runItems(context, failing);
		expect(output!.map((item) => Boolean(item.error))).toEqual([false, false, true, false, false]);
		// n8n copies the item, and would replace the json of one that has an error still.
		const { json, ...copy } = { ...output![2]! };
		expect(copy).toEqual({ pairedItem: { item: 1 } });
		expect(Object.keys(json)).toEqual(['error', 'details']);
	});

	it('ends the node otherwise, with the item and the code', async () => {
		const error: unknown = await runItems(execution(3), failing).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject({ httpCode: '404', context: { itemIndex: 1 } });
	});

	it('ends the others, and is thrown only when they have come to rest', async () => {
		let atRest = 0;
		const run = runItems(execution(3), async (itemIndex, signal) => {
			if (itemIndex === 1) throw refusal(400, 'Bad team');
			await aborted(signal).catch(async (reason: unknown) => {
				await idle(10);
				atRest += 1;
				throw reason;
			});
			return [];
		});
		await expect(run).rejects.toMatchObject({
			message: expect.stringContaining('Bad team'),
			context: { itemIndex: 1 },
		});
		expect(atRest).toBe(2);
	});

	it('is the one that is reported when others fail after it', async () => {
		const run = runItems(execution(3), async (itemIndex) => {
			await idle(1 + 3 * ((itemIndex + 1) % 3));
			throw new ServiceError('input', { message: `Item ${itemIndex}` });
		});
		await expect(run).rejects.toMatchObject({ message: 'Item 2', context: { itemIndex: 2 } });
	});

	it('ends nobody under Continue On Fail', async () => {
		const signals: AbortSignal[] = [];
		await runItems(execution(3, { continueOnFail: true }), async (itemIndex, signal) => {
			signals.push(signal);
			return await failing(itemIndex, signal);
		});
		expect(signals.map(({ aborted: isAborted }) => isAborted)).toEqual([false, false, false]);
	});
});

describe('a stopped execution', () => {
	it.each([false, true])('returns what is done and throws nothing (Continue On Fail: %s)', async (continueOnFail) => {
		const stop = new AbortController();
		const run = runItems(execution(4, { signal: stop.signal, continueOnFail }), async (itemIndex, signal) => {
			if (itemIndex % 2 === 0) return [{ json: { itemIndex } }];
			return await aborted(signal);
		});
		await idle();
		stop.abort(new Error('Stopped by the user'));
		const [output] = await run;
		expect(output!.map(({ json }) => json)).toEqual([{ itemIndex: 0 }, { itemIndex: 2 }]);
	});

	it('begins nothing when it was stopped before, as under Retry On Fail', async () => {
		const task = jest.fn(doubled);
		expect(await runItems(execution(3, { signal: AbortSignal.abort(new Error('stop')) }), task)).toEqual([[]]);
		expect(task).not.toHaveBeenCalled();
	});

	it('throws nothing either when an item had failed just before', async () => {
		const stop = new AbortController();
		const run = runItems(execution(2, { signal: stop.signal }), async (itemIndex, signal) => {
			if (itemIndex === 0) throw refusal(400, 'Bad team');
			return await aborted(signal).catch(async (reason: unknown) => {
				stop.abort(new Error('Stopped by the user'));
				throw reason;
			});
		});
		expect(await run).toEqual([[]]);
	});
});
