import { EVENT_TYPES } from '../../../../../../nodes/shared/lemlist/activities/eventTypes';
import { simplified } from '../../../../../../nodes/shared/lemlist/activities/output';
import { sampleEvents } from '../../../../../../nodes/shared/lemlist/activities/samples';

const one = (type: string, campaignIds: string[] = []) => sampleEvents({ types: [type], campaignIds })[0]!;

describe('Sample events', () => {
	it.each(EVENT_TYPES.map(({ value }) => value))('there is one of %s, which says that it is one', (type) => {
		const event = one(type);
		expect(event).toMatchObject({ _id: `act_SAMPLE_${type}`, isSample: true, type, createdAt: expect.any(String) });
		expect(Number.isNaN(Date.parse(String(event.createdAt)))).toBe(false);
		// As it comes out of JSON, so that it can be pinned.
		expect(JSON.parse(JSON.stringify(event))).toEqual(event);
		expect(simplified(event)).toMatchObject({ isSample: true, type });
	});

	it('of an email have what lemlist shows of emails', () => {
		expect(one('emailsOpened')).toMatchObject({
			isFirst: true,
			bot: false,
			sequenceTested: 'A',
			sendUserId: expect.stringMatching(/^usr_/),
			relatedSentAt: expect.any(String),
			lead: { variables: { jobTitle: expect.any(String) } },
		});
		expect(one('emailsClicked').linkUrl).toMatch(/^https:/);
		expect(one('emailsBounced').bounceReason).toEqual(expect.any(String));
		expect(one('emailsReplied').to).toEqual([{ address: expect.stringContaining('@'), name: expect.any(String) }]);
	});

	it('of an accepted invite have what was recorded, and no address of the lead', () => {
		const event = one('linkedinInviteAccepted');
		expect(event).toMatchObject({ occupation: expect.any(String), picture: expect.any(String) });
		expect(event).not.toHaveProperty('leadEmail');
	});

	it('of the workspace are about no lead', () => {
		expect(Object.keys(one('sendLimitReached'))).toEqual(['_id', 'isSample', 'type', 'teamId', 'createdAt']);
	});

	it('are of the chosen campaign', () => {
		expect(one('emailsSent', ['cam_1', 'cam_2'])).toMatchObject({ campaignId: 'cam_1' });
	});

	it('of all events are a few common ones; of a type newer than this package, what all have', () => {
		expect(sampleEvents({ types: [], campaignIds: [] }).map(({ type }) => type)).toContain('emailsReplied');
		expect(one('telepathyReplied')).toMatchObject({ type: 'telepathyReplied', isSample: true });
	});

	it('are made anew each time: what a caller changes stays its own', () => {
		(one('emailsSent').lead as { variables: object }).variables = {};
		expect(one('emailsSent').lead).toMatchObject({ variables: { jobTitle: expect.any(String) } });
	});
});
