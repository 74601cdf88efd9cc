import type { INodeProperties } from 'n8n-workflow';

// Fields of a message, in a step and in variant B of it.

export const altMessage: INodeProperties = {
	displayName: 'Alternative Message',
	name: 'altMessage',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	description: 'Another text for LinkedIn messages',
};

export const altMessagePremium: INodeProperties = {
	displayName: 'Alternative Message for Premium',
	name: 'altMessagePremium',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	description: 'Another text for LinkedIn messages from LinkedIn Premium accounts',
};
