import type { INodeProperties } from 'n8n-workflow';

/** The IDs by which operations choose what they work with. Campaigns have a locator (`shared/lemlist/campaigns.ts`). */

export const contactId: INodeProperties = {
	displayName: 'Contact ID',
	name: 'contactId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. ctc_A1B2C3D4E5F6G7H8I',
	description: 'The ID of the contact: a person in the CRM of lemlist, and not a lead of a campaign',
};

export const leadId: INodeProperties = {
	displayName: 'Lead ID',
	name: 'leadId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. lea_8xJSc7sV7ggpiVnXe',
	description: 'The ID of the lead in its campaign, not of its contact',
};

export const scheduleId: INodeProperties = {
	displayName: 'Schedule ID',
	name: 'scheduleId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. skd_A1B2C3D4E5F6G7H8I',
	description: 'The ID of the schedule, as Get Many gives it',
};

export const sequenceId: INodeProperties = {
	displayName: 'Sequence ID',
	name: 'sequenceId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. seq_A1B2C3D4E5F6G7H8I',
	description: 'The ID of the sequence, as Get Many gives it, or as "sequenceId" of a campaign',
};

export const stepId: INodeProperties = {
	displayName: 'Step ID',
	name: 'stepId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. stp_A1B2C3D4E5F6G7H8I',
	description: 'The ID of the step, as Get Many of sequences gives it in "steps"',
};

export const userId: INodeProperties = {
	displayName: 'User ID',
	name: 'userId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. usr_A1B2C3D4E5F6G7H8I',
	description: "The user to work with. The operation 'Get' of the resource 'Team' lists the IDs of all users.",
};
