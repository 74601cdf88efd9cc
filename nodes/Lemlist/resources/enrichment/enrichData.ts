import { options } from '../../fields/frames';
import type { CustomOperation } from '../../table/operation';
import { enrichOne, flags } from './enrichments';
import { enrichments, onTimeout, person, pollInterval, timeout, waitForResult, webhookUrl } from './fields';

export const enrichData: CustomOperation = {
	value: 'enrichData',
	name: 'Enrich Person',
	action: 'Enrich person',
	description: 'Look up the email, phone number or LinkedIn profile of a person who need not be a lead',
	notice: 'Spends credits. Needs at least a LinkedIn URL, an email, or a name and a company.',
	routes: ['POST /enrich', 'GET /enrich/{enrichId}'],
	fields: [enrichments, person, waitForResult, options(onTimeout, pollInterval, timeout, webhookUrl)],
	async run(call) {
		const { parameters } = call;
		const known = parameters.filled('person');
		if (Object.keys(known).length === 0)
			throw parameters.refuse('person', 'is empty', 'Add what is known of the person, such as the LinkedIn URL.');
		const { webhookUrl: url } = parameters.settings('options');
		const query = { ...flags(parameters), ...known, webhookUrl: url };
		return { json: [await enrichOne(call, { path: '/enrich', query })] };
	},
};
