import type { RequestOperation } from '../../table/operation';
import { simplifiedSchedule } from './fields';

export const getMany: RequestOperation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many schedules',
	description: 'Get the schedules of the team, each with the days, hours and time zone in which lemlist sends',
	routes: ['GET /schedules'],
	fields: [
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Sort Order',
					name: 'sortOrder',
					type: 'options',
					default: 'desc',
					options: [
						{ name: 'Newest First', value: 'desc' },
						{ name: 'Oldest First', value: 'asc' },
					],
					description: 'The order by date of creation; by default the oldest come first',
				},
			],
		},
	],
	paging: { by: 'page', pageSize: 100 },
	simplify: simplifiedSchedule,
	request: (parameters) => ({
		path: '/schedules',
		query: { sortBy: 'createdAt', sortOrder: parameters.filled('options').sortOrder ?? 'asc' },
	}),
};
