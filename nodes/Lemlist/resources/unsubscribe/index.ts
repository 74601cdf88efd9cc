import type { Resource } from '../../table/operation';
import { add } from './add';
import { addContact } from './addContact';
import { addMany } from './addMany';
import { deleteUnsubscribe } from './delete';
import { deleteContact } from './deleteContact';
import { exportContacts } from './exportContacts';
import { exportVariables } from './exportVariables';
import { get } from './get';
import { getContact } from './getContact';
import { getMany } from './getMany';

export const unsubscribe: Resource = {
	value: 'unsubscribe',
	name: 'Unsubscribe',
	default: 'getMany',
	operations: [
		add,
		addContact,
		addMany,
		deleteUnsubscribe,
		deleteContact,
		exportContacts,
		exportVariables,
		get,
		getContact,
		getMany,
	],
};
