import { aboutLead } from './events';
import type { Campaign } from './resources/campaigns';
import type { Step } from './resources/sequences';
import type { State } from './state';

const HOUR = 3_600_000;
const ACTIVITIES_OF_A_CAMPAIGN = 12;
/** What happened to the leads of a campaign, again and again from the start. */
const HAPPENED = [
	'emailsSent',
	'emailsOpened',
	'emailsSent',
	'emailsClicked',
	'linkedinInviteDone',
	'emailsReplied',
	'linkedinInviteAccepted',
	'emailsBounced',
	'emailsInterested',
	'linkedinReplied',
	'emailsUnsubscribed',
	'meetingBooked',
];
const WINDOWS = [
	{ name: 'Office hours', start: '09:00', end: '18:00', weekdays: [1, 2, 3, 4, 5] },
	{ name: 'Mornings', start: '08:00', end: '11:30', weekdays: [1, 2, 3, 4] },
	{ name: 'Afternoons', start: '13:00', end: '17:00', weekdays: [2, 3, 4] },
];
const STEPS = [
	{ type: 'email', delay: 0, subject: 'An idea for {{companyName}}', message: '<p>Hello {{firstName}},</p>' },
	{ type: 'linkedinInvite', delay: 2, message: 'Hello {{firstName}}, shall we connect?' },
	{ type: 'email', delay: 3, subject: '', message: '<p>Did you see my last mail, {{firstName}}?</p>' },
];

/** Puts into the campaigns of `seedState` what they would have left behind until `now` (ms since 1970). */
export function seedHistory(state: State, now: number): void {
	for (const [index, campaign] of [...state.campaigns.values()].entries()) {
		addSchedule(state, campaign, index);
		addSteps(state, campaign);
		if (campaign.status !== 'draft') addActivities(state, campaign, now - index * HOUR);
	}
	const unsubscribes = state.unsubscribesOf(state.team);
	for (const value of ['no-more@quietharbor.example', '@competitor.example', '+33612345678']) unsubscribes.add(value);
	for (const lead of [...state.leads.values()].slice(0, 10)) {
		state.contacts.add({ fullName: `${lead.firstName} ${lead.lastName}`, email: lead.email });
	}
	// Disabled, so that it is in the list and nobody outside of this computer is called.
	const _id = state.createId('hoo');
	state.webhooks.set(_id, {
		_id,
		teamId: state.team._id,
		targetUrl: 'https://crm.brightforge.example/lemlist',
		createdAt: new Date(now - 1_000 * HOUR).toISOString(),
		type: 'emailsReplied',
		disabled: true,
	});
}

function addSchedule(state: State, { scheduleIds }: Campaign, index: number): void {
	for (const _id of scheduleIds) state.addSchedule({ _id, ...WINDOWS[index % WINDOWS.length] });
}

function addSteps(state: State, campaign: Campaign): void {
	const [main] = state.sequences.of(campaign);
	for (const step of STEPS) {
		const added: Step = { _id: state.createId('stp'), emailTemplateId: state.createId('etp'), ...step };
		main?.steps.push(added);
		state.campaignDetails.addStep(campaign._id, { _id: added._id });
	}
}

/** One activity every few hours until `last`, those of the first leads of the campaign. */
function addActivities(state: State, campaign: Campaign, last: number): void {
	const [main] = state.sequences.of(campaign);
	const leads = [...state.leads.values()].filter((lead) => lead.campaignId === campaign._id);
	for (let back = ACTIVITIES_OF_A_CAMPAIGN - 1; back >= 0; back--) {
		const lead = leads[back % leads.length];
		const step = main?.steps[back % STEPS.length];
		const type = HAPPENED[back % HAPPENED.length] as string;
		state.addActivity({
			type,
			campaignId: campaign._id,
			campaignName: campaign.name,
			sequenceId: main?._id,
			sequenceStep: back % STEPS.length,
			totalSequenceStep: STEPS.length,
			stepId: step?._id,
			createdAt: new Date(last - (back * 7 + 1) * HOUR).toISOString(),
			...(lead && aboutLead(lead, type)),
		});
	}
}
