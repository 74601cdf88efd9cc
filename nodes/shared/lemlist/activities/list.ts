import type { IDataObject } from 'n8n-workflow';

import type { List, Paging } from '../../http/pages';
import { ServiceError } from '../../n8n/serviceError';
import { listItems } from '../answers';

function isEmptyObject(body: unknown): boolean {
	return typeof body === 'object' && body !== null && !Array.isArray(body) && Object.keys(body).length === 0;
}

/** lemlist's default and longest page. */
export const ACTIVITY_PAGE_SIZE = 100;

export const ACTIVITY_PAGES: Paging = { by: 'offset', pageSize: ACTIVITY_PAGE_SIZE };

/** lemlist answers an unknown type with `{}` in place of a list (recorded). */
function unknownType(type: string): ServiceError {
	return new ServiceError('refused', {
		message: `lemlist knows no activities of the type "${type}"`,
		description: 'It sent no list for it. Choose types from the list: lemlist has others for webhooks.',
	});
}

/**
 * GET /activities, newest first.
 *
 * @param query its filters; lemlist takes one `type` or none (= all)
 */
export function activityList(query: IDataObject) {
	const { type } = query;
	return {
		what: 'the activities',
		// The version is mandatory since v1 was deprecated.
		request: { path: '/activities', query: { version: 'v2', ...query } },
		paging: ACTIVITY_PAGES,
		read: (body: unknown) => {
			if (typeof type === 'string' && isEmptyObject(body)) throw unknownType(type);
			return listItems<IDataObject>(body, 'the activities');
		},
	} satisfies List<IDataObject>;
}

/**
 * What a page of the activities holds, as it came. A poll must get past an entry that is none: one of them would stop it
 * for good.
 *
 * @param list the list that the page is of
 * @throws ServiceError for an answer without a list
 */
export function activityEntries(body: unknown, { read }: { read(body: unknown): IDataObject[] }): unknown[] {
	return Array.isArray(body) ? (body as unknown[]) : read(body);
}
