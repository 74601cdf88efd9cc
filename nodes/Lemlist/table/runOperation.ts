import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { listItems } from '../../shared/lemlist/answers';
import { saysMore } from '../../shared/http/pages';
import type { RequestOptions } from '../../shared/http/client';
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

/** Tells the entries of two pages apart. */
function keyOf(entry: IDataObject): string {
	return String(entry._id ?? entry.id ?? JSON.stringify(entry));
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
export async function readList(
	operation: Pick<RequestOperation, 'output' | 'keep'>,
	request: RequestOptions,
	paging: Paging,
	{ client, parameters, signal }: Call,
): Promise<IDataObject[]> {
	const wanted = parameters.boolean('returnAll') ? Infinity : parameters.number('limit');
	if (wanted < 1 || (wanted !== Infinity && !Number.isInteger(wanted))) {
		throw parameters.refuse('limit', 'must be a whole number of at least 1', `It is ${wanted} for this item.`);
	}
	const { keep } = operation;
	const pageSize = paging.by === 'none' ? Infinity : paging.pageSize;
	// With page numbers, every page must have the same size, or some entries would come twice and others never.
	const size = keep || (paging.by === 'page' && wanted > pageSize) ? pageSize : Math.min(pageSize, wanted);
	const found: IDataObject[] = [];
	const seen = new Set<string>();
	for (let offset = 0, step = size; found.length < wanted; offset += step) {
		const { body } = await client.request({
			...request,
			query: { ...request.query, ...pageQuery(paging, offset, size) },
			signal,
		});
		const page = toJson(operation.output ? operation.output(body, parameters) : listItems(body, 'the list'));
		// A route that gives smaller pages than it was asked for would else skip entries.
		if (paging.by === 'offset' && page.length > 0) step = page.length;
		const fresh = page.filter((entry) => !seen.has(keyOf(entry)));
		for (const entry of fresh) seen.add(keyOf(entry));
		// One by one: a list without pages can be longer than the arguments of a call may be.
		for (const entry of fresh) if (!keep || keep(entry, parameters)) found.push(entry);
		const more = saysMore(body) ?? page.length >= size;
		if (paging.by === 'none' || paging.by === 'limit' || !more || fresh.length === 0) break;
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
export async function runOperation(
	operation: Operation,
	call: Call,
	order: OrderedTasks,
): Promise<INodeExecutionData[]> {
	const output =
		'run' in operation
			? await order.run(operation.orderBy?.(call.parameters), async () => await operation.run(call))
			: await requestOperation(operation, call, order);
	const { simplify } = operation;
	const simple = typeof simplify === 'function' ? simplify : (json: IDataObject) => pick(json, simplify ?? []);
	const keep = simplify && call.parameters.boolean('simplify') ? simple : (json: IDataObject) => json;
	return (Array.isArray(output) ? output : [output]).map((entry) => (isItem(entry) ? entry : { json: keep(entry) }));
}

/** Custom operations may give whole items, for files. Columns of a CSV may have these names, but hold text. */
function isItem(entry: IDataObject | INodeExecutionData): entry is INodeExecutionData {
	return typeof entry.json === 'object' && typeof entry.binary === 'object';
}
