import type { IDataObject } from 'n8n-workflow';

import type { ItemParameters } from '../../../shared/n8n/parameters';

/**
 * So many characters fit into the address of a request. Servers take 16 KiB of address and headers together (Node.js
 * does, with 431 for more), and lemlist's routes for the variables of a lead have no body.
 */
const LONGEST_QUERY = 15_000;

/** lemlist's variables are texts; expressions may give numbers, lists and objects. */
export function toText(value: unknown): string {
	if (value === undefined || value === null) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Names and values of the parameter `customVariables`, without empty values. */
export function filledVariables(parameters: ItemParameters): Record<string, string> {
	const texts = Object.entries(parameters.pairs('customVariables')).map(
		([name, value]) => [name, toText(value)] as const,
	);
	return Object.fromEntries(texts.filter(([, text]) => text !== ''));
}

/** As it is sent: a letter with an accent counts six characters, most other scripts nine a letter. */
function lengthInAddress(name: string, value: string): number {
	return `&${encodeURIComponent(name)}=${encodeURIComponent(value)}`.length;
}

/**
 * Checks that variables fit into the query of a request.
 *
 * @param field the parameter they come from
 * @throws ServiceError of kind `input` that names the longest one and its length
 */
export function checkLength(parameters: ItemParameters, variables: Record<string, string>, field: string): void {
	const lengths = Object.entries(variables).map(
		([name, value]) => [name, lengthInAddress(name, value), value.length] as const,
	);
	const total = lengths.reduce((sum, [, length]) => sum + length, 0);
	if (total <= LONGEST_QUERY) return;
	const most = LONGEST_QUERY.toLocaleString('en');
	const [name, length, characters] = lengths.reduce((a, b) => (b[1] > a[1] ? b : a));
	const taken = `takes ${length.toLocaleString('en')} of them for ${characters.toLocaleString('en')} characters`;
	throw parameters.refuse(
		field,
		`is too long: ${total.toLocaleString('en')} characters in the address of the request, which holds ${most}`,
		`"${name}" ${taken}; those beyond plain letters and digits count more than once. Shorten it, or change fewer variables at a time. A new lead has no such limit: Create sends its variables in the body.`,
	);
}

/**
 * The same as the query of the variables routes, which have no body by lemlist's specification.
 *
 * @throws ServiceError of kind `input` when there is none, an empty one, which a query cannot carry, or too much
 */
export function requiredVariables(parameters: ItemParameters): IDataObject {
	const names = Object.keys(parameters.pairs('customVariables'));
	const filled = filledVariables(parameters);
	if (names.length === 0)
		throw parameters.refuse('customVariables', 'is empty', 'Add at least one variable with its value.');
	const empty = names.find((name) => filled[name] === undefined);
	if (empty === undefined) {
		checkLength(parameters, filled, 'customVariables');
		return filled;
	}
	throw parameters.refuse(
		'customVariables',
		`has no value for "${empty}"`,
		'To empty a variable, use the operation Erase Variables.',
	);
}
