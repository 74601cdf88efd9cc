import type { INodeProperties } from 'n8n-workflow';

export const name: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Office hours Paris',
	description: 'The name of the schedule in lemlist',
};

export const timezone: INodeProperties = {
	displayName: 'Time Zone',
	name: 'timezone',
	type: 'string',
	default: '',
	placeholder: 'e.g. Europe/Paris',
	description: 'The time zone that start and end are meant in, as an IANA name',
};

export const start: INodeProperties = {
	displayName: 'Start',
	name: 'start',
	type: 'string',
	default: '09:00',
	placeholder: 'e.g. 09:00',
	description: 'The time of day from which lemlist sends, as HH:mm',
};

export const end: INodeProperties = {
	displayName: 'End',
	name: 'end',
	type: 'string',
	default: '18:00',
	placeholder: 'e.g. 18:00',
	description: 'The time of day until which lemlist sends, as HH:mm',
};

export const weekdays: INodeProperties = {
	displayName: 'Weekdays',
	name: 'weekdays',
	type: 'multiOptions',
	default: [1, 2, 3, 4, 5],
	// In the order of the week, not of the alphabet.
	options: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map((day, index) => ({
		name: day,
		value: index + 1,
	})),
	description: 'The days on which lemlist sends; from an expression, a list of numbers from 1 (Monday) to 7 (Sunday)',
};

export const isPublic: INodeProperties = {
	displayName: 'Public',
	name: 'public',
	type: 'boolean',
	default: false,
	description: 'Whether the team sees the schedule as a template',
};

export const secondsToWait: INodeProperties = {
	displayName: 'Seconds to Wait',
	name: 'secondsToWait',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 1200,
	description: 'The gap between two messages, in seconds',
};
