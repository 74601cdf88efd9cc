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
	description:
		"What is empty is not sent. Mapped automatically, columns are taken by the names that lemlist's API uses, such as email and firstName, and every other one becomes a custom variable, but for those that lemlist fills in itself, such as _id, state and campaignId.",
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

function shownFor(field: INodeProperties, value: 'defineBelow' | 'mapColumns'): INodeProperties {
	return { ...field, displayOptions: { show: { dataToSend: [value] } } };
}

/** The form of an operation that adds a lead to a campaign. */
export const newLeadForm: INodeProperties[] = [
	campaignLocator,
	dataToSend,
	shownFor(newLeadEmail, 'defineBelow'),
	shownFor(columns, 'mapColumns'),
	shownFor(newLeadFields, 'defineBelow'),
	customVariables,
	newLeadOptions,
];
