import { path } from '../../../shared/http/path';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import { options, updateFields } from '../../fields/frames';
import { leadId } from '../../fields/ids';
import { companyName, firstName, jobTitle, lastName } from '../../fields/person';
import { lead } from '../../fields/locators/lead';
import type { RequestOperation } from '../../table/operation';
import { updateStrategy } from './fields';
import { sameLead } from './order';
import { leadSummary } from './summary';

export const update: RequestOperation = {
	value: 'update',
	name: 'Update',
	action: 'Update lead',
	description:
		'Change fields of a lead in a campaign. lemlist writes them to the contact, too, and the company name to the company that other leads share. Custom variables have operations of their own.',
	routes: ['PATCH /campaigns/{campaignId}/leads/{leadId}'],
	fields: [
		campaignLocator,
		leadId,
		updateFields(
			companyName,
			firstName,
			jobTitle,
			lastName,
			{
				displayName: 'Other Fields (JSON)',
				name: 'otherFields',
				type: 'json',
				default: '{}',
				placeholder: 'e.g. {"phone": "+33123456789"}',
				description:
					'Further fields that every lead has, as an object: companyDomain, icebreaker, linkedinUrl, phone, picture',
			},
			{
				displayName: 'Preferred Contact Method',
				name: 'preferredContactMethod',
				type: 'options',
				options: [
					{ name: 'Email', value: 'email' },
					{ name: 'LinkedIn', value: 'linkedIn' },
				],
				default: 'email',
			},
		),
		options(updateStrategy),
	],
	simplify: ['_id', 'leadUrl', 'preferredContactMethod', ...leadSummary.filter((key) => key !== '_id')],
	request: (parameters) => {
		const { otherFields, ...fields } = parameters.changes('updateFields');
		const body = { ...fields, ...parameters.toJson(otherFields ?? '', 'updateFields') };
		return {
			method: 'PATCH',
			path: path`/campaigns/${campaignIdOf(parameters)}/leads/${parameters.id('leadId', lead)}`,
			query: parameters.filled('options'),
			body,
		};
	},
	orderBy: (parameters) => sameLead(parameters.id('leadId', lead)),
};
