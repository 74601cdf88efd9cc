import type { INodeProperties } from 'n8n-workflow';

/** What is known of a person: fields of leads and contacts, and the input of enrichments. */

export const companyDomain: INodeProperties = {
	displayName: 'Company Domain',
	name: 'companyDomain',
	type: 'string',
	default: '',
	placeholder: 'e.g. example.com',
};

export const companyName: INodeProperties = {
	displayName: 'Company Name',
	name: 'companyName',
	type: 'string',
	default: '',
};

export const firstName: INodeProperties = { displayName: 'First Name', name: 'firstName', type: 'string', default: '' };

export const jobTitle: INodeProperties = { displayName: 'Job Title', name: 'jobTitle', type: 'string', default: '' };

export const lastName: INodeProperties = { displayName: 'Last Name', name: 'lastName', type: 'string', default: '' };

export const linkedinUrl: INodeProperties = {
	displayName: 'LinkedIn URL',
	name: 'linkedinUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://www.linkedin.com/in/johndoe',
};
