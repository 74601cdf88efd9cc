import type { INodeProperties } from 'n8n-workflow';

import { updateFields } from '../../fields/frames';
import { autoReview, autoReviewConditions } from './fields';

/** What can be changed with PATCH /campaigns/{campaignId}. Its sections are partial: what is not added keeps its value. */

const campaignProgress: INodeProperties = {
	displayName: 'Campaign Progress',
	name: 'campaignProgress',
	type: 'options',
	options: [
		{ name: 'Continue', value: 'continue' },
		{ name: 'Pause', value: 'pause' },
		{ name: 'Stop', value: 'stop' },
	],
	default: 'stop',
	description: 'What happens to the lead in this campaign',
};

const propagateProgressToCompany: INodeProperties = {
	displayName: 'Propagate Progress to Company',
	name: 'propagateProgressToCompany',
	type: 'boolean',
	default: true,
	description: 'Whether the same happens to the other leads of the same company',
};

const replyActions: INodeProperties[] = [
	{
		displayName: 'Enabled',
		name: 'enabled',
		type: 'boolean',
		default: true,
		description: 'Whether lemlist acts on such a reply',
	},
	{
		displayName: 'Pause All Campaigns for Company',
		name: 'pauseAllCampaignsForCompany',
		type: 'boolean',
		default: true,
		description: 'Whether all campaigns pause for all leads of the same company',
	},
	{
		displayName: 'Pause All Campaigns for Lead',
		name: 'pauseAllCampaignsForLead',
		type: 'boolean',
		default: true,
		description: 'Whether all campaigns pause for the lead',
	},
	{
		displayName: 'Pause Campaign for Company',
		name: 'pauseCampaignForCompany',
		type: 'boolean',
		default: true,
		description: 'Whether this campaign pauses for the other leads of the same company',
	},
];

const aiFeatures: INodeProperties = {
	displayName: 'AI Features',
	name: 'aiFeatures',
	type: 'collection',
	placeholder: 'Add setting',
	default: {},
	description: 'What the AI of lemlist does with replies',
	options: [
		{
			displayName: 'On Interested Reply',
			name: 'onInterestedReply',
			type: 'collection',
			placeholder: 'Add setting',
			default: {},
			description: 'What happens after a reply that shows interest',
			options: replyActions,
		},
		{
			displayName: 'On Not Interested Reply',
			name: 'onNotInterestedReply',
			type: 'collection',
			placeholder: 'Add setting',
			default: {},
			description: 'What happens after a reply that shows no interest',
			options: replyActions,
		},
		{
			displayName: 'Score Replies',
			name: 'scoreReplies',
			type: 'boolean',
			default: true,
			description: 'Whether replies get a score',
		},
	],
};

const onLinkClicked: INodeProperties = {
	displayName: 'On Link Clicked',
	name: 'onLinkClicked',
	type: 'collection',
	placeholder: 'Add setting',
	default: {},
	description: 'What happens when a lead clicks a tracked link',
	options: [
		campaignProgress,
		{
			displayName: 'Create New Task',
			name: 'createNewTask',
			type: 'boolean',
			default: true,
			description: 'Whether a task is created',
		},
		propagateProgressToCompany,
		{
			displayName: 'Specific Links',
			name: 'specificLinks',
			type: 'string',
			typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Link' },
			default: [],
			placeholder: 'e.g. https://example.com/pricing',
			description: 'Only these links count. Without an entry, all links do.',
		},
	],
};

const onMeetingBooked: INodeProperties = {
	displayName: 'On Meeting Booked',
	name: 'onMeetingBooked',
	type: 'collection',
	placeholder: 'Add setting',
	default: {},
	description: 'What happens when a meeting is booked',
	options: [campaignProgress, propagateProgressToCompany],
};

const onReplied: INodeProperties = {
	displayName: 'On Replied',
	name: 'onReplied',
	type: 'collection',
	placeholder: 'Add setting',
	default: {},
	description: 'What happens when a lead replies',
	options: [
		campaignProgress,
		{
			displayName: 'Create New Task',
			name: 'createNewTask',
			type: 'boolean',
			default: true,
			description: 'Whether a task is created',
		},
		{
			displayName: 'Disable Out of Office',
			name: 'disableOutOfOffice',
			type: 'boolean',
			default: true,
			description: 'Whether lemlist stops telling out-of-office messages from replies',
		},
		propagateProgressToCompany,
	],
};

const tracking: INodeProperties = {
	displayName: 'Tracking',
	name: 'tracking',
	type: 'collection',
	placeholder: 'Add setting',
	default: {},
	description: 'What lemlist tracks in emails',
	options: [
		{
			displayName: 'Track Clicks',
			name: 'trackClicks',
			type: 'boolean',
			default: true,
			description: 'Whether clicks on links are tracked',
		},
		{
			displayName: 'Track Opens',
			name: 'trackOpens',
			type: 'boolean',
			default: true,
			description: 'Whether opened emails are tracked',
		},
		{
			displayName: 'Track Replies',
			name: 'trackReplies',
			type: 'boolean',
			default: true,
			description: 'Whether replies are tracked',
		},
	],
};

/** The collection of the update operation: sections and, for workflows that know them, lemlist's older flat switches. */
export const campaignChanges: INodeProperties = updateFields(
	aiFeatures,
	{
		displayName: 'Auto Lead Interest',
		name: 'autoLeadInterest',
		type: 'boolean',
		default: true,
		description: 'Whether lemlist finds out by itself if a lead is interested',
	},
	autoReview,
	autoReviewConditions,
	{
		displayName: 'Disable Out of Office',
		name: 'disableOutOfOffice',
		type: 'boolean',
		default: true,
		description: 'Whether lemlist stops telling out-of-office messages from replies',
	},
	{
		displayName: 'Disable Track Click',
		name: 'disableTrackClick',
		type: 'boolean',
		default: true,
		description: "Whether clicks on links are no longer tracked. 'Tracking' is the newer form.",
	},
	{
		displayName: 'Disable Track Open',
		name: 'disableTrackOpen',
		type: 'boolean',
		default: true,
		description: "Whether opened emails are no longer tracked. 'Tracking' is the newer form.",
	},
	{
		displayName: 'Disable Track Reply',
		name: 'disableTrackReply',
		type: 'boolean',
		default: true,
		description: "Whether replies are no longer tracked. 'Tracking' is the newer form.",
	},
	{
		displayName: 'Leads Paused by Interest',
		name: 'leadsPausedByInterest',
		type: 'boolean',
		default: true,
		description: 'Whether leads are paused by their interest',
	},
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. Product launch DACH',
		description: 'The name of the campaign',
	},
	onLinkClicked,
	onMeetingBooked,
	onReplied,
	{
		displayName: 'Opportunity Clicked',
		name: 'opportunityClicked',
		type: 'boolean',
		default: true,
		description: 'Whether a click on a link creates an opportunity',
	},
	{
		displayName: 'Opportunity Replied',
		name: 'opportunityReplied',
		type: 'boolean',
		default: true,
		description: 'Whether a reply creates an opportunity',
	},
	// A text: a locator chooses one, and a multi-select could not show the texts that workflows have stored.
	{
		displayName: 'Send User IDs',
		name: 'sendUserIds',
		type: 'string',
		default: '',
		placeholder: 'e.g. usr_A1B2C3D4E5F6G7H8I, usr_B2C3D4E5F6G7H8I9J',
		description:
			'IDs of the users who send, separated by commas, or an expression that returns an array. They replace the present senders, and must cover all channels of the campaign. Not for campaigns whose sender depends on the lead.',
	},
	{
		displayName: 'Sequence Sharing',
		name: 'sequenceSharing',
		type: 'boolean',
		default: true,
		description: 'Whether the sequence is shared',
	},
	{
		displayName: 'Stop on Email Replied',
		name: 'stopOnEmailReplied',
		type: 'boolean',
		default: true,
		description: "Whether the campaign stops for a lead that replies by email. 'On Replied' is the newer form.",
	},
	{
		displayName: 'Stop on Link Clicked',
		name: 'stopOnLinkClicked',
		type: 'boolean',
		default: true,
		description: "Whether the campaign stops for a lead that clicks a link. 'On Link Clicked' is the newer form.",
	},
	{
		displayName: 'Stop on Link Clicked Filter',
		name: 'stopOnLinkClickedFilter',
		type: 'string',
		default: '',
		description: "Which links count for 'Stop on Link Clicked'. Empty removes the filter.",
	},
	{
		displayName: 'Stop on Meeting Booked',
		name: 'stopOnMeetingBooked',
		type: 'boolean',
		default: true,
		description: "Whether the campaign stops for a lead that books a meeting. 'On Meeting Booked' is the newer form.",
	},
	tracking,
);
