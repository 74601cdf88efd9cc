import { options } from '../../fields/frames';
import { sortOrder } from '../../fields/sortOrder';
import type { RequestOperation } from '../../table/operation';
import { scheduleSummary } from './summary';

export const getMany: RequestOperation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many schedules',
	description: 'Get the schedules of the team, each with the days, hours and time zone in which lemlist sends',
	routes: ['GET /schedules'],
	fields: [options({ ...sortOrder, description: 'The order by date of creation; by default the oldest come first' })],
	// lemlist's longest page is not documented: a shorter one than asked for may have another behind it.
	paging: { by: 'page', pageSize: 100, shortPages: true },
	simplify: scheduleSummary,
	request: (parameters) => ({
		path: '/schedules',
		query: { sortBy: 'createdAt', sortOrder: parameters.filled('options').sortOrder ?? 'asc' },
	}),
};
