import type { RequestOperation } from '../../table/operation';

export const get: RequestOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get team',
	description: 'Get the team that the API key belongs to, with its users',
	routes: ['GET /team'],
	fields: [],
	simplify: ['_id', 'name', 'users', 'createdAt', 'customDomain'],
	request: () => ({ path: '/team', query: { version: 'v2' } }),
};
