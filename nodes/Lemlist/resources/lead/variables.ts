import type { IDataObject } from 'n8n-workflow';

import type { ItemParameters } from '../../../shared/n8n/parameters';

/** lemlist's variables are texts; expressions may give numbers, lists and objects. */
function toText(value: unknown): string {
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

/**
 * The same as the query of the variables routes, which have no body by lemlist's specification.
 *
 * @throws ServiceError of kind `input` when there is none, or an empty one, which a query cannot carry
 */
export function requiredVariables(parameters: ItemParameters): IDataObject {
	const names = Object.keys(parameters.pairs('customVariables'));
	const filled = filledVariables(parameters);
	if (names.length === 0)
		throw parameters.refuse('customVariables', 'is empty', 'Add at least one variable with its value.');
	const empty = names.find((name) => filled[name] === undefined);
	if (empty === undefined) return filled;
	throw parameters.refuse(
		'customVariables',
		`has no value for "${empty}"`,
		'To empty a variable, use the operation Erase Variables.',
	);
}
