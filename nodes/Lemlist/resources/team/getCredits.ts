import type { RequestOperation } from '../../table/operation';

export const getCredits: RequestOperation = {
	value: 'getCredits',
	name: 'Get Credits',
	action: 'Get team credits',
	description: 'Get how many credits the team has left, by where they come from',
	routes: ['GET /team/credits'],
	fields: [],
	request: () => ({ path: '/team/credits' }),
};
