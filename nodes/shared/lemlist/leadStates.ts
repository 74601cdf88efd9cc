import type { INodePropertyOptions } from 'n8n-workflow';

/**
 * Last states by which lemlist filters exported leads (Export Campaign Leads, parameter `state`).
 * lemlist takes several, joined by commas.
 */
export const leadStates: INodePropertyOptions[] = [
	{
		name: '[All]',
		value: 'all',
		description: 'Every lead of the campaign, as with none chosen; has no effect beside others',
	},
	{ name: 'Aircall Done', value: 'aircallDone' },
	{ name: 'Aircall Interested', value: 'aircallInterested' },
	{ name: 'Aircall Not Interested', value: 'aircallNotInterested' },
	{ name: 'API Done', value: 'apiDone' },
	{ name: 'API Interested', value: 'apiInterested' },
	{ name: 'API Not Interested', value: 'apiNotInterested' },
	{ name: 'Attracted', value: 'attracted', description: 'Clicked in an email or accepted a LinkedIn invite' },
	{ name: 'Contacted', value: 'contacted', description: 'A step was done, without a reaction yet' },
	{ name: 'Emails Bounced', value: 'emailsBounced', description: 'At least one step bounced' },
	{ name: 'Emails Clicked', value: 'emailsClicked' },
	{ name: 'Emails Failed', value: 'emailsFailed' },
	{ name: 'Emails Interested', value: 'emailsInterested' },
	{ name: 'Emails Not Interested', value: 'emailsNotInterested' },
	{ name: 'Emails Opened', value: 'emailsOpened' },
	{ name: 'Emails Replied', value: 'emailsReplied' },
	{ name: 'Emails Sent', value: 'emailsSent' },
	{ name: 'Emails Unsubscribed', value: 'emailsUnsubscribed', description: 'Unsubscribed' },
	{ name: 'Failed', value: 'failed', description: 'Deprecated by lemlist in favor of Emails Bounced' },
	{ name: 'Hooked', value: 'hooked', description: 'Opened an email or a LinkedIn message' },
	{ name: 'Imported', value: 'imported', description: 'Imported, nothing done yet' },
	{ name: 'Interested', value: 'interested', description: 'Marked as interested' },
	{ name: 'LinkedIn Interested', value: 'linkedinInterested' },
	{ name: 'LinkedIn Invite Accepted', value: 'linkedinInviteAccepted' },
	{ name: 'LinkedIn Invite Done', value: 'linkedinInviteDone' },
	{ name: 'LinkedIn Invite Failed', value: 'linkedinInviteFailed' },
	{ name: 'LinkedIn Not Interested', value: 'linkedinNotInterested' },
	{ name: 'LinkedIn Opened', value: 'linkedinOpened' },
	{ name: 'LinkedIn Replied', value: 'linkedinReplied' },
	{ name: 'LinkedIn Send Failed', value: 'linkedinSendFailed' },
	{ name: 'LinkedIn Sent', value: 'linkedinSent' },
	{ name: 'LinkedIn Visit Done', value: 'linkedinVisitDone' },
	{ name: 'LinkedIn Visit Failed', value: 'linkedinVisitFailed' },
	{ name: 'Manual Interested', value: 'manualInterested' },
	{ name: 'Manual Not Interested', value: 'manualNotInterested' },
	{ name: 'Meeting Booked', value: 'meetingBooked' },
	{ name: 'Not Interested', value: 'notInterested', description: 'Marked as not interested' },
	{ name: 'Opportunities Done', value: 'opportunitiesDone' },
	{ name: 'Paused', value: 'paused' },
	{ name: 'Reviewed', value: 'reviewed' },
	{ name: 'Scanned', value: 'scanned', description: 'Looked up on LinkedIn or enriched' },
	{ name: 'Skipped', value: 'skipped', description: 'Skipped during review' },
	{ name: 'Warmed', value: 'warmed', description: 'Replied to an email or on LinkedIn' },
];

/**
 * The value of lemlist's query `state`. None chosen means all; so does `all` alone. Beside others it counts for nothing:
 * it was preset once, and who chose a state wants that state.
 */
export function statesQuery(states: string[]): string {
	return states.filter((state) => state !== 'all').join(',') || 'all';
}
