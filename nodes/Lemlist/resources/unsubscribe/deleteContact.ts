import { path } from '../../../shared/http/path';
import { contactId } from '../../fields/ids';
import { contact } from '../../fields/locators/contact';
import type { RequestOperation } from '../../table/operation';

export const deleteContact: RequestOperation = {
	value: 'deleteContact',
	name: 'Delete Contact',
	action: 'Delete contact from unsubscribes',
	description: 'Take the do-not-contact mark off a contact (re-subscribe)',
	notice: 'Campaigns may contact this person again. The contact itself stays.',
	routes: ['DELETE /v2/unsubscribes/contacts/{contactId}'],
	fields: [contactId],
	request: (parameters) => ({
		method: 'DELETE',
		path: path`/v2/unsubscribes/contacts/${parameters.id('contactId', contact)}`,
	}),
	output: (_body, parameters) => ({ deleted: true, contactId: parameters.id('contactId', contact) }),
};
