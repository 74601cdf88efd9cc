import type { IDataObject } from 'n8n-workflow';

import { path } from '../../../shared/http/path';
import { campaignIdOf, campaignLocator } from '../../../shared/lemlist/campaigns';
import type { ItemParameters } from '../../../shared/n8n/parameters';
import { objectOf } from '../../table/json';
import type { RequestOperation } from '../../table/operation';
import { campaignChanges } from './updateFields';

/** Values that lemlist wants as lists, and that a person may enter as text. */
const LISTS = ['autoReviewConditions', 'sendUserIds', 'specificLinks'];

/** Turns texts into lists and leaves out sections without a setting, at every depth. */
function toBody(changes: IDataObject, parameters: ItemParameters): IDataObject {
	const entries = Object.entries(changes).map(([name, value]) => {
		if (LISTS.includes(name)) return [name, parameters.toList(value, name)];
		const isSection = typeof value === 'object' && value !== null && !Array.isArray(value);
		return [name, isSection ? toBody(value as IDataObject, parameters) : value];
	});
	return Object.fromEntries(
		entries.filter(
			([, value]) => Array.isArray(value) || typeof value !== 'object' || Object.keys(value as object).length > 0,
		),
	) as IDataObject;
}

export const update: RequestOperation = {
	value: 'update',
	name: 'Update',
	action: 'Update campaign',
	description: 'Change the name, senders, tracking, auto review or reply handling of a campaign',
	routes: ['PATCH /campaigns/{campaignId}'],
	fields: [campaignLocator, campaignChanges],
	request: (parameters) => {
		const body = toBody(parameters.changes('updateFields'), parameters);
		if (Object.keys(body).length === 0)
			throw parameters.refuse('updateFields', 'is empty', 'Add at least one setting to the section.');
		if (body.name !== undefined && String(body.name).trim() === '') {
			throw parameters.refuse('name', 'is empty', 'A campaign needs a name. Remove the field to keep the present one.');
		}
		return { method: 'PATCH', path: path`/campaigns/${campaignIdOf(parameters)}`, body };
	},
	// lemlist's answer does not say which campaign it is about.
	output: (body, parameters) => ({ _id: campaignIdOf(parameters), ...objectOf(body) }),
};
