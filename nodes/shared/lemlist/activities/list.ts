import type { IDataObject } from 'n8n-workflow';

import type { List, Paging } from '../../http/pages';
import { ServiceError } from '../../n8n/serviceError';
import { listItems } from '../answers';

function isEmptyObject(body: unknown): boolean {
	return typeof body === 'object' && body !== null && !Array.isArray(body) && Object.keys(body).length === 0;
}

/** lemlist's default and longest page. */
export const ACTIVITY_PAGES: Paging = { by: 'offset', pageSize: 100 };

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
