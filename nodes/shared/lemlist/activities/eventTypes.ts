import type { INodePropertyOptions } from 'n8n-workflow';

/** A kind of event, as lemlist names it. */
export interface EventType {
	/** What it belongs to; stands first in the list that people choose from. */
	group: string;
	/** Title Case, without the group. */
	name: string;
	/** lemlist's own name, in the field `type` of an event. */
	value: string;
	description?: string;
	/** lemlist calls webhooks for it, but keeps no activity of that type. */
	onlyWebhooks?: true;
}

/**
 * Every event of lemlist's webhooks: the enum of `type` in its API reference, "Add Webhook", in the
 * groups of that page. `onlyWebhooks` are those that the types of "Get Many Activities" do not have.
 */
export const EVENT_TYPES: readonly EventType[] = [
	{
		group: 'Lead',
		name: 'Contacted',
		value: 'contacted',
		description: 'A first step was done, without a reaction yet',
		onlyWebhooks: true,
	},
	{
		group: 'Lead',
		name: 'Hooked',
		value: 'hooked',
		description: 'Opened an email or a LinkedIn message',
		onlyWebhooks: true,
	},
	{
		group: 'Lead',
		name: 'Attracted',
		value: 'attracted',
		description: 'Clicked in an email or accepted a LinkedIn invite',
		onlyWebhooks: true,
	},
	{
		group: 'Lead',
		name: 'Warmed',
		value: 'warmed',
		description: 'Replied to an email or on LinkedIn',
		onlyWebhooks: true,
	},
	{
		group: 'Lead',
		name: 'Interested',
		value: 'interested',
		description: 'Marked as interested, on whatever channel',
		onlyWebhooks: true,
	},
	{
		group: 'Lead',
		name: 'Not Interested',
		value: 'notInterested',
		description: 'Marked as not interested, on whatever channel',
		onlyWebhooks: true,
	},
	{ group: 'Email', name: 'Sent', value: 'emailsSent' },
	{ group: 'Email', name: 'Opened', value: 'emailsOpened' },
	{ group: 'Email', name: 'Clicked', value: 'emailsClicked' },
	{ group: 'Email', name: 'Replied', value: 'emailsReplied' },
	{ group: 'Email', name: 'Bounced', value: 'emailsBounced' },
	{ group: 'Email', name: 'Failed', value: 'emailsFailed' },
	{ group: 'Email', name: 'Interested', value: 'emailsInterested' },
	{ group: 'Email', name: 'Not Interested', value: 'emailsNotInterested' },
	{ group: 'Email', name: 'Unsubscribed', value: 'emailsUnsubscribed' },
	{ group: 'Unsubscribe', name: 'Contact or Company Unsubscribed', value: 'entityUnsubscribed' },
	{
		group: 'Unsubscribe',
		name: 'Value Unsubscribed',
		value: 'variableUnsubscribed',
		description: 'An email, domain, phone number or LinkedIn URL was put on the unsubscribe list',
	},
	{ group: 'LinkedIn', name: 'Message Sent', value: 'linkedinSent' },
	{ group: 'LinkedIn', name: 'Message Opened', value: 'linkedinOpened' },
	{ group: 'LinkedIn', name: 'Replied', value: 'linkedinReplied' },
	{ group: 'LinkedIn', name: 'Interested', value: 'linkedinInterested' },
	{ group: 'LinkedIn', name: 'Not Interested', value: 'linkedinNotInterested' },
	{ group: 'LinkedIn', name: 'Message Failed', value: 'linkedinSendFailed' },
	{ group: 'LinkedIn', name: 'Profile Visit Done', value: 'linkedinVisitDone' },
	{ group: 'LinkedIn', name: 'Profile Visit Failed', value: 'linkedinVisitFailed' },
	{ group: 'LinkedIn', name: 'Follow Done', value: 'linkedinFollowDone' },
	{ group: 'LinkedIn', name: 'Follow Failed', value: 'linkedinFollowFailed' },
	{ group: 'LinkedIn', name: 'Follow Skipped', value: 'linkedinFollowSkipped' },
	{ group: 'LinkedIn', name: 'Invite Sent', value: 'linkedinInviteDone' },
	{ group: 'LinkedIn', name: 'Invite Failed', value: 'linkedinInviteFailed' },
	{ group: 'LinkedIn', name: 'Invite Accepted', value: 'linkedinInviteAccepted' },
	{ group: 'LinkedIn', name: 'Endorsement Done', value: 'linkedinEndorseDone' },
	{ group: 'LinkedIn', name: 'Endorsement Failed', value: 'linkedinEndorseFailed' },
	{ group: 'LinkedIn', name: 'Endorsement Skipped', value: 'linkedinEndorseSkipped' },
	{ group: 'LinkedIn', name: 'Voice Note Sent', value: 'linkedinVoiceNoteDone' },
	{ group: 'LinkedIn', name: 'Voice Note Failed', value: 'linkedinVoiceNoteFailed' },
	{ group: 'LinkedIn', name: 'Like of Last Post Done', value: 'linkedinLikeLastPostDone' },
	{ group: 'LinkedIn', name: 'Like of Last Post Without Post', value: 'linkedinLikeLastPostNoPost' },
	{ group: 'LinkedIn', name: 'Like of Last Post Failed', value: 'linkedinLikeLastPostFailed' },
	{ group: 'LinkedIn', name: 'Invite Withdrawn', value: 'linkedinWithdrawInvitationDone' },
	{ group: 'LinkedIn', name: 'Invite Withdrawal Failed', value: 'linkedinWithdrawInvitationFailed' },
	{ group: 'WhatsApp', name: 'Message Sent', value: 'whatsappMessageSent' },
	{ group: 'WhatsApp', name: 'Message Delivered', value: 'whatsappMessageDelivered' },
	{ group: 'WhatsApp', name: 'Message Opened', value: 'whatsappMessageOpened' },
	{ group: 'WhatsApp', name: 'Replied', value: 'whatsappReplied' },
	{ group: 'WhatsApp', name: 'Message Failed', value: 'whatsappMessageFailed' },
	{ group: 'SMS', name: 'Sent', value: 'smsSent' },
	{ group: 'SMS', name: 'Delivered', value: 'smsDelivered' },
	{ group: 'SMS', name: 'Replied', value: 'smsReplied' },
	{ group: 'SMS', name: 'Failed', value: 'smsFailed' },
	{ group: 'Call', name: 'Created', value: 'aircallCreated' },
	{ group: 'Call', name: 'Ended', value: 'aircallEnded' },
	{ group: 'Call', name: 'Done', value: 'aircallDone' },
	{ group: 'Call', name: 'Interested', value: 'aircallInterested' },
	{ group: 'Call', name: 'Not Interested', value: 'aircallNotInterested' },
	{ group: 'Call', name: 'Recording Ready', value: 'callRecordingDone', onlyWebhooks: true },
	{ group: 'Call', name: 'Transcript Ready', value: 'callTranscriptDone', onlyWebhooks: true },
	{ group: 'API Step', name: 'Done', value: 'apiDone' },
	{ group: 'API Step', name: 'Interested', value: 'apiInterested' },
	{ group: 'API Step', name: 'Not Interested', value: 'apiNotInterested' },
	{ group: 'API Step', name: 'Failed', value: 'apiFailed' },
	{ group: 'Manual Step', name: 'Interested', value: 'manualInterested' },
	{ group: 'Manual Step', name: 'Not Interested', value: 'manualNotInterested' },
	{ group: 'Campaign', name: 'Lead Paused', value: 'paused', description: 'The sequence was paused for a lead' },
	{ group: 'Campaign', name: 'Lead Resumed', value: 'resumed', description: 'The sequence goes on for a lead' },
	{
		group: 'Campaign',
		name: 'Lead Stopped',
		value: 'stopped',
		description: 'The sequence ended for a lead before its last step',
	},
	{ group: 'Campaign', name: 'Complete', value: 'campaignComplete', onlyWebhooks: true },
	{ group: 'Workspace', name: 'Custom Domain Errors', value: 'customDomainErrors', onlyWebhooks: true },
	{
		group: 'Workspace',
		name: 'Connection Issue',
		value: 'connectionIssue',
		description: 'A sender is not connected any more',
		onlyWebhooks: true,
	},
	{ group: 'Workspace', name: 'Send Limit Reached', value: 'sendLimitReached', onlyWebhooks: true },
	{ group: 'Workspace', name: 'Lemwarm Paused', value: 'lemwarmPaused', onlyWebhooks: true },
	{ group: 'Task', name: 'Annotated', value: 'annotated', description: 'A note was added' },
	{ group: 'Enrichment', name: 'Done', value: 'enrichmentDone' },
	{ group: 'Enrichment', name: 'Failed', value: 'enrichmentError', onlyWebhooks: true },
	{ group: 'Inbox', name: 'Label Updated', value: 'inboxLabelUpdated', onlyWebhooks: true },
	{ group: 'Signal Agent', name: 'Signal Registered', value: 'signalRegistered', onlyWebhooks: true },
	{ group: 'Deliverability', name: 'Alert Triggered', value: 'deliverabilityAlertTriggered', onlyWebhooks: true },
	{ group: 'Contact Sourcing', name: 'Done', value: 'contactSourcingDone', onlyWebhooks: true },
	{ group: 'Contact Sourcing', name: 'Failed', value: 'contactSourcingFailed', onlyWebhooks: true },
];

/** Stands for every event, also for those that lemlist adds later. */
export const ALL_EVENTS = 'all';

function options(types: readonly EventType[]): INodePropertyOptions[] {
	const named = types.map(({ group, name, value, description }) => ({
		name: `${group}: ${name}`,
		value,
		...(description !== undefined && { description }),
	}));
	return [
		{
			name: 'All Events',
			value: ALL_EVENTS,
			description: 'Every event, also those that lemlist adds later; stands alone',
		},
		...named.sort((a, b) => a.name.localeCompare(b.name, 'en')),
	];
}

/** What a webhook can be called for. */
export const webhookEvents: INodePropertyOptions[] = options(EVENT_TYPES);

/** What can be found among the activities. */
export const activityEvents: INodePropertyOptions[] = options(EVENT_TYPES.filter(({ onlyWebhooks }) => !onlyWebhooks));
