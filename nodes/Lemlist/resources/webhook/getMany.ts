import type { RequestOperation } from '../../table/operation';

export const getMany: RequestOperation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many webhooks',
	description: 'Get the webhooks of the team with their target URL, event and campaign, never their secret',
	routes: ['GET /hooks'],
	fields: [],
	paging: { by: 'none' },
	request: () => ({ path: '/hooks' }),
};
