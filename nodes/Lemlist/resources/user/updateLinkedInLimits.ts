import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { path } from '../../../shared/http/path';
import type { ItemParameters } from '../../../shared/n8n/parameters';
import { updateFields } from '../../fields/frames';
import { userId } from '../../fields/ids';
import { user } from '../../../shared/lemlist/users';
import type { RequestOperation } from '../../table/operation';
import { unwrap } from './unwrap';

/** Adds the limits to a body; 0 turns the ramp-up off, which lemlist wants as null. */
function toBody(limits: IDataObject, parameters: ItemParameters): IDataObject {
	const entries = Object.entries(limits).map(([name, value]) => {
		const number = parameters.toWholeNumber(value, name, { lowest: name === 'inviteRampUp' ? 0 : 1 });
		return [name, name === 'inviteRampUp' && number === 0 ? null : number];
	});
	return Object.fromEntries(entries) as IDataObject;
}

/** A limit: how many of these a day. */
function limit(displayName: string, name: string, what: string, least = 1): INodeProperties {
	return {
		displayName,
		name,
		type: 'number',
		typeOptions: { minValue: least, numberPrecision: 0 },
		default: 20,
		description: what,
	};
}

export const updateLinkedInLimits: RequestOperation = {
	value: 'updateLinkedInLimits',
	name: 'Update LinkedIn Limits',
	action: 'Update user LinkedIn limits',
	description: 'Change how much of each kind of LinkedIn action lemlist takes for a user of the team',
	routes: ['PATCH /users/{userId}/linkedin-limits'],
	fields: [
		userId,
		updateFields(
			limit('Comment Retrieve Limit', 'commentLastPostRetrieveLimit', 'Posts read to comment on'),
			limit('Comment Send Limit', 'commentLastPostSendLimit', 'Comments sent'),
			limit('Endorse Limit', 'endorseLimit', 'Skills endorsed'),
			limit('Follow Limit', 'followLimit', 'Profiles followed'),
			limit('InMail Limit', 'inMailLimit', 'InMails sent'),
			limit('Invite Limit', 'inviteLimit', 'Invitations sent'),
			limit('Invite Ramp Up', 'inviteRampUp', 'By how many invitations the limit rises; 0 turns the ramp-up off', 0),
			limit('Like Limit', 'likeLastPostLimit', 'Posts liked'),
			limit('Network Check Limit', 'networkCheckLimit', 'Checks whether a lead is in the network'),
			limit('Send Limit', 'sendLimit', 'Messages sent'),
			limit('Visit Limit', 'visitLimit', 'Profiles visited'),
			limit('Withdraw Invitation Limit', 'withdrawInvitationLimit', 'Invitations withdrawn'),
		),
	],
	request: (parameters) => ({
		method: 'PATCH',
		path: path`/users/${parameters.id('userId', user)}/linkedin-limits`,
		body: toBody(parameters.changes('updateFields'), parameters),
	}),
	output: unwrap,
};
