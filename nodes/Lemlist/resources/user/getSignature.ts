import { path } from '../../../shared/http/path';
import { userId } from '../../fields/ids';
import { user } from '../../../shared/lemlist/users';
import type { RequestOperation } from '../../table/operation';
import { unwrap } from './unwrap';

export const getSignature: RequestOperation = {
	value: 'getSignature',
	name: 'Get Signature',
	action: 'Get user signature',
	description: 'Get the email signatures of a user of the team, as HTML and as plain text',
	routes: ['GET /users/{userId}/signature'],
	fields: [userId],
	request: (parameters) => ({ path: path`/users/${parameters.id('userId', user)}/signature` }),
	output: unwrap,
};
