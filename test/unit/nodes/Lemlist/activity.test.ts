import { activityTypes } from '../../../../nodes/Lemlist/resources/activity/activityTypes';

/** Enum `ActivityType` of lemlist's API reference, of GET /activities. */
const DOCUMENTED =
	'emailsSent emailsOpened emailsClicked emailsReplied emailsExternalSent emailsExternalReceived emailsDone emailsIgnored emailsBounced emailsFailed emailsUnsubscribed emailsInterested emailsNotInterested snoozed annotated aircallDone aircallIgnored aircallCreated aircallEnded aircallInterested aircallNotInterested apiDone apiIgnored apiInterested apiNotInterested apiFailed apiUnsubscribed enrichmentDone enrichmentFailed enrichmentSkipped linkedinVisitDone linkedinVisitFailed linkedinVisitSkipped linkedinCommentLastPostDone linkedinCommentLastPostFailed linkedinCommentLastPostSkipped linkedinFollowDone linkedinFollowFailed linkedinFollowSkipped linkedinLikeLastPostDone linkedinLikeLastPostNoPost linkedinLikeLastPostFailed linkedinLikeLastPostSkipped linkedinInviteDone linkedinEndorseDone linkedinEndorseFailed linkedinEndorseSkipped linkedinSent linkedinInMailSent linkedinOpened linkedinInviteAccepted linkedinInviteFailed linkedinSendFailed linkedinInMailFailed linkedinInMailSkipped linkedinVoiceNoteDone linkedinVoiceNoteFailed linkedinWithdrawInvitationDone linkedinWithdrawInvitationFailed linkedinVoiceNoteReplied whatsappMessageSent whatsappMessageDelivered whatsappMessageOpened whatsappReplied whatsappMessageFailed whatsappDone whatsappIgnored whatsappVoiceNoteSent whatsappVoiceNoteDelivered whatsappVoiceNoteOpened whatsappVoiceNoteReplied whatsappVoiceNoteFailed whatsappVoiceNoteIgnored smsSent smsDone smsDelivered smsReplied smsIgnored smsFailed aiVariableDone aiVariableFailed linkedinReplied linkedinInterested linkedinNotInterested linkedinDone linkedinIgnored manualDone manualIgnored manualInterested manualNotInterested manualUnsubscribed scheduleCancelled paused stopped resumed skipped meetingBooked conditionChosen conditionalFailed sendToAnotherCampaign manualEmailQueued manualLinkedinSendQueued manualLinkedinVoiceNoteQueued manualLinkedinInviteQueued manualLinkedinCommentLastPostQueued manualWhatsappMessageQueued manualWhatsappVoiceNoteQueued outOfOffice mailinblackDetected entityUnsubscribed variableUnsubscribed entitySubscribed variableSubscribed'.split(
		' ',
	);

describe('The types of activities', () => {
	it('are those that lemlist documents, each once', () => {
		expect(activityTypes.map(({ value }) => value).sort()).toEqual([...DOCUMENTED].sort());
	});

	it('have names that tell them apart, sorted', () => {
		const names = activityTypes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect([...names].sort((a, b) => a.localeCompare(b, 'en'))).toEqual(names);
	});
});
