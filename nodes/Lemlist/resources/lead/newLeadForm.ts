import type { INodeProperties } from 'n8n-workflow';

import { campaignLocator } from '../../../shared/lemlist/campaigns';
import { customVariables, newLeadEmail, newLeadFields, newLeadOptions } from './fields';

/** How a new lead is described. Workflows that were saved before it existed have the first. */
const dataToSend: INodeProperties = {
	displayName: 'Data to Send',
	name: 'dataToSend',
	type: 'options',
	noDataExpression: true,
	default: 'defineBelow',
	description: 'How to describe the lead',
	options: [
		{ name: 'Define Below', value: 'defineBelow', description: 'Enter the fields one by one' },
		{
			name: 'Map Columns',
			value: 'mapColumns',
			description: "Map columns to lemlist's fields and your own variables, by hand or by their names",
		},
	],
};

/** Read with `columnsOf`; its list is `leadColumns`. */
const columns: INodeProperties = {
	displayName: 'Columns',
	name: 'columns',
	type: 'resourceMapper',
	noDataExpression: true,
	default: { mappingMode: 'defineBelow', value: null },
	description: "Values of lemlist's fields and of your own variables. What is empty is not sent.",
	typeOptions: {
		resourceMapper: {
			resourceMapperMethod: 'leadColumns',
			mode: 'add',
			fieldWords: { singular: 'column', plural: 'columns' },
			addAllFields: true,
			multiKeyMatch: false,
			supportAutoMap: true,
		},
	},
};

/** n8n's own words there say only that names have to be the same. */
const byName: INodeProperties = {
	displayName:
		"The names are those of lemlist's API: email, firstName, lastName, companyName, jobTitle, linkedinUrl, phone and so on. Each further column becomes a custom variable, but for what lemlist fills in itself, such as _id, state and campaignId. What is empty is not sent.",
	name: 'columnsNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { dataToSend: ['mapColumns'], '/columns.mappingMode': ['autoMapInputData'] } },
};

function shownFor(field: INodeProperties, value: 'defineBelow' | 'mapColumns'): INodeProperties {
	return { ...field, displayOptions: { show: { dataToSend: [value] } } };
}

/** The form of an operation that adds a lead to a campaign. */
export const newLeadForm: INodeProperties[] = [
	campaignLocator,
	dataToSend,
	shownFor(newLeadEmail, 'defineBelow'),
	shownFor(columns, 'mapColumns'),
	byName,
	shownFor(newLeadFields, 'defineBelow'),
	customVariables,
	newLeadOptions,
];
