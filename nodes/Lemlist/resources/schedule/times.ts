import type { ItemParameters } from '../../../shared/n8n/parameters';

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

/** The time of day in `value`, checked as lemlist checks it: `09:00`. @param field names it in the refusal */
export function timeOfDay(parameters: ItemParameters, value: unknown, field: string): string {
	const text = String(value ?? '').trim();
	if (TIME_OF_DAY.test(text)) return text;
	throw parameters.refuse(field, 'is not a time of day', `Use HH:mm, such as 09:00. It is "${text}" for this item.`);
}

/** Days of the week as numbers from 1 (Monday) to 7. */
export function weekdayNumbers(parameters: ItemParameters, value: unknown): number[] {
	const days = parameters.toList(value, 'weekdays').map(Number);
	if (days.length > 0 && days.every((day) => Number.isInteger(day) && day >= 1 && day <= 7)) return days;
	throw parameters.refuse(
		'weekdays',
		'holds something else than days of the week',
		'Choose at least one day, or use numbers from 1 (Monday) to 7 (Sunday).',
	);
}
