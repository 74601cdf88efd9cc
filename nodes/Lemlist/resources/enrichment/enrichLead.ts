import { path } from '../../../shared/http/path';
import { options } from '../../fields/frames';
import { anyLeadId } from '../../fields/ids';
import { lead } from '../../fields/locators/lead';
import type { CustomOperation } from '../../table/operation';
import { enrichOne, flags } from './enrichments';
import { enrichments, onTimeout, pollInterval, timeout, waitForResult, webhookUrl } from './fields';

export const enrichLead: CustomOperation = {
	value: 'enrichLead',
	name: 'Enrich Lead',
	action: 'Enrich lead',
	description: 'Look up the email, phone number or LinkedIn profile of a lead, which lemlist then completes',
	notice: 'Spends credits. Fails when lemlist has the data already, unless Force is on.',
	routes: ['POST /leads/{leadId}/enrich', 'GET /enrich/{enrichId}'],
	fields: [
		anyLeadId,
		enrichments,
		waitForResult,
		options(
			{
				displayName: 'Force',
				name: 'force',
				type: 'boolean',
				default: false,
				description: 'Whether to look up again what lemlist has already, which spends credits again',
			},
			onTimeout,
			pollInterval,
			timeout,
			webhookUrl,
		),
	],
	orderBy: (parameters) => `enrich ${parameters.id('leadId', lead)}`,
	async run(call) {
		const { parameters } = call;
		const { force, webhookUrl: url } = parameters.settings('options');
		const route = path`/leads/${parameters.id('leadId', lead)}/enrich`;
		const query = { ...flags(parameters), force, webhookUrl: url };
		return { json: [await enrichOne(call, { path: route, query })] };
	},
};
