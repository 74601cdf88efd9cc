import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { campaignLocator } from '../../../shared/lemlist/campaigns';
import type { ItemParameters } from '../../../shared/n8n/parameters';

export const leadId: INodeProperties = {
	displayName: 'Lead ID',
	name: 'leadId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. lea_8xJSc7sV7ggpiVnXe',
	description: 'The ID of the lead in its campaign, not of its contact',
};

export const email: INodeProperties = {
	displayName: 'Email',
	name: 'email',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. name@email.com',
	description: 'The email address of the lead',
};

export const leadIdOrEmail: INodeProperties = {
	displayName: 'Lead ID or Email',
	name: 'leadIdOrEmail',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. lea_8xJSc7sV7ggpiVnXe or name@email.com',
	description: 'The ID of the lead in its campaign, or its email address',
};

export const stepId: INodeProperties = {
	displayName: 'Step ID',
	name: 'stepId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. stp_x8NXbRFHPPTHFbnZL',
	description: 'The ID of the step of the sequence; the operation Get Many of the resource Sequence lists them',
};

/** One campaign, or all that the lead is in. Read it with `scopedCampaignId`. */
export const scope: INodeProperties[] = [
	{
		displayName: 'Apply To',
		name: 'scope',
		type: 'options',
		options: [
			{ name: 'All Campaigns', value: 'allCampaigns', description: 'Every campaign that the lead is in' },
			{ name: 'One Campaign', value: 'oneCampaign' },
		],
		default: 'oneCampaign',
		description: 'Where the lead is changed',
	},
	{ ...campaignLocator, displayOptions: { show: { scope: ['oneCampaign'] } } },
];

/** The chosen campaign; undefined stands for all. */
export function scopedCampaignId(parameters: ItemParameters): string | undefined {
	return parameters.text('scope') === 'allCampaigns' ? undefined : parameters.campaignId();
}

/** Key under which the writes to one lead keep their order. Addresses differ in case only by accident. */
export function sameLead(idOrEmail: string): string {
	return `lead ${idOrEmail.includes('@') ? idOrEmail.toLowerCase() : idOrEmail}`;
}

/** What lemlist does with fields that the contact has already (query `updateStrategy` of lead create and update). */
export const updateStrategy: INodeProperties = {
	displayName: 'Update Strategy',
	name: 'updateStrategy',
	type: 'options',
	options: [
		{ name: 'Fill Empty Only', value: 'fillEmptyOnly', description: 'Only set fields that are empty at lemlist' },
		{ name: 'Overwrite', value: 'overwrite', description: 'Replace what is there, also by empty values' },
		{
			name: 'Overwrite, Ignore Empty',
			value: 'overwriteIgnoreEmpty',
			description: 'Replace what is there, but never by an empty value',
		},
	],
	default: 'overwrite',
	description: 'What happens to values that lemlist has already',
};

/** Names and values of the team's own variables, read with `variables.ts`. */
export const customVariables: INodeProperties = {
	displayName: 'Custom Variables',
	name: 'customVariables',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add variable',
	default: {},
	description: 'Your own variables of the lead, for use in messages',
	options: [
		{
			displayName: 'Variable',
			name: 'pairs',
			values: [
				{ displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: 'e.g. companySize' },
				{ displayName: 'Value', name: 'value', type: 'string', default: '', placeholder: 'e.g. 50-100' },
			],
		},
	],
};

/** Body fields of POST /campaigns/{campaignId}/leads/ besides the email, as lemlist's API reference lists them. */
export const newLeadFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	options: [
		{
			displayName: 'Company Domain',
			name: 'companyDomain',
			type: 'string',
			default: '',
			placeholder: 'e.g. example.com',
		},
		{ displayName: 'Company Name', name: 'companyName', type: 'string', default: '' },
		{
			displayName: 'Contact Owner',
			name: 'contactOwner',
			type: 'string',
			default: '',
			placeholder: 'e.g. usr_Emu1g29BMtBixhMSP',
			description: 'The user ID or login email of the lemlist user who owns the contact',
		},
		{ displayName: 'First Name', name: 'firstName', type: 'string', default: '' },
		{
			displayName: 'Icebreaker',
			name: 'icebreaker',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			description: 'A personal opening line',
		},
		{ displayName: 'Job Title', name: 'jobTitle', type: 'string', default: '' },
		{ displayName: 'Last Name', name: 'lastName', type: 'string', default: '' },
		{
			displayName: 'LinkedIn URL',
			name: 'linkedinUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://www.linkedin.com/in/johndoe',
			description: 'The address of the personal LinkedIn profile',
		},
		{ displayName: 'Phone', name: 'phone', type: 'string', default: '', placeholder: 'e.g. +33 1 23 45 67 89' },
		{
			displayName: 'Picture',
			name: 'picture',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://example.com/picture.png',
			description: 'The URL of the profile picture',
		},
		{
			displayName: 'Timezone',
			name: 'timezone',
			type: 'string',
			default: '',
			placeholder: 'e.g. Europe/Paris',
			description: "The lead's time zone, as an IANA name",
		},
	],
};

/** Query of POST /campaigns/{campaignId}/leads/. The last four are sent as query by lemlist's specification, and not in the body. */
export const newLeadOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Deduplicate',
			name: 'deduplicate',
			type: 'boolean',
			default: true,
			description: 'Whether to refuse the lead when its email is in another campaign of the team',
		},
		{
			displayName: 'Find Email',
			name: 'findEmail',
			type: 'boolean',
			default: true,
			description: 'Whether to look for a verified email, which spends credits',
		},
		{
			displayName: 'Find Phone',
			name: 'findPhone',
			type: 'boolean',
			default: true,
			description: 'Whether to look for a phone number, which spends credits',
		},
		{
			displayName: 'LinkedIn Enrichment',
			name: 'linkedinEnrichment',
			type: 'boolean',
			default: true,
			description: 'Whether to complete the lead from its LinkedIn profile, which spends credits',
		},
		updateStrategy,
		{
			displayName: 'Verify Email',
			name: 'verifyEmail',
			type: 'boolean',
			default: true,
			description: 'Whether to check that the email can be delivered, which spends credits',
		},
	],
};

/** What lemlist's answers about leads are cut down to. */
export const leadSummary = [
	'_id',
	'email',
	'firstName',
	'lastName',
	'companyName',
	'jobTitle',
	'campaignId',
	'campaignName',
	'contactId',
	'isPaused',
	'emailStatus',
	'warnings',
] as const;

/** Kinds of enrichment in the spelling of lemlist's bulk and CRM routes. */
export const enrichFeatures: INodePropertyOptions[] = [
	{ name: 'Find Email', value: 'find_email' },
	{ name: 'Find Phone', value: 'find_phone' },
	{ name: 'LinkedIn Enrichment', value: 'linkedin_enrichment' },
	{ name: 'Verify Email', value: 'verify' },
];
