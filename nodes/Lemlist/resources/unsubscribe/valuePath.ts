import { path } from '../../../shared/http/path';

/** What may stand in a path as it is, beside letters, digits and `-._~` (RFC 3986, "pchar"). */
const PLAIN_IN_PATH = "@:+$&,;=!'()*";

const ENCODED = new Map([...PLAIN_IN_PATH].map((character) => [encodeURIComponent(character), character]));

/** Whether a value can stand in a path without an encoded character. */
export function canStandInPath(value: string): boolean {
	return !valuePath(value).includes('%');
}

/**
 * The path of a value. lemlist stores nothing for one with an encoded `@` (POST, recorded 2026-10), so that everything
 * that may stay plain does. Whether it finds or deletes a value by its encoded form is not known.
 *
 * @throws ServiceError of kind `input` for an empty value
 */
export function valuePath(value: string): string {
	return path`/v2/unsubscribes/variables/${value}`.replace(/%[0-9A-F]{2}/g, (code) => ENCODED.get(code) ?? code);
}
