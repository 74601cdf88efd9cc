import type { INodeParameters, INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import type { Operation } from '../../nodes/Lemlist/table/operation';
import { operationFields } from '../../nodes/Lemlist/table/properties';
import type { Values } from './exampleWorld';

/** Text that a person might enter: what the placeholder shows. */
function textOf({ placeholder, default: value }: INodeProperties): string {
	const shown = /^e\.g\. (.+)$/s.exec(placeholder ?? '')?.[1];
	return shown ?? (typeof value === 'string' && value !== '' ? value : 'sample');
}

/** What is entered for a field, as a workflow stores it. */
function valueFor(field: INodeProperties, values: Values): unknown {
	const { name, type, default: initial, options = [], typeOptions } = field;
	const known = values[name];
	if (type === 'resourceLocator') return { __rl: true, mode: 'id', value: known };
	if (known !== undefined) return known;
	const valuesOf = (fields: INodeProperties[]) =>
		Object.fromEntries(fields.map((inner) => [inner.name, valueFor(inner, values)]));
	switch (type) {
		case 'string':
		case 'json':
			return textOf(field);
		case 'dateTime':
			return '2026-01-31T08:00:00';
		case 'number':
			return Math.max(Number(initial) || 1, typeOptions?.minValue ?? 1);
		case 'multiOptions':
			return (initial as unknown[]).length > 0
				? initial
				: (options as INodePropertyOptions[]).map(({ value }) => value);
		case 'collection':
			return valuesOf(options as INodeProperties[]);
		case 'fixedCollection':
			return Object.fromEntries(
				(options as INodePropertyCollection[]).map((group) => [
					group.name,
					typeOptions?.multipleValues ? [valuesOf(group.values)] : valuesOf(group.values),
				]),
			);
		default:
			return initial;
	}
}

/**
 * The form of an operation, filled in as far as it must be: what is required, what is to be changed, and what `values`
 * knows by the name of the parameter. Everything else keeps its default.
 */
export function exampleParameters(operation: Operation, values: Values): INodeParameters {
	const filled = operationFields(operation).filter(
		({ name, type, required }) =>
			type !== 'notice' && (required === true || name === 'updateFields' || values[name] !== undefined),
	);
	return Object.fromEntries(filled.map((field) => [field.name, valueFor(field, values)])) as INodeParameters;
}
