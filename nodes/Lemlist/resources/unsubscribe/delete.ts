import type { RequestOperation } from '../../table/operation';
import { value } from './fields';
import { valuePath } from './valuePath';

export const deleteUnsubscribe: RequestOperation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete unsubscribe',
	description: 'Take an email, domain, phone number or LinkedIn URL off the list (re-subscribe)',
	notice:
		'Campaigns may contact it again. lemlist refuses this with 409 where the lead unsubscribed or reported abuse.',
	routes: ['DELETE /v2/unsubscribes/variables/{value}'],
	fields: [value],
	request: (parameters) => ({
		method: 'DELETE',
		path: valuePath(parameters.required('value')),
	}),
	output: (_body, parameters) => ({ deleted: true, value: parameters.required('value') }),
	orderBy: (parameters) => parameters.required('value'),
};
