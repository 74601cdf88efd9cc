import { path } from '../../../shared/http/path';
import type { CustomOperation } from '../../table/operation';
import { leadId } from '../lead/fields';
import { enrichOne, flags } from './enrichments';
import { enrichments, onTimeout, optionsField, pollInterval, timeout, waitForResult, webhookUrl } from './fields';

export const enrichLead: CustomOperation = {
	value: 'enrichLead',
	name: 'Enrich Lead',
	action: 'Enrich lead',
	description:
		'Look up the email, phone number or LinkedIn profile of a lead, which lemlist then completes. Spends credits. Fails when lemlist has the data already, unless Force is on.',
	routes: ['POST /leads/{leadId}/enrich', 'GET /enrich/{enrichId}'],
	fields: [
		leadId,
		enrichments,
		waitForResult,
		optionsField(
			{
				displayName: 'Force',
				name: 'force',
				type: 'boolean',
				default: true,
				description: 'Whether to look up again what lemlist has already, which spends credits again',
			},
			onTimeout,
			pollInterval,
			timeout,
			webhookUrl,
		),
	],
	orderBy: (parameters) => `enrich ${parameters.required('leadId')}`,
	async run(call) {
		const { parameters } = call;
		const { force, webhookUrl: url } = parameters.filled('options');
		return await enrichOne(call, {
			path: path`/leads/${parameters.required('leadId')}/enrich`,
			query: { ...flags(parameters), force, webhookUrl: url },
		});
	},
};
