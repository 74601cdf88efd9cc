import type { INodeProperties } from 'n8n-workflow';

/** The order of a list; goes into `options`. What counts while it is not added is the operation's own. */
export const sortOrder: INodeProperties = {
	displayName: 'Sort Order',
	name: 'sortOrder',
	type: 'options',
	options: [
		{ name: 'Newest First', value: 'desc' },
		{ name: 'Oldest First', value: 'asc' },
	],
	default: 'desc',
	description: 'The order by date of creation',
};
