import type { RequestOperation } from '../../table/operation';

export const getChannels: RequestOperation = {
	value: 'getChannels',
	name: 'Get Channels',
	action: 'Get user channels',
	description: 'Get which channels the user of the API key has connected, and which the plan offers',
	routes: ['GET /user/channels'],
	fields: [],
	request: () => ({ path: '/user/channels' }),
};
