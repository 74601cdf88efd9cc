import type { IDataObject } from 'n8n-workflow';

/** What stands where there is no figure. */
export const NOTHING = '–';

/** Longest name of a campaign on the page, in characters, and in UTF-16 units: accents can be piled up without end. */
const LONGEST_NAME = 80;
const LONGEST_UNITS = 200;

/** A counter of lemlist's; undefined where it sent none, or no number. */
export function counter(figures: IDataObject, name: string): number | undefined {
	const value = figures[name];
	return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** `1,234`, or a dash. */
export function countText(value: number | undefined): string {
	return value === undefined ? NOTHING : value.toLocaleString('en', { maximumFractionDigits: 0 });
}

/** `5.2%`, or a dash where there is nothing to divide by. */
export function rateText(rate: number | null | undefined): string {
	return typeof rate === 'number' ? `${onePlace(rate)}%` : NOTHING;
}

function onePlace(value: number): string {
	return value.toLocaleString('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

/** `1 campaign`, `2 campaigns`. */
export function plural(count: number, noun: string): string {
	return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/**
 * A name as one short line. What turns the direction of writing is taken out, since it would turn what follows; so is
 * what no text may hold: control characters and halves of characters.
 */
export function nameText(name: string, longest = LONGEST_NAME): string {
	const line = name
		.replace(/[\p{Cc}\p{Cs}\u2028\u2029\s]+/gu, ' ')
		.replace(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
		.trim();
	const characters = [...line];
	const short = characters.slice(0, longest);
	while (short.join('').length > LONGEST_UNITS) short.pop();
	// A cut emoji or letter would end in what joins it to its next part.
	const whole =
		short.length < characters.length ? `${short.join('').replace(/(?:\u200d|\ufe0f|\p{M}|\s)+$/u, '')}…` : line;
	return whole;
}

/** How a figure moved: an arrow, and the same in words. */
export interface Change {
	direction: 'up' | 'down' | 'same';
	text: string;
}

function change(difference: number, amount: string): Change {
	if (difference === 0) return { direction: 'same', text: '= no change' };
	return difference > 0 ? { direction: 'up', text: `▲ up ${amount}` } : { direction: 'down', text: `▼ down ${amount}` };
}

/** Of a count: in percent of what it was. Undefined where one of the two is missing. */
export function countChange(now: number | undefined, before: number | undefined): Change | undefined {
	if (now === undefined || before === undefined) return undefined;
	if (before === 0) return change(now, 'from 0');
	const percent = Math.round((Math.abs(now - before) / before) * 100);
	return change(now - before, percent === 0 ? 'by less than 1%' : `${countText(percent)}%`);
}

/** Of a rate: in points, since a percentage of a percentage misleads. Undefined where one of the two is missing. */
export function rateChange(now: number | null | undefined, before: number | null | undefined): Change | undefined {
	if (typeof now !== 'number' || typeof before !== 'number') return undefined;
	const points = onePlace(Math.abs(now - before));
	if (points === '0.0') return change(0, '');
	return change(now - before, `${points} points`);
}
