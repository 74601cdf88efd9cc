import type { INodePropertyOptions } from 'n8n-workflow';

import {
	activityEvents,
	EVENT_TYPES,
	webhookEvents,
} from '../../../../../../nodes/shared/lemlist/activities/eventTypes';

/** The enum of `type` in lemlist's reference of "Add Webhook". */
const DOCUMENTED =
	'contacted hooked attracted warmed interested notInterested emailsSent emailsOpened emailsClicked emailsReplied emailsBounced emailsFailed emailsInterested emailsNotInterested emailsUnsubscribed entityUnsubscribed variableUnsubscribed linkedinSent linkedinOpened linkedinReplied linkedinInterested linkedinNotInterested linkedinSendFailed linkedinVisitDone linkedinVisitFailed linkedinFollowDone linkedinFollowFailed linkedinFollowSkipped linkedinInviteDone linkedinInviteFailed linkedinInviteAccepted linkedinEndorseDone linkedinEndorseFailed linkedinEndorseSkipped linkedinVoiceNoteDone linkedinVoiceNoteFailed linkedinLikeLastPostDone linkedinLikeLastPostNoPost linkedinLikeLastPostFailed linkedinWithdrawInvitationDone linkedinWithdrawInvitationFailed whatsappMessageSent whatsappMessageDelivered whatsappMessageOpened whatsappReplied whatsappMessageFailed smsSent smsDelivered smsReplied smsFailed aircallCreated aircallEnded aircallDone aircallInterested aircallNotInterested apiDone apiInterested apiNotInterested apiFailed manualInterested manualNotInterested paused resumed stopped campaignComplete customDomainErrors connectionIssue sendLimitReached lemwarmPaused annotated enrichmentDone enrichmentError callRecordingDone callTranscriptDone inboxLabelUpdated signalRegistered deliverabilityAlertTriggered contactSourcingDone contactSourcingFailed'.split(
		' ',
	);

/** Those of them that are not in the enum of `type` of "Get Many Activities". */
const NO_ACTIVITIES =
	'contacted hooked attracted warmed interested notInterested campaignComplete customDomainErrors connectionIssue sendLimitReached lemwarmPaused enrichmentError callRecordingDone callTranscriptDone inboxLabelUpdated signalRegistered deliverabilityAlertTriggered contactSourcingDone contactSourcingFailed'.split(
		' ',
	);

const values = (options: INodePropertyOptions[]) => options.map(({ value }) => String(value));

describe('The events to choose from', () => {
	// Row 21 of the built-in node's weaknesses: 31 of them are missing there, and 3 do not exist any more.
	it('are the 79 that lemlist documents, each once, and all', () => {
		expect(DOCUMENTED).toHaveLength(79);
		expect(values(webhookEvents).sort()).toEqual([...DOCUMENTED, 'all'].sort());
		expect(EVENT_TYPES.map(({ value }) => value)).toEqual(
			expect.not.arrayContaining(['skipped', 'emailsSendFailed', 'opportunitiesDone']),
		);
	});

	it('are those of them that become activities, for the polling trigger', () => {
		const expected = [...DOCUMENTED.filter((type) => !NO_ACTIVITIES.includes(type)), 'all'];
		expect(values(activityEvents).sort()).toEqual(expected.sort());
	});

	it('are sorted by name, and the group in the name makes groups of them', () => {
		const [all, ...others] = webhookEvents;
		expect(all!.name).toBe('All Events');
		const names = others.map(({ name }) => name);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
		expect(new Set(names).size).toBe(names.length);
		for (const name of names)
			expect(name).toMatch(
				/^(API Step|Call|Campaign|Contact Sourcing|Deliverability|Email|Enrichment|Inbox|Lead|LinkedIn|Manual Step|Signal Agent|SMS|Task|Unsubscribe|WhatsApp|Workspace): [A-Z]/,
			);
	});

	it.each([
		['linkedin', 24],
		['replied', 4],
		['whatsapp', 5],
	])('a search for "%s" finds %i by their names', (text, count) => {
		expect(webhookEvents.filter(({ name }) => name.toLowerCase().includes(text))).toHaveLength(count);
	});
});
