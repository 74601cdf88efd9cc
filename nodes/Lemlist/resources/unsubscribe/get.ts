import type { RequestOperation } from '../../table/operation';
import { value } from './fields';
import { valuePath } from './valuePath';

export const get: RequestOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get unsubscribe',
	description: 'Get one entry of the unsubscribe list by its email, domain, phone number or LinkedIn URL',
	routes: ['GET /v2/unsubscribes/variables/{value}'],
	fields: [value],
	request: (parameters) => ({ path: valuePath(parameters.required('value')) }),
};
