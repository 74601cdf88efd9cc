import { path } from '../../../shared/http/path';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import { updateFields } from '../../fields/frames';
import { lead } from '../../fields/locators/lead';
import { step } from '../../fields/locators/sequence';
import type { RequestOperation } from '../../table/operation';
import { leadIdOrEmail, leadStepId } from './fields';
import { sameLead } from './order';

export const personalizeStep: RequestOperation = {
	value: 'personalizeStep',
	name: 'Personalize Step',
	action: 'Personalize step for lead',
	description: "Write the message of a step for one lead that has not reached it, in place of the sequence's",
	routes: ['PUT /campaigns/{campaignId}/leads/{leadIdOrEmail}/steps/{stepId}/personalization'],
	fields: [
		campaignLocator,
		leadIdOrEmail,
		leadStepId,
		updateFields(
			{
				displayName: 'Alternative Message',
				name: 'altMessage',
				type: 'string',
				typeOptions: { rows: 3 },
				default: '',
				description: 'The text for the other branch of a LinkedIn step',
			},
			{
				displayName: 'Alternative Message for Premium',
				name: 'altMessagePremium',
				type: 'string',
				typeOptions: { rows: 3 },
				default: '',
				description: 'The text for senders with LinkedIn Premium, at most 300 characters',
			},
			{
				displayName: 'CC',
				name: 'cc',
				type: 'string',
				default: '',
				placeholder: 'e.g. name@email.com',
				description: 'Addresses that get a copy, separated by commas',
			},
			{ displayName: 'Message', name: 'message', type: 'string', typeOptions: { rows: 5 }, default: '' },
			{
				displayName: 'Plain Text',
				name: 'plainText',
				type: 'boolean',
				default: true,
				description: 'Whether the email goes out without formatting',
			},
			{ displayName: 'Subject', name: 'subject', type: 'string', default: '' },
			{
				displayName: 'Variant',
				name: 'variant',
				type: 'options',
				options: [
					{ name: 'A', value: 'A' },
					{ name: 'B', value: 'B' },
				],
				default: 'A',
				description: 'Which variant of an A/B test is meant',
			},
		),
	],
	request: (parameters) => {
		const { cc, ...fields } = parameters.changes('updateFields');
		const body = { ...fields, ...(cc !== undefined && { cc: parameters.toList(cc, 'cc') }) };
		return {
			method: 'PUT',
			path: path`/campaigns/${campaignIdOf(parameters)}/leads/${parameters.id('leadIdOrEmail', lead)}/steps/${parameters.id('stepId', step)}/personalization`,
			body,
		};
	},
	orderBy: (parameters) => sameLead(parameters.id('leadIdOrEmail', lead)),
};
