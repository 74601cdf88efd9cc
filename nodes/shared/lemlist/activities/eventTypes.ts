import type { INodePropertyOptions } from 'n8n-workflow';

/** Where a type is found: lemlist has webhooks without activities, and activities without webhooks. */
type Only = 'webhooks' | 'activities';

interface Details {
	description?: string;
	only?: Only;
	/** lemlist is known to say of each whether it is the first for the lead (`isFirst`): its own filter loses none. */
	saysFirst?: true;
}

/** A kind of event, as lemlist names it. */
export interface EventType extends Details {
	/** What it belongs to; stands first in the list that people choose from. */
	group: string;
	/** Title Case, without the group. */
	name: string;
	/** lemlist's own name, in the field `type` of an event. */
	value: string;
	/** What n8n's list of nodes calls a trigger for it, in sentence case; n8n makes "On linked in replied" of the name. */
	action: string;
}

/** `value`, `name`, what the action says after "On", and what else there is to say. */
type Row = readonly [value: string, name: string, happening: string, details?: Details];

const activity: Details = { only: 'activities' };
const webhook: Details = { only: 'webhooks' };

/** By group, as lemlist's page on webhooks has them; what that page does not have stands where it belongs. */
const GROUPS: Readonly<Record<string, readonly Row[]>> = {
	Lead: [
		[
			'contacted',
			'Contacted',
			'lead contacted',
			{ ...webhook, description: 'A first step was done, without a reaction yet' },
		],
		['hooked', 'Hooked', 'lead hooked', { ...webhook, description: 'Opened an email or a LinkedIn message' }],
		[
			'attracted',
			'Attracted',
			'lead attracted',
			{ ...webhook, description: 'Clicked in an email or accepted a LinkedIn invite' },
		],
		['warmed', 'Warmed', 'lead warmed', { ...webhook, description: 'Replied to an email or on LinkedIn' }],
		[
			'interested',
			'Interested',
			'lead interested',
			{ ...webhook, description: 'Marked as interested, on whatever channel' },
		],
		[
			'notInterested',
			'Not Interested',
			'lead not interested',
			{ ...webhook, description: 'Marked as not interested, on whatever channel' },
		],
		['meetingBooked', 'Meeting Booked', 'meeting booked', activity],
	],
	Email: [
		['emailsSent', 'Sent', 'email sent'],
		['emailsOpened', 'Opened', 'email opened', { saysFirst: true }],
		['emailsClicked', 'Clicked', 'click in email'],
		['emailsReplied', 'Replied', 'email reply', { saysFirst: true }],
		['emailsBounced', 'Bounced', 'email bounced'],
		['emailsFailed', 'Failed', 'email failed'],
		['emailsInterested', 'Interested', 'interest by email'],
		['emailsNotInterested', 'Not Interested', 'no interest by email'],
		['emailsUnsubscribed', 'Unsubscribed', 'unsubscribe by email'],
		[
			'outOfOffice',
			'Out of Office',
			'out-of-office reply',
			{ ...activity, description: 'An automatic reply of somebody who is away' },
		],
		['emailsDone', 'Done', 'email step done', activity],
		['emailsIgnored', 'Ignored', 'email step ignored', activity],
		['emailsExternalSent', 'Sent Outside Lemlist', 'email sent outside lemlist', activity],
		['emailsExternalReceived', 'Received Outside Lemlist', 'email received outside lemlist', activity],
		[
			'mailinblackDetected',
			'Mailinblack Detected',
			'Mailinblack filter detected',
			{ ...activity, description: 'The email met a filter that asks its sender to identify' },
		],
	],
	Unsubscribe: [
		['entityUnsubscribed', 'Contact or Company Unsubscribed', 'contact or company unsubscribed'],
		[
			'variableUnsubscribed',
			'Value Unsubscribed',
			'value unsubscribed',
			{ description: 'An email, domain, phone number or LinkedIn URL was put on the unsubscribe list' },
		],
		['entitySubscribed', 'Contact or Company Subscribed Again', 'contact or company subscribed again', activity],
		[
			'variableSubscribed',
			'Value Subscribed Again',
			'value subscribed again',
			{ ...activity, description: 'An email, domain, phone number or LinkedIn URL left the unsubscribe list' },
		],
	],
	LinkedIn: [
		['linkedinSent', 'Message Sent', 'LinkedIn message sent'],
		['linkedinOpened', 'Message Opened', 'LinkedIn message opened'],
		['linkedinReplied', 'Replied', 'LinkedIn reply'],
		['linkedinInterested', 'Interested', 'interest on LinkedIn'],
		['linkedinNotInterested', 'Not Interested', 'no interest on LinkedIn'],
		['linkedinSendFailed', 'Message Failed', 'LinkedIn message failed'],
		['linkedinInMailSent', 'InMail Sent', 'LinkedIn InMail sent', activity],
		['linkedinInMailFailed', 'InMail Failed', 'LinkedIn InMail failed', activity],
		['linkedinInMailSkipped', 'InMail Skipped', 'LinkedIn InMail skipped', activity],
		['linkedinVisitDone', 'Profile Visit Done', 'LinkedIn profile visit'],
		['linkedinVisitFailed', 'Profile Visit Failed', 'LinkedIn profile visit failed'],
		['linkedinVisitSkipped', 'Profile Visit Skipped', 'LinkedIn profile visit skipped', activity],
		['linkedinFollowDone', 'Follow Done', 'LinkedIn follow'],
		['linkedinFollowFailed', 'Follow Failed', 'LinkedIn follow failed'],
		['linkedinFollowSkipped', 'Follow Skipped', 'LinkedIn follow skipped'],
		['linkedinInviteDone', 'Invite Sent', 'LinkedIn invite sent'],
		['linkedinInviteFailed', 'Invite Failed', 'LinkedIn invite failed'],
		['linkedinInviteAccepted', 'Invite Accepted', 'LinkedIn invite accepted'],
		['linkedinEndorseDone', 'Endorsement Done', 'LinkedIn endorsement'],
		['linkedinEndorseFailed', 'Endorsement Failed', 'LinkedIn endorsement failed'],
		['linkedinEndorseSkipped', 'Endorsement Skipped', 'LinkedIn endorsement skipped'],
		['linkedinVoiceNoteDone', 'Voice Note Sent', 'LinkedIn voice note sent'],
		['linkedinVoiceNoteReplied', 'Voice Note Replied', 'reply to LinkedIn voice note', activity],
		['linkedinVoiceNoteFailed', 'Voice Note Failed', 'LinkedIn voice note failed'],
		['linkedinLikeLastPostDone', 'Like of Last Post Done', 'LinkedIn like of last post'],
		[
			'linkedinLikeLastPostNoPost',
			'Like of Last Post Without Post',
			'LinkedIn like without post',
			{ description: 'There was no post to like' },
		],
		['linkedinLikeLastPostFailed', 'Like of Last Post Failed', 'LinkedIn like of last post failed'],
		['linkedinLikeLastPostSkipped', 'Like of Last Post Skipped', 'LinkedIn like of last post skipped', activity],
		['linkedinCommentLastPostDone', 'Comment on Last Post Done', 'LinkedIn comment on last post', activity],
		['linkedinCommentLastPostFailed', 'Comment on Last Post Failed', 'LinkedIn comment on last post failed', activity],
		[
			'linkedinCommentLastPostSkipped',
			'Comment on Last Post Skipped',
			'LinkedIn comment on last post skipped',
			activity,
		],
		['linkedinWithdrawInvitationDone', 'Invite Withdrawn', 'LinkedIn invite withdrawn'],
		['linkedinWithdrawInvitationFailed', 'Invite Withdrawal Failed', 'LinkedIn invite withdrawal failed'],
		['linkedinDone', 'Done', 'LinkedIn step done', activity],
		['linkedinIgnored', 'Ignored', 'LinkedIn step ignored', activity],
	],
	WhatsApp: [
		['whatsappMessageSent', 'Message Sent', 'WhatsApp message sent'],
		['whatsappMessageDelivered', 'Message Delivered', 'WhatsApp message delivered'],
		['whatsappMessageOpened', 'Message Opened', 'WhatsApp message opened'],
		['whatsappReplied', 'Replied', 'WhatsApp reply'],
		['whatsappMessageFailed', 'Message Failed', 'WhatsApp message failed'],
		['whatsappVoiceNoteSent', 'Voice Note Sent', 'WhatsApp voice note sent', activity],
		['whatsappVoiceNoteDelivered', 'Voice Note Delivered', 'WhatsApp voice note delivered', activity],
		['whatsappVoiceNoteOpened', 'Voice Note Opened', 'WhatsApp voice note opened', activity],
		['whatsappVoiceNoteReplied', 'Voice Note Replied', 'reply to WhatsApp voice note', activity],
		['whatsappVoiceNoteFailed', 'Voice Note Failed', 'WhatsApp voice note failed', activity],
		['whatsappVoiceNoteIgnored', 'Voice Note Ignored', 'WhatsApp voice note ignored', activity],
		['whatsappDone', 'Done', 'WhatsApp step done', activity],
		['whatsappIgnored', 'Ignored', 'WhatsApp step ignored', activity],
	],
	SMS: [
		['smsSent', 'Sent', 'SMS sent'],
		['smsDelivered', 'Delivered', 'SMS delivered'],
		['smsReplied', 'Replied', 'SMS reply'],
		['smsFailed', 'Failed', 'SMS failed'],
		['smsDone', 'Done', 'SMS step done', activity],
		['smsIgnored', 'Ignored', 'SMS step ignored', activity],
	],
	Call: [
		['aircallCreated', 'Created', 'call created'],
		['aircallEnded', 'Ended', 'call ended'],
		['aircallDone', 'Done', 'call done'],
		['aircallIgnored', 'Ignored', 'call ignored', activity],
		['aircallInterested', 'Interested', 'interest in call'],
		['aircallNotInterested', 'Not Interested', 'no interest in call'],
		['callRecordingDone', 'Recording Ready', 'call recording ready', webhook],
		['callTranscriptDone', 'Transcript Ready', 'call transcript ready', webhook],
	],
	'API Step': [
		['apiDone', 'Done', 'API step done'],
		['apiInterested', 'Interested', 'interest in API step'],
		['apiNotInterested', 'Not Interested', 'no interest in API step'],
		['apiFailed', 'Failed', 'API step failed'],
		['apiIgnored', 'Ignored', 'API step ignored', activity],
		['apiUnsubscribed', 'Unsubscribed', 'unsubscribe in API step', activity],
	],
	'Manual Step': [
		['manualDone', 'Done', 'manual step done', activity],
		['manualIgnored', 'Ignored', 'manual step ignored', activity],
		['manualInterested', 'Interested', 'interest in manual step'],
		['manualNotInterested', 'Not Interested', 'no interest in manual step'],
		['manualUnsubscribed', 'Unsubscribed', 'unsubscribe in manual step', activity],
		['manualEmailQueued', 'Email Queued', 'manual email queued', activity],
		['manualLinkedinSendQueued', 'LinkedIn Message Queued', 'manual LinkedIn message queued', activity],
		['manualLinkedinVoiceNoteQueued', 'LinkedIn Voice Note Queued', 'manual LinkedIn voice note queued', activity],
		['manualLinkedinInviteQueued', 'LinkedIn Invite Queued', 'manual LinkedIn invite queued', activity],
		['manualLinkedinCommentLastPostQueued', 'LinkedIn Comment Queued', 'manual LinkedIn comment queued', activity],
		['manualWhatsappMessageQueued', 'WhatsApp Message Queued', 'manual WhatsApp message queued', activity],
		['manualWhatsappVoiceNoteQueued', 'WhatsApp Voice Note Queued', 'manual WhatsApp voice note queued', activity],
	],
	Campaign: [
		['paused', 'Lead Paused', 'lead paused', { description: 'The sequence was paused for a lead' }],
		['resumed', 'Lead Resumed', 'lead resumed', { description: 'The sequence goes on for a lead' }],
		['stopped', 'Lead Stopped', 'lead stopped', { description: 'The sequence ended for a lead before its last step' }],
		['skipped', 'Step Skipped', 'step skipped', activity],
		['sendToAnotherCampaign', 'Lead Sent to Another Campaign', 'lead sent to another campaign', activity],
		['scheduleCancelled', 'Schedule Cancelled', 'schedule cancelled', activity],
		['campaignComplete', 'Complete', 'campaign complete', webhook],
	],
	Condition: [
		['conditionChosen', 'Branch Chosen', 'branch of condition chosen', activity],
		['conditionalFailed', 'Failed', 'condition failed', activity],
	],
	'AI Variable': [
		['aiVariableDone', 'Done', 'AI variable done', activity],
		['aiVariableFailed', 'Failed', 'AI variable failed', activity],
	],
	Workspace: [
		['customDomainErrors', 'Custom Domain Errors', 'custom domain errors', webhook],
		[
			'connectionIssue',
			'Connection Issue',
			'connection issue',
			{ ...webhook, description: 'A sender is not connected any more' },
		],
		['sendLimitReached', 'Send Limit Reached', 'send limit reached', webhook],
		['lemwarmPaused', 'Lemwarm Paused', 'Lemwarm paused', webhook],
	],
	Task: [
		['annotated', 'Annotated', 'note added', { description: 'A note was added' }],
		['snoozed', 'Snoozed', 'task snoozed', activity],
	],
	Enrichment: [
		['enrichmentDone', 'Done', 'enrichment done'],
		[
			'enrichmentError',
			'Error',
			'enrichment error',
			{ ...webhook, description: 'What the webhook calls a failed enrichment' },
		],
		['enrichmentFailed', 'Failed', 'enrichment failed', activity],
		['enrichmentSkipped', 'Skipped', 'enrichment skipped', activity],
	],
	Inbox: [['inboxLabelUpdated', 'Label Updated', 'inbox label updated', webhook]],
	'Signal Agent': [['signalRegistered', 'Signal Registered', 'signal registered', webhook]],
	Deliverability: [['deliverabilityAlertTriggered', 'Alert Triggered', 'deliverability alert', webhook]],
	'Contact Sourcing': [
		['contactSourcingDone', 'Done', 'contact sourcing done', webhook],
		['contactSourcingFailed', 'Failed', 'contact sourcing failed', webhook],
	],
};

/**
 * Every event that lemlist documents: the enum of `type` in its API reference of "Add Webhook", and that of the types of
 * "Get Many Activities" (`ActivityType`). `only` marks those that are in one of the two, `saysFirst` those whose examples
 * there have `isFirst`.
 */
export const EVENT_TYPES: readonly EventType[] = Object.entries(GROUPS).flatMap(([group, rows]) =>
	rows.map(([value, name, happening, details]) => ({ group, name, value, action: `On ${happening}`, ...details })),
);

/** Stands for every event, also for those that lemlist adds later. */
export const ALL_EVENTS = 'all';

function options(leftOut: Only): INodePropertyOptions[] {
	const types = EVENT_TYPES.filter(({ only }) => only !== leftOut);
	const named = types.map(({ group, name, value, action, description }) => ({
		name: `${group}: ${name}`,
		value,
		action,
		...(description !== undefined && { description }),
	}));
	return [
		{
			name: 'All Events',
			value: ALL_EVENTS,
			action: 'On any event',
			description: 'Every event, also those that lemlist adds later; stands alone',
		},
		...named.sort((a, b) => a.name.localeCompare(b.name, 'en')),
	];
}

/** What a webhook can be called for. */
export const webhookEvents: INodePropertyOptions[] = options('activities');

/** What can be found among the activities. */
export const activityEvents: INodePropertyOptions[] = options('webhooks');

/** What lists of activities can be filtered by, without an entry for all. */
export const activityTypes: INodePropertyOptions[] = activityEvents
	.filter(({ value }) => value !== ALL_EVENTS)
	.map(({ name, value, description }) => ({ name, value, ...(description !== undefined && { description }) }));
