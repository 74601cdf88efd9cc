import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { listItems } from '../../shared/http/answers';
import { doesEachTime } from '../../shared/http/client';
import type { List, Paging } from '../../shared/http/pages';
import { perhapsDone } from '../../shared/http/refusals';
import type { ItemParameters } from '../../shared/n8n/parameters';
import { doneWithoutAnswer, isEmptyAnswer } from './emptyAnswers';
import { objectsOf, toJson } from './json';
import type { Call, Operation, RequestOperation, Result } from './operation';
import { readList } from './readList';

/** Lets tasks with the same key follow one another; others do not wait. */
export class OrderedTasks {
	private readonly last = new Map<string, Promise<unknown>>();

	async run<T>(key: string | undefined, task: () => Promise<T>): Promise<T> {
		if (key === undefined) return await task();
		const before = this.last.get(key);
		const mine = before ? before.then(task, task) : task();
		this.last.set(key, mine);
		return await mine;
	}
}

/** Does a task in its turn, see `OrderedTasks`. */
type InTurn = <T>(key: string | undefined, task: () => Promise<T>) => Promise<T>;

function pick(json: IDataObject, keys: readonly string[]): IDataObject {
	return Object.fromEntries(keys.filter((key) => json[key] !== undefined).map((key) => [key, json[key]]));
}

/** Reads the list of an operation; what the operation makes of a page, or the page as it is. */
async function listOperation(operation: RequestOperation, paging: Paging, call: Call): Promise<IDataObject[]> {
	const { parameters } = call;
	const { output, keep } = operation;
	const list: List<IDataObject> = {
		what: 'the list',
		request: operation.request(parameters),
		paging,
		read: (body) => toJson(output ? output(body, parameters) : listItems(call.client.service, body, 'the list')),
	};
	return await readList(call, list, keep && ((entry) => keep(entry, parameters)));
}

/** What a write gives that lemlist answered with nothing: as it is, since Simplify knows lemlist's answers only. */
function withoutAnswer(operation: RequestOperation, parameters: ItemParameters): Result {
	if (operation.withoutAnswer) throw operation.withoutAnswer(parameters);
	const done = doneWithoutAnswer(operation, parameters);
	const json = operation.output ? operation.output(done, parameters) : done;
	return { items: toJson(json).map((one) => ({ json: one })) };
}

async function requestOperation(operation: RequestOperation, call: Call, inTurn: InTurn): Promise<Result> {
	const { client, parameters, signal } = call;
	const { paging } = operation;
	if (paging) return { json: await inTurn(undefined, async () => await listOperation(operation, paging, call)) };
	const request = operation.request(parameters);
	const writes = (request.method ?? 'GET') !== 'GET';
	const key = operation.orderBy ? operation.orderBy(parameters) : writes ? request.path : undefined;
	const { body } = await inTurn(key, async () => await client.request({ ...request, signal }));
	if (writes && isEmptyAnswer(body)) return withoutAnswer(operation, parameters);
	try {
		return { json: toJson(operation.output ? operation.output(body, parameters) : objectsOf(body, client)) };
	} catch (error) {
		throw doesEachTime(request) ? perhapsDone(client.service, error) : error;
	}
}

/**
 * Runs an operation for one item, and gives its output items.
 *
 * @param check what has to hold before the first request, once it is the item's turn; throws where it does not
 */
export async function runOperation(
	operation: Operation,
	call: Call,
	order: OrderedTasks,
	check: () => Promise<void> = async () => {},
): Promise<INodeExecutionData[]> {
	const inTurn: InTurn = async (key, task) =>
		await order.run(key, async () => {
			await check();
			return await task();
		});
	const result =
		'run' in operation
			? await inTurn(operation.orderBy?.(call.parameters), async () => await operation.run(call))
			: await requestOperation(operation, call, inTurn);
	if ('items' in result) return result.items;
	const { simplify } = operation;
	if (!simplify || !call.parameters.boolean('simplify')) return result.json.map((json) => ({ json }));
	const simple = (json: IDataObject) =>
		typeof simplify === 'function' ? simplify(json, call.parameters) : pick(json, simplify);
	return result.json.map((json) => ({ json: simple(json) }));
}
