import type { INodeProperties } from 'n8n-workflow';

import { campaignLocator } from '../../shared/lemlist/campaigns';
import { contact } from './locators/contact';
import { lead } from './locators/lead';
import { schedule } from './locators/schedule';
import { sequence, step } from './locators/sequence';
import { user } from '../../shared/lemlist/users';

/**
 * The parameters by which operations choose what they work with. Most are locators: read them with `parameters.id` and
 * the locator. What stays a text field has no list that would help to choose.
 */

/** Optional: read by no operation, but by the lists of what belongs to a campaign. */
export const listCampaign: INodeProperties = {
	...campaignLocator,
	required: false,
	description: 'Only fills the lists below. Not needed where the IDs come from expressions.',
};

export const contactId: INodeProperties = contact.field;

/** For operations that know the campaign, too. */
export const leadId: INodeProperties = lead.field;

/** For operations that ask for no campaign: the list has leads by their email address. */
export const anyLeadId: INodeProperties = {
	...leadId,
	typeOptions: undefined,
	modes: leadId.modes?.map((mode) =>
		mode.name === 'list' ? { ...mode, typeOptions: { ...mode.typeOptions, searchFilterRequired: true } } : mode,
	),
	hint: 'The list finds a lead by its whole email address',
};

export const scheduleId: INodeProperties = schedule.field;

export const sequenceId: INodeProperties = sequence.field;

export const stepId: INodeProperties = step.field;

export const userId: INodeProperties = user.field;
