import type { INodeProperties } from 'n8n-workflow';

import { campaignLocator } from '../../../shared/lemlist/campaigns';
import { customField, customOperator, customValue, delayType } from './conditionFields';
import { altMessage, altMessagePremium } from './messageFields';

/** What a step does: the enum `type` of "Add Step to Sequence" in lemlist's API reference. */
export const stepType: INodeProperties = {
	displayName: 'Type',
	name: 'type',
	type: 'options',
	default: 'email',
	required: true,
	options: [
		{ name: 'API Call', value: 'api', description: 'Needs a URL' },
		{ name: 'Condition', value: 'conditional', description: 'Splits the sequence. Needs a condition.' },
		{ name: 'Email', value: 'email', description: 'Needs a subject and a message' },
		{ name: 'LinkedIn Comment on Last Post', value: 'linkedinCommentLastPost' },
		{ name: 'LinkedIn Endorsement', value: 'linkedinEndorse' },
		{ name: 'LinkedIn Follow', value: 'linkedinFollow' },
		{ name: 'LinkedIn InMail', value: 'linkedinInMail', description: 'Needs a subject' },
		{ name: 'LinkedIn Invite', value: 'linkedinInvite' },
		{ name: 'LinkedIn Like of Last Post', value: 'linkedinLikeLastPost' },
		{ name: 'LinkedIn Message', value: 'linkedinSend', description: 'Needs a message' },
		{ name: 'LinkedIn Profile Visit', value: 'linkedinVisit' },
		{ name: 'LinkedIn Voice Note', value: 'linkedinVoiceNote' },
		{ name: 'LinkedIn Withdrawal of Invite', value: 'linkedinWithdrawInvitation' },
		{ name: 'Manual Task', value: 'manual' },
		{ name: 'Phone Call', value: 'phone' },
		{ name: 'Send to Another Campaign', value: 'sendToAnotherCampaign', description: 'Needs a campaign' },
		{ name: 'SMS', value: 'sms', description: 'Needs a message' },
		{ name: 'WhatsApp Message', value: 'whatsappMessage', description: 'Needs a message' },
	],
	description: 'What the step does',
};

const WITH_MESSAGE = [
	'api',
	'email',
	'linkedinCommentLastPost',
	'linkedinInMail',
	'linkedinInvite',
	'linkedinSend',
	'linkedinVoiceNote',
	'manual',
	'phone',
	'sms',
	'whatsappMessage',
];
const WITH_MEDIA = ['linkedinInvite', 'linkedinSend'];

/** The types of steps that have a setting; the others have it all. */
const TYPES_WITH: Record<string, string[]> = {
	altMessage: ['linkedinInMail', ...WITH_MEDIA],
	altMessagePremium: ['linkedinInMail', ...WITH_MEDIA],
	campaignId: ['sendToAnotherCampaign'],
	conditionKey: ['conditional'],
	customField: ['conditional'],
	customOperator: ['conditional'],
	customValue: ['conditional'],
	delayType: ['conditional'],
	endorseAnyFallback: ['linkedinEndorse'],
	images: WITH_MEDIA,
	leadAction: ['sendToAnotherCampaign'],
	message: WITH_MESSAGE,
	method: ['api'],
	recordMode: ['linkedinVoiceNote'],
	skillName: ['linkedinEndorse'],
	subject: ['email', 'linkedinInMail'],
	title: ['manual', 'phone'],
	url: ['api'],
	videos: WITH_MEDIA,
};

function shownForItsTypes(setting: INodeProperties): INodeProperties {
	const types = TYPES_WITH[setting.name];
	return types ? { ...setting, displayOptions: { show: { '/type': types } } } : setting;
}

const settings: INodeProperties[] = [
	altMessage,
	altMessagePremium,
	{
		...campaignLocator,
		required: false,
		description:
			'The campaign that leads go on to, in steps of the type Send to Another Campaign. It must not be archived.',
	},
	{
		displayName: 'Condition',
		name: 'conditionKey',
		type: 'options',
		default: 'emailsOpened',
		options: [
			{ name: 'Call Done', value: 'aircallDone' },
			{ name: 'Custom Field', value: 'customLeadInfo', description: 'Needs a custom field and its operator' },
			{ name: 'Email Clicked', value: 'emailsClicked' },
			{ name: 'Email Opened', value: 'emailsOpened' },
			{ name: 'Email Unsubscribed', value: 'emailsUnsubscribed' },
			{ name: 'Has Email Address', value: 'hasEmailAddress' },
			{ name: 'Has LinkedIn URL', value: 'hasLinkedinUrl' },
			{ name: 'Has Phone Number', value: 'hasPhoneNumber' },
			{ name: 'Has Score', value: 'hasScore' },
			{ name: 'Has WhatsApp Account', value: 'hasWhatsappAccount' },
			{ name: 'LinkedIn Invite Accepted', value: 'linkedinInviteAccepted' },
			{ name: 'LinkedIn Message Opened', value: 'linkedinOpened' },
			{ name: 'LinkedIn Network Check', value: 'linkedinNetworkCheck' },
			{ name: 'Meeting Booked', value: 'meetingBooked' },
		],
		description: 'What steps of the type Condition ask about a lead',
	},
	customField,
	customOperator,
	customValue,
	{
		displayName: 'Delay',
		name: 'delay',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 1,
		description: 'Days to wait before the step',
	},
	delayType,
	{
		displayName: 'Endorse Any Skill',
		name: 'endorseAnyFallback',
		type: 'boolean',
		default: false,
		description: 'Whether a LinkedIn endorsement takes any skill when the lead lacks the one that is named',
	},
	{
		displayName: 'HTTP Method',
		name: 'method',
		type: 'options',
		default: 'POST',
		options: [
			{ name: 'DELETE', value: 'DELETE' },
			{ name: 'GET', value: 'GET' },
			{ name: 'PATCH', value: 'PATCH' },
			{ name: 'POST', value: 'POST' },
			{ name: 'PUT', value: 'PUT' },
		],
		description: 'How steps of the type API Call call their URL',
	},
	{
		displayName: 'Images',
		name: 'images',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://example.com/overview.png',
		description:
			'Public HTTPS URLs of PNG, JPEG or GIF images for a LinkedIn invite or message, separated by commas; at most 6 with the videos, 20 MB each',
	},
	{
		displayName: 'Lead Action',
		name: 'leadAction',
		type: 'options',
		default: 'continue',
		options: [
			{ name: 'Continue', value: 'continue' },
			{ name: 'Pause', value: 'pause' },
			{ name: 'Stop', value: 'stop' },
		],
		description: 'What becomes of a lead in this campaign when it is sent to another one',
	},
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 6 },
		default: '',
		placeholder: 'e.g. Hi {{firstName}}, …',
		description:
			'The text of the step: HTML for an email, plain text else. Variables of lemlist stand in double braces.',
	},
	{
		displayName: 'Record Mode',
		name: 'recordMode',
		type: 'options',
		default: 'manual',
		options: [
			{ name: 'AI', value: 'ai', description: 'Lemlist makes the audio from a text' },
			{ name: 'Manual', value: 'manual', description: 'A person records the audio in lemlist' },
		],
		description: 'Where the audio of a LinkedIn voice note comes from',
	},
	{
		displayName: 'Skill Name',
		name: 'skillName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Sales Management',
		description: 'The skill that a LinkedIn endorsement names',
	},
	{
		displayName: 'Subject',
		name: 'subject',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{firstName}}, a question about {{companyName}}',
		description: 'The subject of an email or an InMail',
	},
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		placeholder: 'e.g. Call the prospect',
		description: 'The title of a manual task',
	},
	{
		displayName: 'URL',
		name: 'url',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://example.com/lemlist-step',
		description: 'What steps of the type API Call call; it begins with https:// or http://',
	},
	{
		displayName: 'Videos',
		name: 'videos',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://example.com/demo.mp4',
		description:
			'Public HTTPS URLs of MP4 or QuickTime videos for a LinkedIn invite or message, separated by commas; at most 6 with the images, 20 MB each',
	},
];

/** Everything a step can hold besides its type and place, sorted by display name, each for the types that have it. */
export const stepSettings = settings.map(shownForItsTypes);
