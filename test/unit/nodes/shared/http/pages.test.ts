import fc from '../../../../properties';
import type { IDataObject } from 'n8n-workflow';

import {
	firstPage,
	type List,
	type Page,
	type Paging,
	type Reading,
	readPages,
} from '../../../../../nodes/shared/http/pages';
import { listItems } from '../../../../../nodes/shared/lemlist/answers';
import { ServiceError } from '../../../../../nodes/shared/n8n/serviceError';
import { recordingClient, type Sent } from '../../../../support/lemlist/recordingClient';

describe('a list answer', () => {
	const list = [{ _id: 'cam_1' }, { _id: 'cam_2' }];

	it.each([
		['bare', list],
		['in campaigns', { campaigns: list, pagination: { totalPage: 1 } }],
		['in alerts', { alerts: list, total: 2 }],
		['in drafts', { drafts: list }],
		['in contacts', { contacts: list }],
		['in data', { data: list, total: 2 }],
		['in results', { results: list, page: 0 }],
		['in items', { items: list }],
	])('is read %s', (_how, body) => {
		expect(listItems(body, 'the campaigns')).toEqual(list);
	});

	it.each([[{}], [{ data: {} }], [{ campaigns: null }], ['Campaign not found'], [null], [42]])(
		'that is no list is refused: %j',
		(body) => {
			const read = () => listItems(body, 'the campaigns');
			expect(read).toThrow(ServiceError);
			expect(read).toThrow(
				expect.objectContaining({ kind: 'unexpected', message: expect.stringContaining('the campaigns') }),
			);
		},
	);

	it.each([['']])('that is empty is said to be so: %j', (body) => {
		expect(() => listItems(body, 'the campaigns')).toThrow(
			expect.objectContaining({ kind: 'unreadable', message: 'lemlist sent an empty answer instead of the campaigns' }),
		);
	});
});

interface Row {
	id: number;
}

const rows = (count: number, from = 0): Row[] =>
	Array.from({ length: Math.max(0, count) }, (_, at) => ({ id: from + at }));
const ids = (count: number) => rows(count).map(({ id }) => id);

function listOf(paging: Paging, more: Partial<List<Row>> = {}): List<Row> {
	return { what: 'the rows', request: { path: '/rows', query: { sort: 'asc' } }, paging, ...more };
}

/** Reads everything there is, or until the caller has enough. */
async function readAll(
	list: List<Row>,
	answer: (request: Sent) => unknown,
	{ until = () => false, ...reading }: Reading & { until?: (page: Page<Row>) => boolean } = {},
) {
	const { client, sent } = recordingClient(answer);
	const found: Row[] = [];
	const pages: Array<Page<Row>> = [];
	for await (const page of readPages(client, list, reading)) {
		pages.push(page);
		for (const row of page.fresh) found.push(row);
		if (until(page)) break;
	}
	return { found: found.map(({ id }) => id), pages, sent, queries: sent.map(({ query }) => query) };
}

const OFFSET: Paging = { by: 'offset', pageSize: 100 };
const PAGE: Paging = { by: 'page', pageSize: 100 };

/** Where a request begins, whatever form it has. */
function positionOf({ query = {}, body }: Sent, cap: number): { from: number; size: number } {
	const asked = { ...query, ...(body as IDataObject | undefined) };
	const size = Math.min(Number(asked.limit ?? asked.size ?? cap), cap);
	const page = asked.page === undefined ? undefined : Number(asked.page) - 1;
	return { from: page === undefined ? Number(asked.offset ?? asked.skip ?? 0) : page * size, size };
}

const identity = (page: Row[]): unknown => page;

/** A server with so many rows, of which it gives at most `cap` a page. */
function server(
	total: number,
	{ cap = 100, wrap = identity }: { cap?: number; wrap?: (page: Row[], from: number) => unknown } = {},
) {
	return (request: Sent) => {
		const { from, size } = positionOf(request, cap);
		return wrap(rows(Math.min(size, total - from), from), from);
	};
}

describe('A request for a page', () => {
	it.each<[string, Paging, IDataObject[]]>([
		[
			'offset and limit',
			OFFSET,
			[
				{ offset: 0, limit: 100 },
				{ offset: 100, limit: 100 },
				{ offset: 200, limit: 100 },
			],
		],
		[
			'skip and limit',
			{ by: 'offset', pageSize: 100, positionName: 'skip' },
			[
				{ skip: 0, limit: 100 },
				{ skip: 100, limit: 100 },
				{ skip: 200, limit: 100 },
			],
		],
		[
			'page and limit',
			PAGE,
			[
				{ page: 1, limit: 100 },
				{ page: 2, limit: 100 },
				{ page: 3, limit: 100 },
			],
		],
	])('has %s', async (_form, paging, expected) => {
		const { found, queries } = await readAll(listOf(paging), server(250));
		expect(found).toEqual(ids(250));
		expect(queries).toEqual(expected.map((query) => ({ sort: 'asc', ...query })));
	});

	it('has page numbers from another one on', async () => {
		const { queries } = await readAll(listOf({ ...PAGE, firstPage: 0 }), ({ query }) =>
			rows(query?.page === 2 ? 50 : 100, Number(query?.page) * 100),
		);
		expect(queries.map((query) => query?.page)).toEqual([0, 1, 2]);
	});

	it('has page and size in the body, beside what is there', async () => {
		const paging: Paging = { by: 'page', pageSize: 100, in: 'body', sizeName: 'size' };
		const request = { method: 'POST' as const, path: '/database/people', body: { filters: [] }, retry: true };
		const { found, sent } = await readAll(listOf(paging, { request }), server(150));
		expect(found).toEqual(ids(150));
		expect(sent.map(({ body }) => body)).toEqual([
			{ filters: [], page: 1, size: 100 },
			{ filters: [], page: 2, size: 100 },
		]);
		expect(sent[0]).toMatchObject({ method: 'POST', path: '/database/people', retry: true });
	});

	it('has no size where the service has its own; only an empty page ends such a list', async () => {
		const pages = [rows(30), rows(30, 30), rows(2, 60), []];
		const { found, queries } = await readAll(listOf({ by: 'page', firstPage: 0 }), ({ query }) => ({
			results: pages[Number(query?.page)],
			page: query?.page,
		}));
		expect(found).toEqual(ids(62));
		expect(queries).toEqual([0, 1, 2, 3].map((page) => ({ sort: 'asc', page })));
	});

	it('is one, with the limit alone, where there is no other page', async () => {
		const { queries } = await readAll(listOf({ by: 'limit', pageSize: 500 }), server(900, { cap: 500 }));
		expect(queries).toEqual([{ sort: 'asc', limit: 500 }]);
	});

	it('is one, as it is, for a whole list', async () => {
		const { found, queries } = await readAll(listOf({ by: 'none' }), server(900, { cap: 1000 }));
		expect(found).toHaveLength(900);
		expect(queries).toEqual([{ sort: 'asc' }]);
	});

	it('asks for no more than is wanted, but with page numbers for pages of one size', async () => {
		const sizes = async (paging: Paging, atMost: number) => {
			const until = ({ next }: Page<Row>) => next >= atMost;
			return (await readAll(listOf(paging), server(400), { atMost, until })).queries.map((query) => query?.limit);
		};
		expect(await sizes(OFFSET, 30)).toEqual([30]);
		expect(await sizes(PAGE, 30)).toEqual([30]);
		expect(await sizes(PAGE, 130)).toEqual([100, 100]);
	});

	it('carries the signal, and begins where the caller says', async () => {
		const { signal } = new AbortController();
		const { sent, found } = await readAll(listOf(OFFSET), server(250), { from: 200, signal });
		expect(sent).toEqual([expect.objectContaining({ signal, query: { sort: 'asc', offset: 200, limit: 100 } })]);
		expect(found).toEqual(ids(250).slice(200));
		expect((await readAll(listOf(PAGE), server(250), { from: 200 })).queries).toEqual([
			{ sort: 'asc', page: 3, limit: 100 },
		]);
	});
});

describe('A list', () => {
	it.each([OFFSET, PAGE])('by $by has every row once and in order, whatever the number', async ({ by }) => {
		await fc.assert(
			fc.asyncProperty(fc.nat(60), fc.integer({ min: 1, max: 20 }), async (total, pageSize) => {
				const { found, sent } = await readAll(listOf({ by, pageSize } as Paging), server(total, { cap: pageSize }));
				expect(found).toEqual(ids(total));
				expect(sent).toHaveLength(Math.floor(total / pageSize) + 1);
			}),
		);
	});

	it.each([OFFSET, PAGE])('by $by ends with a server that ignores the position', async (paging) => {
		const { found, sent } = await readAll(listOf(paging), () => rows(100));
		expect(found).toHaveLength(100);
		expect(sent).toHaveLength(2);
	});

	it('ends there as well when the server says for ever that there is more', async () => {
		const { sent } = await readAll(listOf(PAGE), () => ({ data: rows(100), total: 1_000_000 }));
		expect(sent).toHaveLength(2);
	});

	it('may bring nothing new a few times, if the caller says so', async () => {
		const pages = [rows(2, 4), rows(2, 4), rows(2, 4), rows(2, 2), []];
		const read = async (mostRepeats: number) =>
			await readAll(listOf({ by: 'offset', pageSize: 2 }), ({ query }) => pages[Number(query?.offset) / 2], {
				mostRepeats,
			});
		expect((await read(3)).found).toEqual([4, 5, 2, 3]);
		const { found, pages: read2 } = await read(2);
		expect(found).toEqual([4, 5]);
		expect(read2.at(-1)).toMatchObject({ fresh: [], all: rows(2, 4), isLast: false });
	});

	it('gives a row that moved to the next page once', async () => {
		const pages = [[{ id: 3 }, { id: 2 }], [{ id: 2 }, { id: 1 }], []];
		const { found } = await readAll(
			listOf({ by: 'offset', pageSize: 2 }),
			({ query }) => pages[Number(query?.offset) / 2],
		);
		expect(found).toEqual([3, 2, 1]);
	});

	it('tells rows apart by _id, by id, by all they hold, or as the caller says', async () => {
		const twice = async (first: object, second: object, key?: (item: object) => unknown) => {
			const { client } = recordingClient(({ query }) => [query?.offset === 0 ? first : second]);
			const found: object[] = [];
			const list = { what: 'x', request: { path: '/x' }, paging: { by: 'offset', pageSize: 1 } as const, key };
			for await (const { fresh } of readPages<object>(client, list)) {
				found.push(...fresh);
				if (found.length === 2) break;
			}
			return found.length;
		};
		expect(await twice({ _id: 1, at: 1 }, { _id: 1, at: 2 })).toBe(1);
		expect(await twice({ id: 1, at: 1 }, { id: 1, at: 2 })).toBe(1);
		expect(await twice({ at: 1 }, { at: 1 })).toBe(1);
		expect(await twice({ at: 1 }, { at: 2 })).toBe(2);
		expect(await twice({ _id: 1, at: 1 }, { _id: 1, at: 2 }, (item) => (item as { at: number }).at)).toBe(2);
	});

	it('keeps equal rows of one page: without an ID they may well be two', async () => {
		expect((await readAll(listOf(OFFSET), () => [{ id: 1 }, { id: 1 }])).found).toEqual([1, 1]);
	});

	it('is asked for no page that nobody reads', async () => {
		const { sent } = await readAll(listOf(OFFSET), server(1000), { until: ({ next }) => next >= 200 });
		expect(sent).toHaveLength(2);
		const { client, sent: one } = recordingClient(server(1000));
		expect(await firstPage(readPages(client, listOf(OFFSET)))).toMatchObject({ isLast: false, next: 100 });
		expect(one).toHaveLength(1);
	});

	it('that the service cuts to an unknown size ends with an empty page only', async () => {
		const paging: Paging = { by: 'offset', pageSize: 100, shortPages: true };
		const { found, queries } = await readAll(listOf(paging), server(90, { cap: 40 }));
		expect(found).toEqual(ids(90));
		expect(queries.map((query) => query?.offset)).toEqual([0, 40, 80, 90]);
	});

	it('that the service cuts to an unknown size, but to no less than this, ends with a shorter one', async () => {
		const paging: Paging = { by: 'page', pageSize: 100, leastPage: 10 };
		const { found, queries } = await readAll(listOf(paging), server(47, { cap: 20 }));
		expect(found).toEqual(ids(47));
		expect(queries.map((query) => query?.page)).toEqual([1, 2, 3]);
		const full = await readAll(listOf(paging), server(40, { cap: 20 }));
		expect(full.queries.map((query) => query?.page)).toEqual([1, 2, 3]);
		expect((await readAll(listOf(paging), server(9))).queries).toHaveLength(1);
	});

	it('can be read in a way of its own', async () => {
		const read = (body: unknown) => Object.values(body as Record<string, Row>);
		const { found } = await readAll(listOf({ by: 'none' }, { read }), () => ({ a: { id: 0 }, b: { id: 1 } }));
		expect(found).toEqual([0, 1]);
	});

	it('that is none is an error that names it', async () => {
		await expect(readAll(listOf(OFFSET), () => ({ message: 'hello' }))).rejects.toMatchObject({
			kind: 'unexpected',
			message: 'lemlist sent the rows in a form that this node does not know',
		});
	});
});

describe('The last page', () => {
	/** What lemlist's routes say beside a page (lemlist-api.md, section 5; lemlist-recorded.md, "Lists"). */
	const words: Array<[string, Paging, (page: Row[], from: number, total: number) => unknown]> = [
		[
			'schedules, whose nextPage is the last page itself on the last page',
			PAGE,
			(schedules, from, total) => {
				const [currentPage, totalPage] = [Math.floor(from / 100) + 1, Math.max(1, Math.ceil(total / 100))];
				const nextPage = Math.min(currentPage + 1, totalPage);
				return { schedules, pagination: { totalRecords: total, currentPage, nextPage, totalPage } };
			},
		],
		[
			'campaigns by offset, with the same words',
			OFFSET,
			(campaigns, from, total) => {
				const [currentPage, totalPage] = [Math.floor(from / 100) + 1, Math.max(1, Math.ceil(total / 100))];
				return { campaigns, pagination: { totalRecords: total, currentPage, nextPage: totalPage, totalPage } };
			},
		],
		['contacts', OFFSET, (data, offset, total) => ({ data, total, limit: 100, offset })],
		['notes', PAGE, (data, _from, total) => ({ data, total })],
		[
			'the inbox',
			PAGE,
			(data, from, total) => {
				const [currentPage, totalPages] = [from / 100 + 1, Math.ceil(total / 100)];
				const nextPage = currentPage < totalPages ? currentPage + 1 : null;
				return { data, pagination: { totalItems: total, currentPage, nextPage, perPage: 100, totalPages } };
			},
		],
		[
			'a conversation',
			{ ...OFFSET, positionName: 'skip' },
			(data, _from, total) => ({ data, pagination: { totalItems: total, currentPage: 1, nextPage: null } }),
		],
		[
			'signal agents',
			PAGE,
			(data, from, total) => ({
				data,
				meta: {
					pagination: { page: from / 100 + 1, limit: 100, totalRecords: total, totalPages: Math.ceil(total / 100) },
				},
			}),
		],
		['tasks', PAGE, (results, from, total) => ({ results, total, limit: 100, page: from / 100 + 1 })],
		['alerts', OFFSET, (alerts, _from, total) => ({ alerts, total })],
		[
			'pages that only say whether another one comes',
			PAGE,
			(data, from, total) => ({ data, nextPage: from + 100 < total ? 2 : null }),
		],
	];

	describe.each(words)('of %s', (_what, paging, say) => {
		it.each([
			[0, 1],
			[5, 1],
			[100, 1],
			[101, 2],
			[200, 2],
			[250, 3],
		])('of %i rows is known without a request too many: %i', async (total, requests) => {
			const { found, sent, pages } = await readAll(
				listOf(paging),
				server(total, { wrap: (page, from) => say(page, from, total) }),
			);
			expect(found).toEqual(ids(total));
			expect(sent).toHaveLength(requests);
			expect(pages.map(({ isLast }) => isLast)).toEqual(pages.map((_page, at) => at === requests - 1));
		});
	});

	it("is known from lemlist's recorded answers", async () => {
		const only = { totalRecords: 5, currentPage: 1, nextPage: 1, totalPage: 1 };
		expect((await readAll(listOf(PAGE), () => ({ schedules: rows(5), pagination: only }))).sent).toHaveLength(1);
		const beyond = { currentPage: 5, nextPage: 2, totalPage: 2 };
		const { found, sent } = await readAll(listOf(PAGE), () => ({ campaigns: [], pagination: beyond }), { from: 400 });
		expect(found).toEqual([]);
		expect(sent).toHaveLength(1);
	});

	it.each([
		['page', PAGE],
		['offset', OFFSET],
	])('by %s is not a short one when the answer says that there is more', async (_by, paging) => {
		const wrap = (data: Row[]) => ({ data, total: 250 });
		const { found } = await readAll(listOf(paging), server(250, { cap: 40, wrap }));
		expect(found).toEqual(ids(250));
	});

	it('is not one whose total is nonsense', async () => {
		const { found } = await readAll(listOf(OFFSET), server(150, { wrap: (data) => ({ data, total: 0 }) }));
		expect(found).toEqual(ids(150));
	});

	it('is the empty one, whatever the answer says', async () => {
		const { found, sent } = await readAll(listOf(OFFSET), server(100, { wrap: (data) => ({ data, total: 500 }) }));
		expect(found).toEqual(ids(100));
		expect(sent).toHaveLength(2);
	});
});

describe('A list of which the service gives only a beginning', () => {
	const paging: Paging = { ...PAGE, reach: 300 };
	const tasks = (total: number) => server(total, { wrap: (results) => ({ results, total }) });

	it('is whole when it ends there', async () => {
		expect((await readAll(listOf(paging), tasks(300))).found).toEqual(ids(300));
	});

	it('is not asked for more, and says so to who reads on', async () => {
		const { client, sent } = recordingClient(tasks(301));
		const read = async () => {
			for await (const page of readPages(client, listOf(paging))) expect(page.fresh).toHaveLength(100);
		};
		await expect(read()).rejects.toMatchObject({
			kind: 'input',
			message: 'lemlist gives at most the first 300 of the rows',
		});
		expect(sent).toHaveLength(3);
	});

	it('gives what a limit asks for', async () => {
		const { found } = await readAll(listOf(paging), tasks(1000), { atMost: 300, until: ({ next }) => next >= 300 });
		expect(found).toEqual(ids(300));
	});
});

describe('Any list, in whichever form it comes', () => {
	/** What an answer may say beside a page. */
	const words: Array<(data: Row[], at: { from: number; size: number; total: number }) => unknown> = [
		(data) => data,
		(data) => ({ data }),
		(data, { total }) => ({ results: data, total }),
		(data, { total, from, size }) => ({
			items: data,
			pagination: {
				totalItems: total,
				currentPage: Math.floor(from / size) + 1,
				totalPages: Math.max(1, Math.ceil(total / size)),
			},
		}),
		(data, { total }) => ({ data, meta: { pagination: { totalRecords: total } } }),
		(data, { total, from, size }) => ({ data, nextPage: from + size < total ? Math.floor(from / size) + 2 : null }),
		(data) => ({ data, total: 'many', pagination: null, meta: 7, nextPage: undefined }),
	];
	const form = fc.record({
		by: fc.constantFrom('offset', 'page'),
		in: fc.constantFrom('query', 'body'),
		sizeName: fc.constantFrom('limit', 'size'),
		say: fc.constantFrom(...words),
		pageSize: fc.integer({ min: 1, max: 20 }),
		total: fc.nat(80),
	});

	it('has every row once and in order, also where the service gives shorter pages than asked for', async () => {
		await fc.assert(
			fc.asyncProperty(form, fc.option(fc.integer({ min: 1, max: 20 })), async ({ say, total, ...paging }, cap) => {
				const most = Math.min(cap ?? paging.pageSize, paging.pageSize);
				const isCut = most < paging.pageSize;
				// A page number counts pages of the size that the service gives.
				const list = listOf({ ...paging, ...(isCut && { shortPages: true }) } as Paging);
				const answer = (request: Sent) => {
					const { from, size } = positionOf(request, most);
					return say(rows(Math.min(size, total - from), from), { from, size, total });
				};
				const { found, sent } = await readAll(list, answer);
				expect(found).toEqual(ids(total));
				// One more where only an empty page is surely the last.
				expect(sent.length).toBeLessThanOrEqual(Math.floor(total / most) + (isCut ? 2 : 1));
			}),
			{ numRuns: 500 },
		);
	});

	it('has every row once while others come in at its head', async () => {
		const growth = fc.array(fc.nat(3), { maxLength: 10 });
		await fc.assert(
			fc.asyncProperty(form, growth, async ({ say, total, ...paging }, growing) => {
				const newest: Row[] = [];
				const answer = (request: Sent, requests: number) => {
					const { from, size } = positionOf(request, paging.pageSize);
					const all = [...newest, ...rows(total)];
					// Fewer than a page, so that each page has something new.
					const come = Math.min(growing[requests] ?? 0, paging.pageSize - 1);
					for (let one = 0; one < come; one++) newest.unshift({ id: 1000 + newest.length });
					return say(all.slice(from, from + size), { from, size, total: all.length });
				};
				let requests = 0;
				const { found } = await readAll(listOf(paging as Paging), (request) => answer(request, requests++));
				expect(found.filter((id) => id < 1000)).toEqual(ids(total));
				expect(new Set(found).size).toBe(found.length);
			}),
			{ numRuns: 500 },
		);
	});

	it('ends, and gives nothing twice, whatever the pages hold', async () => {
		const page = fc.array(fc.record({ id: fc.nat(8) }), { maxLength: 5 });
		const pages = fc.array(page, { minLength: 1, maxLength: 12 });
		await fc.assert(
			fc.asyncProperty(form, pages, async ({ say, total, ...paging }, given) => {
				let requests = 0;
				// The last page comes for ever.
				const answer = () => say(given[Math.min(requests++, given.length - 1)]!, { from: 0, size: 5, total });
				const { pages: read } = await readAll(listOf(paging as Paging), answer);
				expect(requests).toBeLessThanOrEqual(given.length + 2);
				const fresh = read.map((one) => new Set(one.fresh.map(({ id }) => id)));
				const all = fresh.flatMap((one) => [...one]);
				expect(new Set(all).size).toBe(all.length);
			}),
			{ numRuns: 500 },
		);
	});
});
