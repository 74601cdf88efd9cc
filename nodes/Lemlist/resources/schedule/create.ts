import { additionalFields } from '../../fields/frames';
import { madeWithoutAnswer } from '../../table/emptyAnswers';
import type { RequestOperation } from '../../table/operation';
import { end, isPublic, name, secondsToWait, start, timezone, weekdays } from './fields';
import { scheduleSummary } from './summary';
import { timeOfDay, weekdayNumbers } from './times';

export const create: RequestOperation = {
	value: 'create',
	name: 'Create',
	action: 'Create schedule',
	description: 'Create a schedule of the team. A campaign uses it after Associate with Campaign.',
	routes: ['POST /schedules'],
	fields: [
		{ ...name, required: true },
		{ ...timezone, required: true },
		{ ...start, required: true },
		{ ...end, required: true },
		{ ...weekdays, required: true },
		additionalFields(isPublic, secondsToWait),
	],
	simplify: scheduleSummary,
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
	withoutAnswer: () => madeWithoutAnswer('the new schedule'),
	// New schedules do not depend on one another.
	orderBy: () => undefined,
};
