import type { INodeProperties } from 'n8n-workflow';

// Fields of a condition, in the step that asks it and in each of its branches.

export const customField: INodeProperties = {
	displayName: 'Custom Field',
	name: 'customField',
	type: 'string',
	default: '',
	placeholder: 'e.g. jobTitle',
	description: 'For the condition Custom Field: the field of the lead',
};

export const customOperator: INodeProperties = {
	displayName: 'Custom Operator',
	name: 'customOperator',
	type: 'options',
	default: 'equal',
	options: [
		{ name: 'Contains', value: 'contains' },
		{ name: 'Empty', value: 'empty' },
		{ name: 'Equal', value: 'equal' },
		{ name: 'Not Empty', value: 'notEmpty' },
	],
	description: 'For the condition Custom Field: how it compares',
};

export const customValue: INodeProperties = {
	displayName: 'Custom Value',
	name: 'customValue',
	type: 'string',
	default: '',
	description: 'For the condition Custom Field: what it compares with',
};

export const delayType: INodeProperties = {
	displayName: 'Delay Type',
	name: 'delayType',
	type: 'options',
	default: 'within',
	options: [
		{ name: 'Wait Until', value: 'waitUntil' },
		{ name: 'Within', value: 'within' },
	],
	description: 'How a condition uses the delay',
};
