import type { RequestOperation } from '../../table/operation';
import { value } from './fields';
import { valuePath } from './valuePath';

export const deleteUnsubscribe: RequestOperation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete unsubscribe',
	description:
		'Take an email address, a domain, a phone number or a LinkedIn URL off the unsubscribe list (re-subscribe), so that campaigns may contact it again. lemlist refuses this with 409 where the lead unsubscribed or reported abuse.',
	routes: ['DELETE /v2/unsubscribes/variables/{value}'],
	fields: [value],
	request: (parameters) => ({
		method: 'DELETE',
		path: valuePath(parameters.required('value')),
	}),
	output: (_body, parameters) => ({ deleted: true, value: parameters.required('value') }),
	orderBy: (parameters) => parameters.required('value'),
};
