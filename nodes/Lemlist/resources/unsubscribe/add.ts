import { path } from '../../../shared/http/path';
import type { RequestOperation } from '../../table/operation';
import { value } from './fields';

export const add: RequestOperation = {
	value: 'add',
	name: 'Add',
	action: 'Add unsubscribe',
	description:
		'Put an email address, a domain, a phone number or a LinkedIn URL on the unsubscribe list, so that no campaign of the team contacts it. Gives the entry; one that is there already stays as it is.',
	routes: ['POST /v2/unsubscribes/variables/{value}'],
	fields: [value],
	request: (parameters) => ({ method: 'POST', path: path`/v2/unsubscribes/variables/${parameters.required('value')}` }),
	orderBy: (parameters) => parameters.required('value'),
};
