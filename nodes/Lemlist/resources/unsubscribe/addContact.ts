import { path } from '../../../shared/http/path';
import { contactId } from '../../fields/ids';
import { contact } from '../../fields/locators/contact';
import type { RequestOperation } from '../../table/operation';

export const addContact: RequestOperation = {
	value: 'addContact',
	name: 'Add Contact',
	action: 'Add contact to unsubscribes',
	description: 'Mark a contact as do-not-contact',
	notice: 'No campaign of the team contacts this person any more, on any channel.',
	routes: ['POST /v2/unsubscribes/contacts/{contactId}'],
	fields: [contactId],
	request: (parameters) => ({
		method: 'POST',
		path: path`/v2/unsubscribes/contacts/${parameters.id('contactId', contact)}`,
	}),
	// lemlist answers with a sentence only.
	output: (_body, parameters) => ({ _id: parameters.id('contactId', contact), doNotContact: true }),
};
