import type { INodeProperties } from 'n8n-workflow';

export const userId: INodeProperties = {
	displayName: 'User ID',
	name: 'userId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. usr_A1B2C3D4E5F6G7H8I',
	description: "The user to work with. The operation 'Get' of the resource 'Team' lists the IDs of all users.",
};
