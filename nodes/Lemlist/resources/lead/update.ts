import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { path } from '../../../shared/http/path';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import { options, updateFields } from '../../fields/frames';
import { leadId } from '../../fields/ids';
import { lead } from '../../fields/locators/lead';
import type { RequestOperation } from '../../table/operation';
import { changeStrategy, email, leadFields } from './fields';
import { sameLead } from './order';
import { leadSummary } from './summary';

const newEmail: INodeProperties = {
	...email,
	required: false,
	description: 'The new email address, such as one for a lead that had a LinkedIn profile only',
};

const otherFields: INodeProperties = {
	displayName: 'Other Fields (JSON)',
	name: 'otherFields',
	type: 'json',
	default: '{}',
	placeholder: 'e.g. {"phone": "+33123456789"}',
	description: 'Fields as an object, for names that an expression gives. They win over fields of the same name.',
};

const preferredContactMethod: INodeProperties = {
	displayName: 'Preferred Contact Method',
	name: 'preferredContactMethod',
	type: 'options',
	options: [
		{ name: 'Email', value: 'email' },
		{ name: 'LinkedIn', value: 'linkedIn' },
	],
	default: 'email',
};

const inOrder = (fields: INodeProperties[]) =>
	[...fields].sort((a, b) => a.displayName.localeCompare(b.displayName, 'en'));

export const update: RequestOperation = {
	value: 'update',
	name: 'Update',
	action: 'Update lead',
	description: 'Change fields of a lead in a campaign. Custom variables have operations of their own.',
	notice: 'lemlist writes the fields to the contact, too, and the company name to the company that other leads share.',
	routes: ['PATCH /campaigns/{campaignId}/leads/{leadId}'],
	fields: [
		campaignLocator,
		leadId,
		updateFields(...inOrder([...leadFields, newEmail, otherFields, preferredContactMethod])),
		options(changeStrategy),
	],
	simplify: ['_id', 'leadUrl', 'preferredContactMethod', ...leadSummary.filter((key) => key !== '_id')],
	request: (parameters) => {
		const { otherFields: others, ...fields } = parameters.changes('updateFields');
		const body: IDataObject = { ...fields, ...parameters.toJson(others ?? '', 'otherFields') };
		if (Object.keys(body).length === 0)
			throw parameters.refuse('updateFields', 'is empty', 'Add at least one field to change.');
		return {
			method: 'PATCH',
			path: path`/campaigns/${campaignIdOf(parameters)}/leads/${parameters.id('leadId', lead)}`,
			query: parameters.settings('options'),
			body,
		};
	},
	orderBy: (parameters) => sameLead(parameters.id('leadId', lead)),
};
