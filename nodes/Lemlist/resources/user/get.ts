import { path } from '../../../shared/http/path';
import { userId } from '../../fields/ids';
import { user } from '../../../shared/lemlist/users';
import type { RequestOperation } from '../../table/operation';

export const get: RequestOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get user',
	description: 'Get one user of the team: email address, role, LinkedIn limits and mailboxes',
	routes: ['GET /users/{userId}'],
	fields: [userId],
	request: (parameters) => ({ path: path`/users/${parameters.id('userId', user)}` }),
};
