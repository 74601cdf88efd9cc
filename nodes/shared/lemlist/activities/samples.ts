import type { IDataObject } from 'n8n-workflow';

import { EVENT_TYPES } from './eventTypes';
import type { EventFilter } from './filter';

/** What stands for every event, where none are chosen. */
const SAMPLES_OF_ALL = ['emailsSent', 'emailsOpened', 'emailsReplied', 'linkedinInviteAccepted', 'linkedinReplied'];

/** Groups whose events are not about a lead in a campaign. */
const WITHOUT_LEAD = new Set(['Workspace', 'Signal Agent', 'Deliverability', 'Contact Sourcing']);

const CAMPAIGN_ID = 'cam_SampleCampaign001';
const LEAD_ID = 'lea_SampleLead0000001';
const TEAM_ID = 'tea_SampleTeam0000001';
const USER_ID = 'usr_SampleUser0000001';

const LEAD = { firstName: 'Ada', lastName: 'Sample', email: 'ada@example.com', companyName: 'Example Inc' };

/** The campaign, and the lead in it. */
function leadFields(type: string, campaignId: string): IDataObject {
	return {
		isFirst: true,
		bot: false,
		campaignId,
		campaignName: 'Sample campaign',
		name: 'Sample campaign',
		leadId: LEAD_ID,
		leadEmail: LEAD.email,
		leadFirstName: LEAD.firstName,
		leadLastName: LEAD.lastName,
		leadCompanyName: LEAD.companyName,
		contactId: 'ctc_SampleContact001',
		sequenceTested: 'A',
		metaData: { teamId: TEAM_ID, campaignId, leadId: LEAD_ID, type },
		lead: {
			_id: LEAD_ID,
			isPaused: false,
			state: type,
			variables: { ...LEAD, jobTitle: 'Growth Engineer' },
			contactId: 'ctc_SampleContact001',
		},
	};
}

const STEP: IDataObject = {
	sequenceId: 'seq_SampleSequence01',
	stepId: 'stp_SampleStep000001',
	sequenceStep: 0,
	totalSequenceStep: 0,
	sendUserId: USER_ID,
	sendUserName: 'Sam Sender',
	sendUserEmail: 'sam@example.com',
};

const EMAIL: IDataObject = {
	...STEP,
	emailTemplateId: 'etp_SampleTemplate01',
	emailTemplateName: 'Sample email',
	subject: 'A question, Ada',
	relatedSentAt: '2026-01-14T08:00:00.000Z',
};

const TO_LEAD: IDataObject = { to: [{ address: LEAD.email, name: 'Ada Sample' }] };
const TO_SENDER: IDataObject = { to: [{ address: 'sam@example.com', name: 'Sam Sender' }] };

const BY_HAND: IDataObject = { userId: USER_ID, userName: 'Sam Sender' };

/** What events of a group carry besides. */
const OF_GROUP: Readonly<Record<string, IDataObject>> = {
	Email: EMAIL,
	LinkedIn: STEP,
	WhatsApp: STEP,
	SMS: STEP,
	Call: STEP,
	'API Step': STEP,
	'Manual Step': BY_HAND,
	Task: BY_HAND,
	Condition: STEP,
	Campaign: { userName: 'api' },
};

/**
 * What events of a type carry besides, as far as lemlist documents it, or was seen to send it; undefined takes a field
 * out.
 */
const OF_TYPE: Readonly<Record<string, IDataObject>> = {
	emailsSent: { ...TO_LEAD, subject: 'A question, Ada' },
	emailsReplied: { ...TO_SENDER, subject: 'Re: A question, Ada' },
	emailsClicked: { linkUrl: 'https://example.com/offer' },
	emailsBounced: { ...TO_LEAD, bounceReason: 'Address not found' },
	linkedinInviteAccepted: {
		leadEmail: undefined,
		firstName: LEAD.firstName,
		lastName: LEAD.lastName,
		picture: 'https://example.com/ada.jpg',
		linkedinUrl: 'https://www.linkedin.com/in/ada-sample',
		occupation: 'Growth Engineer at Example Inc',
	},
	annotated: { note: 'Call her back in May', companyId: 'cpn_SampleCompany01', sendUserId: USER_ID },
	enrichmentDone: {
		data: [{ id: 'enr_SampleEnrichment1', data: { find_email: { email: LEAD.email, status: 'deliverable' } } }],
	},
};

/** An event of a type, as lemlist sends it. Types that it does not document have what all events have. */
function sampleEvent(type: string, campaignId: string): IDataObject {
	const group = EVENT_TYPES.find(({ value }) => value === type)?.group ?? '';
	const event: IDataObject = {
		_id: `act_SAMPLE_${type}`,
		isSample: true,
		type,
		teamId: TEAM_ID,
		createdAt: '2026-01-15T09:30:00.000Z',
		...(!WITHOUT_LEAD.has(group) && leadFields(type, campaignId)),
		...OF_GROUP[group],
		...OF_TYPE[type],
	};
	return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined)) as IDataObject;
}

/**
 * Made-up events for a filter, one of each chosen type, so that a workflow can be built before anything happened. They
 * say so: `isSample` is true, and `_id` has SAMPLE in it.
 *
 * @param filter without types: a few common ones. The events are of the first campaign, where campaigns are chosen.
 */
export function sampleEvents({ types, campaignIds }: Pick<EventFilter, 'types' | 'campaignIds'>): IDataObject[] {
	const wanted = types.length > 0 ? types : SAMPLES_OF_ALL;
	return wanted.map((type) => sampleEvent(type, campaignIds[0] ?? CAMPAIGN_ID));
}
