import type { RequestOperation } from '../../table/operation';
import {
	end,
	isPublic,
	name,
	secondsToWait,
	simplifiedSchedule,
	start,
	timeOfDay,
	timezone,
	weekdayNumbers,
	weekdays,
} from './fields';

export const create: RequestOperation = {
	value: 'create',
	name: 'Create',
	action: 'Create schedule',
	description:
		'Create a schedule of the team. Needs a name, a time zone, hours and weekdays; a campaign uses it after Associate with Campaign.',
	routes: ['POST /schedules'],
	fields: [
		{ ...name, required: true },
		{ ...timezone, required: true },
		{ ...start, required: true },
		{ ...end, required: true },
		{ ...weekdays, required: true },
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add field',
			default: {},
			options: [isPublic, secondsToWait],
		},
	],
	simplify: simplifiedSchedule,
	request: (parameters) => ({
		method: 'POST',
		path: '/schedules',
		body: {
			name: parameters.required('name'),
			timezone: parameters.required('timezone'),
			start: timeOfDay(parameters, parameters.raw('start'), 'start'),
			end: timeOfDay(parameters, parameters.raw('end'), 'end'),
			weekdays: weekdayNumbers(parameters, parameters.raw('weekdays')),
			...parameters.filled('additionalFields'),
		},
	}),
	// New schedules do not depend on one another.
	orderBy: () => undefined,
};
