import { z } from 'zod';

/** Before this number of milliseconds (1973), a number is no time in milliseconds. */
const EARLIEST_MS = 1e11;

function numberOf(value: unknown): number | undefined {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/**
 * An ID, as a text or a number; undefined for anything else. Where one is needed, the caller says which of the names
 * must have it.
 */
export const idField = z.preprocess((value) => {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	return String(value).trim() || undefined;
}, z.string().optional());

/** A text that is only shown: one of another type is left out, and is no reason to fail. */
export const shownText = z.preprocess(
	(value) => (typeof value === 'number' ? String(value) : typeof value === 'string' ? value : undefined),
	z.string().optional(),
);

/** A number that is only shown, also as a text; anything else is left out. */
export const shownNumber = z.preprocess(numberOf, z.number().optional());

/** A time that is only shown: a text as it is, milliseconds since 1970 as ISO 8601; anything else is left out. */
export const shownTime = z.preprocess((value) => {
	const ms = numberOf(value);
	if (ms === undefined) return typeof value === 'string' && value.trim() !== '' ? value : undefined;
	const date = new Date(ms);
	return ms >= EARLIEST_MS && !Number.isNaN(date.getTime()) ? date.toISOString() : undefined;
}, z.string().optional());
