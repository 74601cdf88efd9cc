import { createRandom, seedOf } from '../engine/random';
import type { StatisticsPeriod } from './campaignDetails';

const DAY = 86_400_000;

/**
 * Statistics that look like a campaign's own: they follow from its ID and the period, so that two periods differ as two
 * weeks do. Email and LinkedIn, as in lemlist's example.
 *
 * @param perDay leads that the campaign contacts a day
 */
export function madeStatistics(campaignId: string, perDay: number) {
	return ({ startDate, endDate }: StatisticsPeriod): object => {
		const days = Math.max(1, Math.round((Date.parse(endDate) - Date.parse(startDate)) / DAY));
		const random = createRandom(seedOf(`${campaignId} ${startDate.slice(0, 10)} ${days}`));
		const part = (whole: number, from: number, to: number) => Math.round(whole * (from + random() * (to - from)));
		const reached = part(perDay * days, 0.7, 1.3);
		const channel = (sent: number, opens: number, replies: number) => {
			const delivered = part(sent, 0.93, 1);
			const opened = part(delivered, opens, opens + 0.2);
			return { sent, delivered, opened, replied: part(opened, replies, replies + 0.08) };
		};
		const emailed = channel(part(reached, 1.1, 1.6), 0.45, 0.08);
		const email = {
			...emailed,
			clicked: part(emailed.opened, 0.03, 0.12),
			bounced: emailed.sent - emailed.delivered,
			unsubscribed: part(emailed.delivered, 0, 0.01),
		};
		const invited = part(reached, 0.3, 0.5);
		const linkedin = { ...channel(part(reached, 0.3, 0.5), 0.5, 0.18), invitationAccepted: part(invited, 0.2, 0.45) };
		const [sent, delivered, opened, replied] = (['sent', 'delivered', 'opened', 'replied'] as const).map(
			(name) => email[name] + linkedin[name],
		) as [number, number, number, number];
		const answered = part(replied, 0.85, 1);
		const interested = part(answered, 0.25, 0.5);
		const counts = { sent, delivered, opened, clicked: email.clicked, replied, bounced: email.bounced };
		return {
			nbLeads: reached + part(reached, 0.1, 2),
			nbLeadsLaunched: reached,
			nbLeadsReached: reached,
			nbLeadsOpened: part(reached, 0.5, 0.75),
			nbLeadsInteracted: answered + email.clicked,
			nbLeadsAnswered: answered,
			nbLeadsInterested: interested,
			nbLeadsNotInterested: answered - interested,
			nbLeadsUnsubscribed: email.unsubscribed,
			nbLeadsInterrupted: 0,
			messagesSent: sent,
			messagesNotSent: 0,
			messagesBounced: email.bounced,
			delivered,
			opened,
			clicked: email.clicked,
			replied,
			invitationAccepted: linkedin.invitationAccepted,
			meetingBooked: part(interested, 0.2, 0.6),
			perChannel: {
				email,
				linkedin,
				sms: { sent: 0, delivered: 0, replied: 0 },
				whatsapp: { sent: 0, delivered: 0, opened: 0, replied: 0 },
				others: { sent: 0 },
			},
			steps: [
				{
					index: 1,
					sequenceId: 'seq_rH5RD3fMkkt2gM3YC',
					sequenceStep: 0,
					taskType: 'email',
					invited,
					...counts,
					notDelivered: sent - delivered,
					unsubscribed: email.unsubscribed,
				},
			],
		};
	};
}
