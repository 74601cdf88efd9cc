import { path } from '../../../shared/http/path';
import { updateFields } from '../../fields/frames';
import { userId } from '../../fields/ids';
import { user } from '../../../shared/lemlist/users';
import type { RequestOperation } from '../../table/operation';
import { unwrap } from './unwrap';

export const updateSignature: RequestOperation = {
	value: 'updateSignature',
	name: 'Update Signature',
	action: 'Update user signature',
	description: 'Change the HTML signature, the plain-text signature or both of a user of the team',
	routes: ['PATCH /users/{userId}/signature'],
	fields: [
		userId,
		updateFields(
			{
				displayName: 'Plain Text Signature',
				name: 'plainTextSignature',
				type: 'string',
				typeOptions: { rows: 4 },
				default: '',
				description: 'For emails sent as plain text, at most 50,000 characters. Empty removes the signature.',
			},
			{
				displayName: 'Signature',
				name: 'signature',
				type: 'string',
				typeOptions: { rows: 4 },
				default: '',
				placeholder: 'e.g. <p>Ann Smith, Brightforge</p>',
				description:
					'As HTML, at most 100,000 characters; lemlist removes what is not allowed. Empty removes the signature.',
			},
		),
	],
	request: (parameters) => ({
		method: 'PATCH',
		path: path`/users/${parameters.id('userId', user)}/signature`,
		body: parameters.changes('updateFields'),
	}),
	output: unwrap,
};
