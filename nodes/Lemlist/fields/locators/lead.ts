import { z } from 'zod';

import { path } from '../../../shared/http/path';
import { listItems, parseAnswer } from '../../../shared/lemlist/answers';
import { campaign } from '../../../shared/lemlist/campaigns';
import { type Locator, locator } from '../../../shared/lemlist/locator';
import { ServiceError } from '../../../shared/n8n/serviceError';

const text = z.string().nullish().catch(undefined);
const row = z
	.object({
		_id: z.string(),
		email: text,
		firstName: text,
		lastName: text,
		companyName: text,
		campaign: z.object({ id: text, name: text }).nullish().catch(undefined),
	})
	.passthrough();

const read = (body: unknown) =>
	parseAnswer(z.array(row), Array.isArray(body) ? body : listItems(body, 'the leads'), 'the leads');

/**
 * A lead of the chosen campaign. Where none is chosen, or the operation asks for none, a lead is found by its email
 * address, once for each campaign that it is in: lemlist has no list of the leads of all campaigns.
 */
export const lead: Locator = locator<z.infer<typeof row>>({
	what: 'a lead',
	prefixes: ['lea_'],
	// Recorded for PATCH /campaigns/{campaignId}/leads/{leadId}, once documented for others.
	orEmail: true,
	searchMethod: 'searchLeads',
	field: {
		name: 'leadId',
		displayName: 'Lead',
		description: 'The lead in its campaign: its ID begins with lea_, and is not that of its contact',
	},
	example: 'lea_8xJSc7sV7ggpiVnXe',
	dependsOn: ['campaignId'],
	list: (parents, wanted) => {
		const campaignId = parents.find('campaignId', campaign);
		if (campaignId !== undefined) {
			return {
				what: 'the leads',
				// The only list of leads that names them; it comes whole.
				request: { path: path`/v2/campaigns/${campaignId}/export/leads`, query: { state: 'all', format: 'json' } },
				paging: { by: 'none' },
				read,
			};
		}
		if (!/^\S+@\S+$/.test(wanted)) {
			throw new ServiceError('input', {
				message: 'Search for the whole email address of the lead',
				description:
					"lemlist lists leads by campaign only. Where the operation has a parameter 'Campaign', choose that first to search by name, too.",
			});
		}
		return {
			what: 'the leads',
			request: { path: path`/leads/${wanted}`, query: { version: 'v2' } },
			paging: { by: 'none' },
			read: (body) => read(body).map((one) => ({ ...one, email: one.email ?? wanted })),
		};
	},
	choice: ({ _id, email, firstName, lastName, companyName, campaign: place }) => {
		const person = [firstName, lastName].filter(Boolean).join(' ');
		const name = [person, email].filter(Boolean).join(' – ');
		const where = place?.name || companyName;
		return { name: `${name || _id}${where ? ` (${where})` : ''}`, value: _id };
	},
	// lemlist knows no lead of this address: no reason for an error while somebody types.
	isNothing: (error) => error instanceof ServiceError && /^lead not found/i.test(error.serviceSays ?? ''),
});
