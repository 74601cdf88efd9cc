import fc from 'fast-check';

import { ServiceError } from '../../../../../nodes/shared/n8n/serviceError';
import { listItems } from '../../../../../nodes/shared/lemlist/answers';
import { offsetPages } from '../../../../../nodes/shared/http/pages';

describe('a list answer', () => {
	const list = [{ _id: 'cam_1' }, { _id: 'cam_2' }];

	it.each([
		['bare', list],
		['in campaigns', { campaigns: list, pagination: { totalPage: 1 } }],
		['in data', { data: list, total: 2 }],
		['in results', { results: list, page: 0 }],
		['in items', { items: list }],
	])('is read %s', (_how, body) => {
		expect(listItems(body, 'the campaigns')).toEqual(list);
	});

	it.each([[{}], [{ data: {} }], [{ campaigns: null }], ['Campaign not found'], [null], [undefined], [42]])(
		'that is no list is refused: %j',
		(body) => {
			const read = () => listItems(body, 'the campaigns');
			expect(read).toThrow(ServiceError);
			expect(read).toThrow(
				expect.objectContaining({ kind: 'unexpected', message: expect.stringContaining('the campaigns') }),
			);
		},
	);
});

describe('reading a list page by page', () => {
	interface Row {
		id: number;
	}

	/** A server with so many rows, and the offsets it was asked for. */
	function serverWith(total: number, { ignoresOffset = false } = {}) {
		const offsets: number[] = [];
		const fetchPage = async (offset: number, limit: number) => {
			offsets.push(offset);
			const from = ignoresOffset ? 0 : offset;
			return Array.from({ length: Math.max(0, Math.min(limit, total - from)) }, (_, index): Row => ({
				id: from + index,
			}));
		};
		return { offsets, fetchPage };
	}

	async function readAll(fetchPage: (offset: number, limit: number) => Promise<Row[]>, pageSize: number) {
		const rows: Row[] = [];
		for await (const page of offsetPages(fetchPage, { pageSize, key: ({ id }) => id })) rows.push(...page);
		return rows.map(({ id }) => id);
	}

	it('gives every row once and in order, whatever the number', async () => {
		await fc.assert(
			fc.asyncProperty(fc.nat(60), fc.integer({ min: 1, max: 20 }), async (total, pageSize) => {
				const { fetchPage, offsets } = serverWith(total);
				expect(await readAll(fetchPage, pageSize)).toEqual(Array.from({ length: total }, (_, id) => id));
				expect(offsets).toHaveLength(Math.floor(total / pageSize) + 1);
			}),
		);
	});

	it('ends with a server that ignores the offset', async () => {
		const { fetchPage, offsets } = serverWith(1000, { ignoresOffset: true });
		expect(await readAll(fetchPage, 100)).toHaveLength(100);
		expect(offsets).toEqual([0, 100]);
	});

	it('gives a row that moved to the next page once', async () => {
		const pages = [[{ id: 3 }, { id: 2 }], [{ id: 2 }, { id: 1 }], []];
		expect(await readAll(async (offset) => pages[offset / 2]!, 2)).toEqual([3, 2, 1]);
	});

	it('asks for no page that nobody reads', async () => {
		const { fetchPage, offsets } = serverWith(1000);
		for await (const page of offsetPages(fetchPage, { pageSize: 100, key: ({ id }) => id }))
			if (page[0]!.id >= 100) break;
		expect(offsets).toEqual([0, 100]);
	});
});
