import type { INodeProperties } from 'n8n-workflow';

export const variant: INodeProperties = {
	displayName: 'Variant',
	name: 'variant',
	type: 'options',
	default: 'B',
	options: [
		{ name: 'A', value: 'A' },
		{ name: 'B', value: 'B' },
	],
};
