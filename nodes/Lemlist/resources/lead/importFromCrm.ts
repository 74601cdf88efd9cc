import type { INodePropertyOptions } from 'n8n-workflow';

import { path } from '../../../shared/http/path';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import { ServiceError } from '../../../shared/n8n/serviceError';
import type { ItemParameters } from '../../../shared/n8n/parameters';
import { additionalFields } from '../../fields/frames';
import { userId } from '../../fields/ids';
import { user } from '../../../shared/lemlist/users';
import type { RequestOperation } from '../../table/operation';

/** Kinds of enrichment in the spelling of lemlist's bulk and CRM routes. */
const enrichments: INodePropertyOptions[] = [
	{ name: 'Find Email', value: 'find_email' },
	{ name: 'Find Phone', value: 'find_phone' },
	{ name: 'LinkedIn Enrichment', value: 'linkedin_enrichment' },
	{ name: 'Verify Email', value: 'verify' },
];

function chosenUser(parameters: ItemParameters): { userId?: string } {
	const id = parameters.optionalId('additionalFields.userId', user);
	return id === undefined ? {} : { userId: id };
}

export const importFromCrm: RequestOperation = {
	value: 'importFromCrm',
	name: 'Import From CRM',
	action: 'Import leads from CRM',
	description: 'Fill a campaign with the leads of a CRM filter, in the background, and keep importing new ones',
	notice:
		'Needs a CRM connected to lemlist. Enrichments spend credits for every lead, also for those that are imported later.',
	routes: ['POST /campaigns/{campaignId}/leads/import'],
	fields: [
		campaignLocator,
		// A text: lemlist's two specifications disagree on what the list of filters needs.
		{
			displayName: 'Filter ID',
			name: 'filterId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 16',
			description: 'The ID of the list, view or report in the CRM',
		},
		additionalFields(
			{
				displayName: 'CRM',
				name: 'crm',
				type: 'string',
				default: '',
				placeholder: 'e.g. hubspot',
				description: 'The name of the CRM, in lower case',
			},
			{
				displayName: 'Deduplicate',
				name: 'deduplicate',
				type: 'options',
				options: [
					{ name: 'Off', value: 'off' },
					{ name: 'Skip Leads in Active Campaigns', value: 'activeOnly' },
					{ name: 'Skip Leads in Any Campaign', value: 'all' },
				],
				default: 'all',
			},
			{
				displayName: 'Enrichments',
				name: 'enrichFeature',
				type: 'multiOptions',
				options: enrichments,
				default: [],
				description: 'What to look up for every imported lead, which spends credits',
			},
			{
				displayName: 'Filter Type',
				name: 'filterType',
				type: 'options',
				options: [
					{ name: 'Contact', value: 'contact' },
					{ name: 'Lead', value: 'lead' },
					{ name: 'Report', value: 'report' },
				],
				default: 'lead',
				description: 'What the filter gives, for Salesforce',
			},
			{
				...userId,
				required: false,
				description: 'The lemlist user who connected the CRM; Salesforce needs it for views of one owner',
			},
		),
	],
	request: (parameters) => ({
		method: 'POST',
		path: path`/campaigns/${campaignIdOf(parameters)}/leads/import`,
		body: {
			filterId: parameters.required('filterId'),
			...parameters.filled('additionalFields'),
			...chosenUser(parameters),
		},
	}),
	withoutAnswer: (parameters) => {
		const campaignId = campaignIdOf(parameters);
		return new ServiceError('unreadable', {
			message: 'lemlist did not say that it began the import: its answer was empty',
			description: `It answers so to a new lead for a campaign that does not exist. Check that the campaign ${campaignId} exists, and that no leads come into it, before you run the node again.`,
			ids: { campaignId },
		});
	},
};
