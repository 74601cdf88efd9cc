import { z } from 'zod';

import { listItems, parseAnswer } from '../../../shared/lemlist/answers';
import { type Locator, locator } from '../../../shared/lemlist/locator';

/** lemlist refuses shorter texts ("search query too short"). */
const SHORTEST_SEARCH = 2;

const row = z
	.object({
		_id: z.string(),
		fullName: z.string().nullish().catch(undefined),
		email: z.string().nullish().catch(undefined),
	})
	.passthrough();

/** A contact: a person in the CRM of lemlist. Its routes show IDs of two kinds in lemlist's documents. */
export const contact: Locator = locator<z.infer<typeof row>>({
	what: 'a contact',
	prefixes: ['ctc_', 'con_'],
	searchMethod: 'searchContacts',
	field: {
		name: 'contactId',
		displayName: 'Contact',
		description: 'The contact to work with: a person in the CRM of lemlist, and not a lead of a campaign',
	},
	example: 'ctc_A1B2C3D4E5F6G7H8I',
	lemlistSearches: true,
	list: (_parents, wanted) => ({
		what: 'the contacts',
		request: { path: '/contacts', query: { search: wanted.length < SHORTEST_SEARCH ? undefined : wanted } },
		paging: { by: 'offset', pageSize: 100 },
		read: (body) => parseAnswer(z.array(row), listItems(body, 'the contacts'), 'the contacts'),
	}),
	choice: ({ _id, fullName, email }) => ({
		name: [fullName?.trim(), email].filter(Boolean).join(' – ') || _id,
		value: _id,
	}),
});
