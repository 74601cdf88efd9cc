import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { companyDomain, companyName, firstName, jobTitle, lastName, linkedinUrl } from '../../fields/person';

/** Kinds of enrichment, as POST /enrich and POST /leads/{leadId}/enrich name them in their query. */
const kinds: INodePropertyOptions[] = [
	{
		name: 'Find Email',
		value: 'findEmail',
		description: 'Look for a verified email; needs a LinkedIn URL, or a name and a company',
	},
	{ name: 'Find Phone', value: 'findPhone', description: 'Look for a phone number; needs a LinkedIn URL' },
	{
		name: 'LinkedIn Enrichment',
		value: 'linkedinEnrichment',
		description: 'Read the LinkedIn profile; needs its URL, an email, or a name and a company',
	},
	{ name: 'Verify Email', value: 'verifyEmail', description: 'Check that an email can be delivered; needs the email' },
];

export const enrichments: INodeProperties = {
	displayName: 'Enrichments',
	name: 'enrichments',
	type: 'multiOptions',
	options: kinds,
	required: true,
	default: ['findEmail'],
	description: 'What to look up. Each one spends credits.',
};

/** A text: lemlist has no list of enrichments, and only an earlier step of the workflow knows the ID. */
export const enrichId: INodeProperties = {
	displayName: 'Enrichment ID',
	name: 'enrichId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. enr_CzQDYYcS5vDG1ZvQi',
	description: 'The ID that the start of the enrichment gave',
};

export const waitForResult: INodeProperties = {
	displayName: 'Wait for Result',
	name: 'waitForResult',
	type: 'boolean',
	default: false,
	description: 'Whether to wait until lemlist has the result, mostly under 30 seconds, instead of returning at once',
};

const onlyWhenWaiting = { show: { '/waitForResult': [true] } };

/** Options of the wait, by name; all operations that wait have the first two. */
export const pollInterval: INodeProperties = {
	displayName: 'Poll Interval (Seconds)',
	name: 'pollInterval',
	type: 'number',
	typeOptions: { minValue: 0, numberPrecision: 1 },
	default: 0,
	description: 'Time between two looks; 0 begins with short gaps and makes them longer',
	displayOptions: onlyWhenWaiting,
};

export const timeout: INodeProperties = {
	displayName: 'Timeout (Minutes)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 0.1, numberPrecision: 1 },
	default: 10,
	description: 'How long to wait for the result',
	displayOptions: onlyWhenWaiting,
};

export const onTimeout: INodeProperties = {
	displayName: 'On Timeout',
	name: 'onTimeout',
	type: 'options',
	options: [
		{ name: 'Fail', value: 'fail', description: 'The item fails; the message names the enrichment' },
		{
			name: 'Return Pending',
			value: 'returnPending',
			description: 'The item goes on with the enrichment ID, to be asked for later with Get',
		},
	],
	default: 'fail',
	displayOptions: onlyWhenWaiting,
};

export const webhookUrl: INodeProperties = {
	displayName: 'Webhook URL',
	name: 'webhookUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://n8n.example.com/webhook/enriched',
	description: 'An address that lemlist calls with the result',
};

/** What is known of a person: the input fields of lemlist's enrichment. */
export const person: INodeProperties = {
	displayName: 'Person',
	name: 'person',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	description: 'What is known of the person; the more, the better the chance to find something',
	options: [
		companyDomain,
		companyName,
		{ displayName: 'Email', name: 'email', type: 'string', default: '', placeholder: 'e.g. name@email.com' },
		firstName,
		jobTitle,
		lastName,
		linkedinUrl,
	],
};
