import type { INodeProperties } from 'n8n-workflow';

/** The collections that operations of every resource have. Each takes its fields, sorted by display name. */

function collection(displayName: string, name: string, placeholder: string, options: INodeProperties[]) {
	const field: INodeProperties = { displayName, name, type: 'collection', placeholder, default: {}, options };
	return field;
}

/** What narrows a list. */
export function filters(...fields: INodeProperties[]): INodeProperties {
	return collection('Filters', 'filters', 'Add filter', fields);
}

/** What an update may change. */
export function updateFields(...fields: INodeProperties[]): INodeProperties {
	return collection('Update Fields', 'updateFields', 'Add field', fields);
}

/** What something new may have beyond what it needs. */
export function additionalFields(...fields: INodeProperties[]): INodeProperties {
	return collection('Additional Fields', 'additionalFields', 'Add field', fields);
}

/** How an operation goes about its work. */
export function options(...fields: INodeProperties[]): INodeProperties {
	return collection('Options', 'options', 'Add option', fields);
}
