import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { listItems } from '../shared/pages';
import type { RequestOptions } from '../shared/transport';
import type { Call, Operation, Paging, RequestOperation } from './operation';

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

function toJson(output: unknown): IDataObject[] {
	const entries = Array.isArray(output) ? output : [output];
	return entries.map((entry) =>
		typeof entry === 'object' && entry !== null ? (entry as IDataObject) : { value: entry as string },
	);
}

function pick(json: IDataObject, keys: readonly string[]): IDataObject {
	return Object.fromEntries(keys.filter((key) => json[key] !== undefined).map((key) => [key, json[key]]));
}

/** Query of the page that starts at `offset`. */
function pageQuery(paging: Paging, offset: number, size: number): IDataObject {
	switch (paging.by) {
		case 'offset':
			return { offset, limit: size };
		case 'page':
			return { page: (paging.firstPage ?? 1) + offset / size, limit: size };
		case 'limit':
			return { limit: size };
		case 'none':
			return {};
	}
}

/**
 * Reads a list: all of it, or `limit` entries, over as many pages as that takes. Ends as well when a
 * page brings only what an earlier one brought, so that a server that ignores the page number cannot
 * hold it for ever.
 */
async function readList(operation: RequestOperation, request: RequestOptions, paging: Paging, { client, parameters, signal }: Call): Promise<IDataObject[]> {
	const wanted = parameters.boolean('returnAll') ? Infinity : parameters.number('limit');
	if (wanted < 1) throw parameters.refuse('limit', 'must be at least 1', 'Enter a whole number.');
	const pageSize = paging.by === 'none' ? Infinity : paging.pageSize;
	// With page numbers, every page must have the same size, or some entries would come twice and others never.
	const size = paging.by === 'page' && wanted > pageSize ? pageSize : Math.min(pageSize, wanted);
	const found: IDataObject[] = [];
	const seen = new Set<string>();
	for (let offset = 0; found.length < wanted; offset += size) {
		const { body } = await client.request({ ...request, query: { ...request.query, ...pageQuery(paging, offset, size) }, signal });
		const page = toJson(operation.output ? operation.output(body, parameters) : listItems(body, 'the list'));
		const fresh = page.filter((entry) => {
			const id = String(entry._id ?? entry.id ?? JSON.stringify(entry));
			return seen.has(id) ? false : seen.add(id);
		});
		found.push(...fresh);
		if (paging.by === 'none' || paging.by === 'limit' || page.length < size || fresh.length === 0) break;
	}
	return found.slice(0, wanted);
}

async function requestOperation(operation: RequestOperation, call: Call, order: OrderedTasks): Promise<IDataObject[]> {
	const { client, parameters, signal } = call;
	const request = operation.request(parameters);
	if (operation.paging) return await readList(operation, request, operation.paging, call);
	const writes = (request.method ?? 'GET') !== 'GET';
	const key = operation.orderBy ? operation.orderBy(parameters) : writes ? request.path : undefined;
	const { body } = await order.run(key, async () => await client.request({ ...request, signal }));
	return toJson(operation.output ? operation.output(body, parameters) : body);
}

/** Runs an operation for one item, and gives its output items. */
export async function runOperation(operation: Operation, call: Call, order: OrderedTasks): Promise<INodeExecutionData[]> {
	const output = 'run' in operation ? await operation.run(call) : await requestOperation(operation, call, order);
	const { simplify } = operation;
	const keep = simplify && call.parameters.boolean('simplify') ? (json: IDataObject) => pick(json, simplify) : (json: IDataObject) => json;
	return (Array.isArray(output) ? output : [output]).map((entry) =>
		isItem(entry) ? entry : { json: keep(entry) },
	);
}

/** Custom operations may give whole items, for files. */
function isItem(entry: IDataObject | INodeExecutionData): entry is INodeExecutionData {
	return 'json' in entry && 'binary' in entry;
}
