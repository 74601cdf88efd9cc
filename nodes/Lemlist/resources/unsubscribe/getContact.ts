import { path } from '../../../shared/http/path';
import { contactId } from '../../fields/ids';
import { contact } from '../../fields/locators/contact';
import type { RequestOperation } from '../../table/operation';

export const getContact: RequestOperation = {
	value: 'getContact',
	name: 'Get Contact Status',
	action: 'Get contact unsubscribe status',
	description: "Get whether a contact is marked as do-not-contact. Gives the contact's ID and doNotContact.",
	routes: ['GET /v2/unsubscribes/contacts/{contactId}'],
	fields: [contactId],
	request: (parameters) => ({ path: path`/v2/unsubscribes/contacts/${parameters.id('contactId', contact)}` }),
};
