import type { IDataObject } from 'n8n-workflow';

import type { CustomOperation, RequestOperation, Result } from '../../../../nodes/Lemlist/table/operation';
import { OrderedTasks, runOperation } from '../../../../nodes/Lemlist/table/runOperation';
import type { Paging } from '../../../../nodes/shared/http/pages';
import type { Sent } from '../../../support/lemlist/recordingClient';
import { recordingClient } from '../../../support/lemlist/recordingClient';
import { operationContext } from '../../../support/lemlist/operationContext';

const base = { value: 'do', name: 'Do', action: 'Do', description: 'Does it', routes: [], fields: [] };

function list(paging: Paging, more: Partial<RequestOperation> = {}): RequestOperation {
	return { ...base, paging, request: () => ({ path: '/things', query: { sort: 'asc' } }), ...more };
}

async function run(
	operation: RequestOperation | CustomOperation,
	values: IDataObject,
	answer: (request: Sent) => unknown,
) {
	const { client, sent } = recordingClient(answer);
	const { context, parameters } = operationContext(operation, values);
	const call = { context, client, parameters, itemIndex: 0, signal: new AbortController().signal };
	const items = await runOperation(operation, call, new OrderedTasks());
	return { sent, items, json: items.map(({ json }) => json) };
}

const things = (count: number) => Array.from({ length: count }, (_, index) => ({ _id: `t${index}` }));

/** A route that gives at most `cap` things a page, by offset or page. */
function server(all: IDataObject[], { cap = 1000, wrap = (page: IDataObject[]): unknown => page } = {}) {
	return ({ query = {} }: Sent) => {
		const size = Math.min(Number(query.limit ?? cap), cap);
		const from = query.page === undefined ? Number(query.offset ?? 0) : (Number(query.page) - 1) * size;
		return wrap(all.slice(from, from + size));
	};
}

describe('A list', () => {
	const shapes: Array<[string, (page: IDataObject[]) => unknown]> = [
		['array', (page) => page],
		['object with "data"', (data) => ({ data })],
		['object with "campaigns"', (campaigns) => ({ campaigns })],
	];

	describe.each([{ by: 'offset', pageSize: 100 } as const, { by: 'page', pageSize: 100 } as const])(
		'by $by',
		(paging) => {
			test.each(shapes)('is whole with Return All, as %s', async (_shape, wrap) => {
				const { json } = await run(list(paging), { returnAll: true }, server(things(250), { wrap }));
				expect(json).toEqual(things(250));
			});

			test.each([
				[1, 1],
				[99, 1],
				[100, 1],
				[101, 2],
				[250, 3],
				[400, 3],
			])('has exactly as many as a limit of %i, if there are, and takes %i requests', async (limit, requests) => {
				const { json, sent } = await run(list(paging), { limit }, server(things(250)));
				expect(json).toEqual(things(Math.min(limit, 250)));
				expect(sent).toHaveLength(requests);
				expect(sent[0]?.query).toMatchObject({ sort: 'asc', limit: Math.min(limit, 100) });
			});

			test('ends when the server gives the same page again and again', async () => {
				const { json, sent } = await run(list(paging), { returnAll: true }, () => things(100));
				expect(json).toHaveLength(100);
				expect(sent).toHaveLength(2);
			});

			test('goes on where lemlist says that there is more, although a page was smaller than asked for', async () => {
				const all = things(250);
				const wrap = (page: IDataObject[]) => ({
					schedules: page,
					pagination: { nextPage: page.at(-1)?._id === 't249' ? null : 2 },
				});
				const { json } = await run(list(paging), { returnAll: true }, server(all, { cap: 40, wrap }));
				expect(json).toEqual(all);
			});

			test('filtered here reads as many pages as it takes', async () => {
				const keep = ({ _id }: IDataObject) => String(_id).endsWith('7');
				const all = await run(list(paging, { keep }), { returnAll: true }, server(things(250)));
				expect(all.json).toHaveLength(25);
				const some = await run(list(paging, { keep }), { limit: 12 }, server(things(250)));
				expect(some.json).toHaveLength(12);
				expect(some.sent.map(({ query }) => query?.limit)).toEqual([100, 100]);
			});
		},
	);

	test('with no pages is cut to the limit', async () => {
		const { json, sent } = await run(list({ by: 'none' }), { limit: 3 }, server(things(5)));
		expect(json).toEqual(things(3));
		expect(sent.map(({ query }) => query)).toEqual([{ sort: 'asc' }]);
	});

	test('that only knows a limit is asked once, for at most its page size', async () => {
		const { sent } = await run(list({ by: 'limit', pageSize: 500 }), { returnAll: true }, server(things(500)));
		expect(sent.map(({ query }) => query?.limit)).toEqual([500]);
	});

	test('keeps equal entries of one page: without an ID they may well be two', async () => {
		const { json } = await run(list({ by: 'none' }), { returnAll: true }, () => [{ type: 'a' }, { type: 'a' }]);
		expect(json).toEqual([{ type: 'a' }, { type: 'a' }]);
	});

	test('of 300,000 entries is not too long', async () => {
		const { json } = await run(list({ by: 'none' }), { returnAll: true }, () => things(300_000));
		expect(json).toHaveLength(300_000);
	});

	test.each([0, -1, 1.5, '={{ "many" }}'])('with the limit %j is refused before any request', async (limit) => {
		const { client, sent } = recordingClient(() => []);
		const operation = list({ by: 'none' });
		const { context, parameters } = operationContext(operation, { limit });
		const call = { context, client, parameters, itemIndex: 0, signal: new AbortController().signal };
		await expect(runOperation(operation, call, new OrderedTasks())).rejects.toMatchObject({
			kind: 'input',
			message: expect.stringMatching(/^'Limit' /) as string,
		});
		expect(sent).toEqual([]);
	});

	test('in a form that nobody knows is an error that shows it', async () => {
		await expect(run(list({ by: 'none' }), { returnAll: true }, () => ({ rows: [] }))).rejects.toMatchObject({
			kind: 'unexpected',
			description: expect.stringContaining('{"rows":[]}') as string,
		});
	});
});

describe('The output', () => {
	const request = () => ({ path: '/thing' });

	test.each<[string, unknown, IDataObject[]]>([
		['an object', { a: 1 }, [{ a: 1 }]],
		['an array', [{ a: 1 }, { a: 2 }], [{ a: 1 }, { a: 2 }]],
		['an empty array', [], []],
	])('of %s is one item per object', async (_what, body, expected) => {
		expect((await run({ ...base, request }, {}, () => body)).json).toEqual(expected);
	});

	test.each(['Done', 'half of {"a": 1', 42, true, null, [{ a: 1 }, null]])(
		'is none where lemlist sends no object: %j',
		async (body) => {
			await expect(run({ ...base, request }, {}, () => body)).rejects.toThrow(
				'lemlist sent its answer in a form that this node does not know',
			);
		},
	);

	test('under Simplify has the chosen fields in their order, where they are there', async () => {
		const operation = { ...base, request, simplify: ['name', '_id', 'missing'] };
		const answer = () => ({ _id: '1', name: 'x', other: true });
		expect(Object.entries((await run(operation, {}, answer)).json[0]!)).toEqual([
			['name', 'x'],
			['_id', '1'],
		]);
		expect((await run(operation, { simplify: false }, answer)).json).toEqual([{ _id: '1', name: 'x', other: true }]);
	});

	test('of a custom operation is what it says: whole items such as files, or json, whatever is in it', async () => {
		const file = { json: { fileName: 'a.csv' }, binary: { data: { data: '', mimeType: 'text/csv' } } };
		expect((await run({ ...base, run: async () => ({ items: [file] }) }, {}, () => ({}))).items).toEqual([file]);
		const row = { json: { a: 1 }, binary: { b: 2 } };
		expect((await run({ ...base, run: async () => ({ json: [row] }) }, {}, () => ({}))).items).toEqual([{ json: row }]);
	});

	test('of a custom operation is simplified when it is json, and never when it is items', async () => {
		const json = [{ _id: '1', name: 'x' }];
		const custom = (result: Result): CustomOperation => ({ ...base, simplify: ['name'], run: async () => result });
		expect((await run(custom({ json }), {}, () => ({}))).json).toEqual([{ name: 'x' }]);
		expect((await run(custom({ items: [{ json: json[0]! }] }), {}, () => ({}))).json).toEqual(json);
	});
});

describe('Tasks with the same key', () => {
	/** A task that ends when it is told to, and says when it began and ended. */
	function makeTask(name: string, events: string[]) {
		let end: () => void = () => {};
		const ended = new Promise<void>((resolve) => (end = resolve));
		const task = async () => {
			events.push(`${name} begins`);
			await ended;
			events.push(`${name} ends`);
			return name;
		};
		return { task, end };
	}

	test('follow one another, while others do not wait', async () => {
		const order = new OrderedTasks();
		const events: string[] = [];
		const [first, second, other] = ['first', 'second', 'other'].map((name) => makeTask(name, events));
		const all = Promise.all([order.run('a', first!.task), order.run('a', second!.task), order.run('b', other!.task)]);
		await Promise.resolve();
		expect(events).toEqual(['first begins', 'other begins']);
		second!.end();
		other!.end();
		first!.end();
		expect(await all).toEqual(['first', 'second', 'other']);
		expect(events.indexOf('second begins')).toBeGreaterThan(events.indexOf('first ends'));
	});

	test('go on after one that failed', async () => {
		const order = new OrderedTasks();
		const failed = order.run('a', async () => await Promise.reject(new Error('no')));
		const next = order.run('a', async () => 'yes');
		await expect(failed).rejects.toThrow('no');
		expect(await next).toBe('yes');
	});

	test('without a key, all begin at once', async () => {
		const events: string[] = [];
		const order = new OrderedTasks();
		const tasks = ['a', 'b'].map((name) => makeTask(name, events));
		const all = tasks.map(({ task }) => order.run(undefined, task));
		expect(events).toEqual(['a begins', 'b begins']);
		for (const { end } of tasks) end();
		await Promise.all(all);
	});
});

test('A field "error" of a good answer becomes "errorMessage", since n8n would take the item for a failed one', async () => {
	const get: RequestOperation = { ...base, request: () => ({ path: '/thing' }) };
	expect((await run(get, {}, () => ({ _id: 'a', error: 'none' }))).json).toEqual([{ _id: 'a', errorMessage: 'none' }]);
});

describe('Requests that write', () => {
	async function beginnings(method: 'GET' | 'POST', orderBy?: () => undefined): Promise<number> {
		const { client, sent } = recordingClient(async () => await new Promise(() => {}));
		const operation: RequestOperation = {
			...base,
			request: () => ({ method, path: '/leads/1' }),
			...(orderBy && { orderBy }),
		};
		const order = new OrderedTasks();
		for (const itemIndex of [0, 1]) {
			const { context, parameters } = operationContext(operation);
			void runOperation(
				operation,
				{ context, client, parameters, itemIndex, signal: new AbortController().signal },
				order,
			);
		}
		await new Promise((resolve) => setImmediate(resolve));
		return sent.length;
	}

	test('to the same path wait for one another unless told otherwise; those that read do not', async () => {
		expect(await beginnings('POST')).toBe(1);
		expect(await beginnings('POST', () => undefined)).toBe(2);
		expect(await beginnings('GET')).toBe(2);
	});
});
