import { simplified } from '../../../../../../nodes/shared/lemlist/activities/output';

describe('A simplified event', () => {
	it("has the main fields first, robots and tested variants, and lemlist's bookkeeping not at all", () => {
		const event = simplified({
			_id: 'act_1',
			bot: true,
			sequenceTested: 'B',
			stopped: false,
			metaData: { taskId: 'tsk_1' },
			lead: { variables: {} },
			subject: 'Re: hello',
			leadEmail: 'ann@example.com',
			type: 'emailsReplied',
			sequenceStep: 0,
		});
		expect(Object.entries(event)).toEqual([
			['_id', 'act_1'],
			['type', 'emailsReplied'],
			['leadEmail', 'ann@example.com'],
			['bot', true],
			['sequenceTested', 'B'],
			['subject', 'Re: hello'],
			['sequenceStep', 0],
		]);
	});

	it("keeps the lead's variables, under one name beside the lead", () => {
		const lead = { _id: 'lea_1', state: 'emailsReplied', variables: { jobTitle: 'CEO', 'Company name': 'Acme' } };
		const event = simplified({ _id: 'act_1', type: 'emailsReplied', lead, leadEmail: 'ann@example.com' });
		expect(event).toEqual({
			_id: 'act_1',
			type: 'emailsReplied',
			leadEmail: 'ann@example.com',
			leadVariables: { jobTitle: 'CEO', 'Company name': 'Acme' },
		});
	});

	it('keeps variables that a webhook has at the top of the event', () => {
		const event = { type: 'linkedinInviteAccepted', jobTitle: 'CEO', occupation: 'CEO at Acme' };
		expect(simplified(event)).toEqual(event);
	});

	it.each([[null], ['text'], [[]], [{}], [{ variables: null }], [{ variables: 'x' }], [{ variables: ['x'] }], [7]])(
		'has no variables where the lead is %j',
		(lead) => {
			expect(simplified({ type: 'paused', lead } as never)).toEqual({ type: 'paused' });
		},
	);

	it('keeps the fields that are not known, because those of many events are not documented', () => {
		const event = { type: 'signalRegistered', signal: { name: 'New job' }, name: 'Signal' };
		expect(simplified(event)).toEqual(event);
	});

	it('leaves out the second copy of the name of the campaign', () => {
		expect(simplified({ type: 'paused', name: 'Outreach', campaignName: 'Outreach' })).toEqual({
			type: 'paused',
			campaignName: 'Outreach',
		});
	});
});
