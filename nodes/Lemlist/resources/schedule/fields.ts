import type { INodeProperties } from 'n8n-workflow';

import type { ItemParameters } from '../../../shared/n8n/parameters';

export const scheduleId: INodeProperties = {
	displayName: 'Schedule ID',
	name: 'scheduleId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. skd_A1B2C3D4E5F6G7H8I',
	description: 'The ID of the schedule, as Get Many gives it',
};

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

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

/** The time of day in `value`, checked as lemlist checks it: `09:00`. @param field names it in the refusal */
export function timeOfDay(parameters: ItemParameters, value: unknown, field: string): string {
	const text = String(value ?? '').trim();
	if (TIME_OF_DAY.test(text)) return text;
	throw parameters.refuse(field, 'is not a time of day', `Use HH:mm, such as 09:00. It is "${text}" for this item.`);
}

/** Days of the week as numbers from 1 (Monday) to 7. */
export function weekdayNumbers(parameters: ItemParameters, value: unknown): number[] {
	const days = parameters.toList(value).map(Number);
	if (days.length > 0 && days.every((day) => Number.isInteger(day) && day >= 1 && day <= 7)) return days;
	throw parameters.refuse(
		'weekdays',
		'holds something else than days of the week',
		'Choose at least one day, or use numbers from 1 (Monday) to 7 (Sunday).',
	);
}

/** A schedule without what rarely matters; it has 13 fields. */
export const simplifiedSchedule = [
	'_id',
	'name',
	'timezone',
	'start',
	'end',
	'weekdays',
	'secondsToWait',
	'public',
	'createdAt',
] as const;
