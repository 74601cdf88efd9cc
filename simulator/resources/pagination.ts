import { wholeNumber } from '../engine/query';

/** The query of a list; everything arrives as text. */
export interface PageQuery {
	limit?: string;
	offset?: string;
	page?: string;
}

/**
 * One page of a list, by `page` or by `offset`, and what lemlist says about it. `nextPage` is always a
 * number: the last page names itself, and so does a page beyond the end (recorded).
 */
export function paginate<T>(found: readonly T[], query: PageQuery, pageSize: number) {
	const limit = Math.min(wholeNumber(query.limit) ?? pageSize, pageSize) || pageSize;
	const page = Math.max(1, wholeNumber(query.page) ?? 1);
	const offset = query.page === undefined ? (wholeNumber(query.offset) ?? 0) : (page - 1) * limit;
	const totalPage = Math.ceil(found.length / limit);
	const currentPage = Math.floor(offset / limit) + 1;
	return {
		rows: found.slice(offset, offset + limit),
		pagination: {
			totalRecords: found.length,
			currentPage,
			nextPage: Math.min(currentPage + 1, totalPage),
			totalPage,
		},
	};
}
