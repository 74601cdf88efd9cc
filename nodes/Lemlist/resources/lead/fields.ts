import type { INodeProperties } from 'n8n-workflow';

import { campaignLocator } from '../../../shared/lemlist/campaigns';
import { additionalFields, options } from '../../fields/frames';
import { stepId } from '../../fields/ids';
import { lead } from '../../fields/locators/lead';
import { userOrEmail } from '../../../shared/lemlist/users';
import { companyDomain, companyName, firstName, jobTitle, lastName, linkedinUrl } from '../../fields/person';

export const email: INodeProperties = {
	displayName: 'Email',
	name: 'email',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. name@email.com',
	description: 'The email address of the lead',
};

/** Of a new lead, which may be known by its LinkedIn profile alone. */
export const newLeadEmail: INodeProperties = {
	...email,
	required: false,
	description: "The email address of the lead. Only a lead with a 'LinkedIn URL' can do without.",
};

export const leadIdOrEmail: INodeProperties = {
	...lead.field,
	name: 'leadIdOrEmail',
	description: 'The lead, by its ID in the campaign or its email address',
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
	{ ...campaignLocator, required: false, displayOptions: { show: { scope: ['oneCampaign'] } } },
];

/**
 * What lemlist does with fields that the contact has already (query `updateStrategy` of lead create and update).
 *
 * @param overwrite describes Overwrite, with what becomes of a field that is left empty
 * @param ignoreEmpty the same for Overwrite, Ignore Empty
 */
function updateStrategy(overwrite: string, ignoreEmpty: string): INodeProperties {
	return {
		displayName: 'Update Strategy',
		name: 'updateStrategy',
		type: 'options',
		options: [
			{ name: 'Fill Empty Only', value: 'fillEmptyOnly', description: 'Only set fields that are empty at lemlist' },
			{ name: 'Overwrite', value: 'overwrite', description: overwrite },
			{
				name: 'Overwrite, Ignore Empty',
				value: 'overwriteIgnoreEmpty',
				description: ignoreEmpty,
			},
		],
		default: 'overwrite',
		description: 'What happens to values that lemlist has already, in the contact of the lead, too',
	};
}

/** Of operations that do not send what is empty. */
const newLeadStrategy = updateStrategy(
	'Replace what is there. Fields left empty here are not sent, and stay as they are.',
	'Replace what is there. The same here, since fields left empty are not sent.',
);

/** Of an update, which sends what was added, empty or not. */
export const changeStrategy = updateStrategy(
	'Replace what is there. A field that is added here and left empty is emptied.',
	'Replace what is there. A field that is added here and left empty stays as it is.',
);

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

/** Fields that every lead has besides its email, as lemlist's API reference lists them for a new one. */
export const leadFields: INodeProperties[] = [
	companyDomain,
	companyName,
	{
		...userOrEmail.field,
		required: false,
		displayName: 'Contact Owner',
		name: 'contactOwner',
		description: 'The user of lemlist who owns the contact, by ID or the email address to log in with',
	},
	firstName,
	{
		displayName: 'Icebreaker',
		name: 'icebreaker',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'A personal opening line',
	},
	jobTitle,
	lastName,
	{ ...linkedinUrl, description: 'The address of the personal LinkedIn profile' },
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
		displayName: 'Time Zone',
		name: 'timezone',
		type: 'string',
		default: '',
		placeholder: 'e.g. Europe/Paris',
		description: "The lead's time zone, as an IANA name",
	},
];

export const newLeadFields: INodeProperties = additionalFields(...leadFields);

/**
 * Query of POST /campaigns/{campaignId}/leads/, by lemlist's specification, and not its body. What spends credits is off
 * until it is switched on: to add the option alone must cost nothing.
 */
export const newLeadOptions: INodeProperties = options(
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
		default: false,
		description: 'Whether to look for a verified email, which spends credits',
	},
	{
		displayName: 'Find Phone',
		name: 'findPhone',
		type: 'boolean',
		default: false,
		description: 'Whether to look for a phone number, which spends credits',
	},
	{
		displayName: 'LinkedIn Enrichment',
		name: 'linkedinEnrichment',
		type: 'boolean',
		default: false,
		description: 'Whether to complete the lead from its LinkedIn profile, which spends credits',
	},
	newLeadStrategy,
	{
		displayName: 'Verify Email',
		name: 'verifyEmail',
		type: 'boolean',
		default: false,
		description: 'Whether to check that the email can be delivered, which spends credits',
	},
);

export const leadStepId: INodeProperties = {
	...stepId,
	description: "The step of the campaign's sequences",
};
