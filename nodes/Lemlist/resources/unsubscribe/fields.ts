import type { INodeProperties } from 'n8n-workflow';

/** What an entry of the unsubscribe list is about. It becomes a part of the path. */
export const value: INodeProperties = {
	displayName: 'Value',
	name: 'value',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. john.doe@example.com',
	description:
		'An email address, a domain such as @example.com, a phone number such as +33612345678, or a LinkedIn URL',
};

export const contactId: INodeProperties = {
	displayName: 'Contact ID',
	name: 'contactId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. ctc_A1B2C3D4E5F6G7H8I',
	description: 'The ID of the contact: a person in the CRM of lemlist, and not a lead of a campaign',
};
