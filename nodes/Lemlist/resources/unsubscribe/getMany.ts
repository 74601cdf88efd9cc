import { filters } from '../../fields/frames';
import type { RequestOperation } from '../../table/operation';

export const getMany: RequestOperation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many unsubscribes',
	description: 'Get the unsubscribe list: emails, domains, phone numbers and LinkedIn URLs never contacted',
	routes: ['GET /v2/unsubscribes/variables'],
	fields: [
		filters({
			displayName: 'Sources',
			name: 'sources',
			type: 'multiOptions',
			default: [],
			options: [
				{ name: 'Abuse', value: 'abuse', description: 'The lead reported an email as spam' },
				{ name: 'API', value: 'api', description: 'Added through the API, as this node does' },
				{ name: 'Bounced', value: 'bounced', description: 'An email came back' },
				{ name: 'Lead', value: 'lead', description: 'The lead unsubscribed' },
				{ name: 'User', value: 'user', description: 'A user of lemlist added it' },
			],
			description: 'What put an entry on the list; none chosen means all. Checked here, as lemlist has no such filter.',
		}),
	],
	paging: { by: 'offset', pageSize: 100 },
	request: (parameters) => {
		// Refused before anything is sent.
		parameters.choices('filters.sources');
		return { path: '/v2/unsubscribes/variables' };
	},
	keep: (entry, parameters) => {
		const sources = parameters.choices('filters.sources');
		return sources.length === 0 || sources.includes(String(entry.source));
	},
};
